"""People are known by an id that tells nothing; what identifies them is kept apart."""

from dataclasses import replace
from datetime import timedelta

from handlers.message import Account
from handlers.people.rules.roster import PersonId
from handlers.people.rules.voters import Consent, Contact, Voter
from handlers.ports import Storage
from tests.conformance.conftest import Reopen
from tests.support.records import ACCOUNT, DEPUTY, NOON, a_voter
from tests.support.township import BOUND

OTHER = Account(platform="dingtalk", account="main", user="zhaomin")


async def test_an_account_is_the_same_person_each_time(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        person = await work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date())
    async with (await reopen()).begin() as work:
        assert await work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date()) == person
        assert await work.voters.recognise(OTHER, name="赵敏", on=NOON.date()) != person


async def test_an_id_tells_nothing_of_the_account(storage: Storage) -> None:
    async with storage.begin() as work:
        person = await work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date())
    assert ACCOUNT.user not in person


async def test_accounts_whose_parts_only_look_alike_are_different_people(storage: Storage) -> None:
    async with storage.begin() as work:
        one = await work.voters.recognise(Account(platform="fake", account="a", user="bc"), name="赵敏", on=NOON.date())
        other = await work.voters.recognise(
            Account(platform="fake", account="ab", user="c"), name="孙伟", on=NOON.date()
        )
    assert one != other


async def test_a_configured_account_is_its_person_and_a_way_there_before_it_was_used(storage: Storage) -> None:
    account, person = next(iter(BOUND.items()))
    async with storage.begin() as work:
        assert list(await work.voters.ways(person)) == [account]
        assert await work.voters.recognise(account, name="无所谓", on=NOON.date()) == person
        assert list(await work.voters.ways(person)) == [account]


async def test_the_name_of_a_new_person_is_remembered_that_of_the_roster_is_not(storage: Storage) -> None:
    async with storage.begin() as work:
        person = await work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date())
        await work.voters.recognise(ACCOUNT, name="改了的名字", on=NOON.date())
        await work.voters.recognise(next(iter(BOUND)), name="张代表", on=NOON.date())
        assert await work.voters.contact(person) == Contact(name="赵敏")
        assert set(await work.voters.names()) == {"赵敏"}


async def test_a_corrected_name_stays_whatever_the_platform_says(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        person = await work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date())
        await work.voters.set_phone(person, "0399-6000009")
        await work.voters.set_name(person, "赵小敏")
    async with (await reopen()).begin() as work:
        await work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date())
        assert await work.voters.contact(person) == Contact(name="赵小敏", phone="0399-6000009")
        assert set(await work.voters.names()) == {"赵小敏"}


async def test_a_phone_number_stands_beside_the_name(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        person = await work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date())
        await work.voters.set_phone(person, "0399-6000009")
    async with (await reopen()).begin() as work:
        assert await work.voters.contact(person) == Contact(name="赵敏", phone="0399-6000009")
        assert set(await work.voters.names()) == {"赵敏"}


async def test_a_person_never_seen_is_one_of_whom_nothing_is_known(storage: Storage) -> None:
    async with storage.begin() as work:
        nobody = PersonId("p_nobody")
        assert await work.voters.get(nobody) == Voter(id=nobody)
        assert await work.voters.contact(nobody) == Contact()
        assert list(await work.voters.ways(nobody)) == []


async def test_what_is_known_of_a_voter_is_stored(storage: Storage) -> None:
    async with storage.begin() as work:
        await work.voters.save(a_voter())
        await work.voters.save(replace(a_voter(), consent=Consent.NAMED))
        assert await work.voters.get(a_voter().id) == replace(a_voter(), consent=Consent.NAMED)


async def test_a_bound_account_is_its_new_person_alone(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        before = await work.voters.recognise(ACCOUNT, name="张明远", on=NOON.date())
        await work.voters.bind(ACCOUNT, DEPUTY)
        await work.voters.bind(OTHER, DEPUTY)
    async with (await reopen()).begin() as work:
        assert await work.voters.recognise(ACCOUNT, name="张明远", on=NOON.date()) == DEPUTY
        assert list(await work.voters.ways(before)) == []


async def test_the_way_used_last_comes_first(reopen: Reopen) -> None:
    configured = [account for account, person in BOUND.items() if person == DEPUTY]
    async with (await reopen()).begin() as work:
        await work.voters.bind(ACCOUNT, DEPUTY)
        await work.voters.bind(OTHER, DEPUTY)
        assert list(await work.voters.ways(DEPUTY)) == [OTHER, ACCOUNT, *configured]
        await work.voters.recognise(ACCOUNT, name="张明远", on=NOON.date())
    async with (await reopen()).begin() as work:
        assert list(await work.voters.ways(DEPUTY)) == [ACCOUNT, OTHER, *configured]


async def test_a_configured_account_that_was_bound_elsewhere_is_no_way_any_more(storage: Storage) -> None:
    account, person = next(iter(BOUND.items()))
    async with storage.begin() as work:
        await work.voters.bind(account, PersonId("lin"))
        assert list(await work.voters.ways(person)) == []
        assert account in await work.voters.ways(PersonId("lin"))


async def test_an_erased_person_is_unknown_and_starts_anew(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        person = await work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date())
        await work.voters.save(replace(a_voter(), id=person, consent=Consent.NAMED))
        await work.voters.bind(OTHER, person)
        await work.voters.erase(person)
    async with (await reopen()).begin() as work:
        assert await work.voters.contact(person) == Contact()
        assert await work.voters.get(person) == Voter(id=person)
        assert list(await work.voters.ways(person)) == []
        assert set(await work.voters.names()) == set()
        assert await work.voters.recognise(OTHER, name="赵敏", on=NOON.date()) != person


async def test_of_two_people_with_one_name_the_other_keeps_it(storage: Storage) -> None:
    async with storage.begin() as work:
        person = await work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date())
        await work.voters.recognise(OTHER, name="赵敏", on=NOON.date())
        await work.voters.erase(person)
        assert set(await work.voters.names()) == {"赵敏"}


async def test_the_silent_are_told_from_those_heard_of_since(reopen: Reopen) -> None:
    day = NOON.date()
    async with (await reopen()).begin() as work:
        quiet = await work.voters.recognise(ACCOUNT, name="赵敏", on=day)
        talker = await work.voters.recognise(OTHER, name="孙伟", on=day - timedelta(days=9))
        await work.voters.recognise(OTHER, name="孙伟", on=day + timedelta(days=1))
        await work.voters.recognise(OTHER, name="孙伟", on=day - timedelta(days=5))  # arrives late
    async with (await reopen()).begin() as work:
        assert list(await work.voters.silent_since(day, limit=9)) == []
        assert list(await work.voters.silent_since(day + timedelta(days=1), limit=9)) == [quiet]
        assert list(await work.voters.silent_since(day + timedelta(days=2), limit=9)) == sorted([quiet, talker])
        await work.voters.erase(quiet)
        assert list(await work.voters.silent_since(day + timedelta(days=2), limit=9)) == [talker]


async def test_a_nameless_mention_does_not_take_the_place_of_a_name(storage: Storage) -> None:
    async with storage.begin() as work:
        person = await work.voters.recognise(ACCOUNT, name="", on=NOON.date())
        assert (await work.voters.contact(person)).name is None
        await work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date())
        assert (await work.voters.contact(person)).name == "赵敏"
