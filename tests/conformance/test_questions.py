"""The bot's open questions, the last asked last."""

from dataclasses import replace

from handlers.message import Citation, Recipient
from handlers.people.rules.roster import PersonId
from handlers.ports import Storage
from tests.conformance.conftest import Reopen
from tests.support.records import GROUP, VOTER, a_question, later

PRIVATE = Recipient.person(VOTER)


async def test_questions_are_open_in_the_order_they_were_asked(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        await work.questions.ask(a_question("register"))
        await work.questions.ask(a_question("consent"))
        await work.questions.ask(a_question("register", "qs-2026-2"))
        again = replace(a_question("register"), asked_at=later(hours=1))
        await work.questions.ask(again)
    async with (await reopen()).begin() as work:
        expected = [a_question("consent"), a_question("register", "qs-2026-2"), again]
        assert list(await work.questions.open(VOTER, PRIVATE)) == expected


async def test_each_person_has_questions_of_its_own_in_each_conversation(storage: Storage) -> None:
    in_group = replace(a_question(), where=Recipient.group(GROUP))
    neighbour = replace(in_group, person=PersonId("p_sunwei"))
    async with storage.begin() as work:
        for question in (a_question(), in_group, neighbour):
            await work.questions.ask(question)
        assert list(await work.questions.open(VOTER, PRIVATE)) == [a_question()]
        assert list(await work.questions.open(VOTER, Recipient.group(GROUP))) == [in_group]
        await work.questions.close(in_group)
        assert list(await work.questions.open(VOTER, PRIVATE)) == [a_question()]
        assert list(await work.questions.open(VOTER, Recipient.group(GROUP))) == []
        assert list(await work.questions.open(neighbour.person, Recipient.group(GROUP))) == [neighbour]


async def test_the_ten_newest_questions_of_a_conversation_are_kept(storage: Storage) -> None:
    questions = [a_question("rate", f"qs-2026-{number}") for number in range(13)]
    async with storage.begin() as work:
        for question in questions:
            await work.questions.ask(question)
        await work.questions.ask(questions[-1])
        assert list(await work.questions.open(VOTER, PRIVATE)) == questions[-10:]


async def test_questions_about_a_subject_are_forgotten_whoever_was_asked(storage: Storage) -> None:
    about = [a_question("register"), replace(a_question("rate"), person=PersonId("p_sunwei"))]
    other = a_question("rate", "qs-2026-2")
    async with storage.begin() as work:
        for question in (*about, other):
            await work.questions.ask(question)
        await work.questions.close_about("qs-2026-1", topics={"rate"})
        assert list(await work.questions.open(VOTER, PRIVATE)) == [about[0], other]
        assert list(await work.questions.open(PersonId("p_sunwei"), PRIVATE)) == []
        await work.questions.close_about("qs-2026-1")
        assert list(await work.questions.open(VOTER, PRIVATE)) == [other]


async def test_words_cited_of_a_petition_are_forgotten_and_the_question_is_still_open_in_its_place(
    reopen: Reopen,
) -> None:
    cites = (Citation(about="qs-2026-1", words="灯灭", instead="路灯"),)
    digest = replace(a_question("digest", "qs-2026-1 qs-2026-2"), text="1 灯灭，2 水停", cites=cites)
    rate = a_question("rate", "qs-2026-2")
    async with (await reopen()).begin() as work:
        for question in (digest, rate):
            await work.questions.ask(question)
    async with (await reopen()).begin() as work:
        await work.questions.forget_cited("qs-2026-1")
    async with (await reopen()).begin() as work:
        left = replace(digest, text="1 路灯，2 水停", cites=())
        assert list(await work.questions.open(VOTER, PRIVATE)) == [left, rate]


async def test_questions_asked_before_a_moment_are_forgotten(reopen: Reopen) -> None:
    questions = [replace(a_question("rate", f"qs-2026-{day}"), asked_at=later(days=day)) for day in range(3)]
    async with (await reopen()).begin() as work:
        for question in questions:
            await work.questions.ask(question)
    async with (await reopen()).begin() as work:
        assert await work.questions.forget_before(later(days=1), limit=9) == 1
        assert await work.questions.forget_before(later(days=1), limit=9) == 0
    async with (await reopen()).begin() as work:
        assert list(await work.questions.open(VOTER, PRIVATE)) == questions[1:]
