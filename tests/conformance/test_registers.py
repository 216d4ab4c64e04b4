"""What a station numbers, and ballots."""

from dataclasses import replace

from handlers.meetings.rules.calls import Adoption, Call, CallKind, Item, Speaker, View
from handlers.meetings.rules.group_posts import GroupDay, WaitingPost
from handlers.meetings.rules.interviews import Interview, Topic
from handlers.meetings.rules.livelihood import Ballot, LivelihoodProject, ProjectList, Tally
from handlers.meetings.rules.watched_projects import Check, Problem, Stage, WatchedProject
from handlers.people.rules.roster import PersonId, StationId
from handlers.petitions.rules.petition import Rating
from handlers.ports import Storage
from tests.conformance.conftest import Reopen
from tests.support.records import DEPUTY, GROUP, NOON, STATION, VOTER

ELSEWHERE = StationId("bs")
NEIGHBOUR = PersonId("p_sunwei")

CALL = Call(
    station=STATION,
    number=3,
    kind=CallKind.DRAFT,
    title="物业管理条例",
    organ="云川县人大常委会",
    closes=NOON.date(),
    opened_by=DEPUTY,
    opened_at=NOON,
    items=(Item(label="第12条", point="物业费收支要公开", original="物业服务人应当公开收支。"),),
    views=(View(id="fake:1", by=VOTER, speaker=Speaker.VOTER, at=NOON, about="第12条", text="每月贴出来"),),
    adoptions=(Adoption(about="第12条", article="第15条", point="物业费收支公开", at=NOON, agreed=(VOTER,)),),
)
LIST = ProjectList(
    station=STATION,
    number=2026,
    projects=(LivelihoodProject(name="村口修桥", unit="水利站"),),
    set_by=DEPUTY,
    result=(Tally(satisfied=4, fairly=1, unsatisfied=0, reasons=("桥很稳",)), None),
)
INTERVIEW = Interview(
    station=STATION,
    number=1,
    deputy=DEPUTY,
    official="供水公司",
    subject="停水",
    asked_at=NOON,
    topics=(Topic(category="0201", matters=4, villages=("李村",)),),
)
POST = WaitingPost(
    station=STATION,
    number=1,
    slot="qs/call/3/open",
    text="想听听大家的话。",
    until=NOON.date(),
    waiting=(GroupDay(group=GROUP, day=NOON.date()),),
)
WATCHED = WatchedProject(
    station=STATION,
    number=1,
    name="村口修桥",
    unit="水利站",
    group="民生实事",
    deputies=(DEPUTY,),
    registered_at=NOON,
    stage=Stage.BUILDING,
    checked=(Check.STUDY,),
    problems=(Problem(number=1, text="护栏没装", demand="装好", found_by=DEPUTY, found_at=NOON, due=NOON.date()),),
)


def a_ballot(by: PersonId = VOTER, *, number: int = 1, rating: Rating = Rating.SATISFIED, year: int = 2026) -> Ballot:
    return Ballot(station=STATION, year=year, number=number, by=by, rating=rating)


async def test_what_is_numbered_is_found_by_its_number_as_it_was_saved(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        await work.calls.save(replace(CALL, views=()))
        await work.calls.save(CALL)
        await work.project_lists.save(LIST)
        await work.interviews.save(INTERVIEW)
        await work.group_posts.save(POST)
        await work.watched_projects.save(WATCHED)
    async with (await reopen()).begin() as work:
        assert await work.calls.get(STATION, 3) == CALL
        assert await work.project_lists.get(STATION, 2026) == LIST
        assert await work.interviews.get(STATION, 1) == INTERVIEW
        assert await work.group_posts.get(STATION, 1) == POST
        assert await work.watched_projects.get(STATION, 1) == WATCHED
        assert await work.calls.get(ELSEWHERE, 3) is None


async def test_a_station_has_its_own_records_by_number(storage: Storage) -> None:
    async with storage.begin() as work:
        for number in (10, 2, 1):
            await work.calls.save(replace(CALL, number=number))
        await work.calls.save(replace(CALL, station=ELSEWHERE, number=5))
        assert [one.number for one in await work.calls.of(STATION)] == [1, 2, 10]


async def test_a_person_has_one_ballot_a_project_and_the_last_counts(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        await work.ballots.cast(a_ballot(number=2))
        await work.ballots.cast(a_ballot())
        await work.ballots.cast(a_ballot(NEIGHBOUR))
        await work.ballots.cast(a_ballot(rating=Rating.UNSATISFIED))
        await work.ballots.cast(a_ballot(year=2025))
    async with (await reopen()).begin() as work:
        own = [a_ballot(rating=Rating.UNSATISFIED), a_ballot(number=2)]
        assert list(await work.ballots.own(STATION, 2026, VOTER)) == own
        assert list(await work.ballots.cast_on(STATION, 2026)) == [own[1], own[0], a_ballot(NEIGHBOUR)]


async def test_ballots_are_erased_with_their_list(storage: Storage) -> None:
    async with storage.begin() as work:
        await work.ballots.cast(a_ballot())
        await work.ballots.cast(a_ballot(year=2025))
        await work.ballots.erase(STATION, 2026)
        assert list(await work.ballots.cast_on(STATION, 2026)) == []
        assert list(await work.ballots.cast_on(STATION, 2025)) == [a_ballot(year=2025)]


async def test_the_ballots_of_somebody_who_is_forgotten_are_erased_and_no_others(storage: Storage) -> None:
    async with storage.begin() as work:
        await work.ballots.cast(a_ballot())
        await work.ballots.cast(a_ballot(NEIGHBOUR))
        await work.ballots.forget(VOTER)
        assert list(await work.ballots.cast_on(STATION, 2026)) == [a_ballot(NEIGHBOUR)]
