"""What people say of livelihood projects, one by one and in private; the words of a vote are erased once it is cast."""

from dataclasses import replace
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import day_of
from handlers.intake.listening import listen
from handlers.intake.rules.recognise import Decision, recognise
from handlers.meetings.asking import project_texts as texts
from handlers.meetings.asking.project_arguments import Evaluation
from handlers.meetings.rules.livelihood import Ballot, ProjectList
from handlers.message import Message, Recipient
from handlers.parse import NotUnderstood, bare_rating
from handlers.people.rules.roster import StationId
from handlers.petitions.rules.petition import Rating
from handlers.ports import UnitOfWork

PROJECT_RATING: Final = "project_rating"
ASKED: Final = "/rating/"  # parts the station from what was asked: people speak to several
RATINGS: Final = {2: Rating.SATISFIED, 3: Rating.FAIRLY, 4: Rating.UNSATISFIED}


async def evaluate(message: Message, argument: Evaluation, work: UnitOfWork) -> None:
    """Ask what the speaker says of the projects, from the first not rated on, or of the one that was named."""
    lists = await work.project_lists.of(message.station.id)
    opened = next((one for one in lists if one.takes_ratings(day_of(message.sent_at))), None)
    if opened is None:
        await _say(_closed(lists[-1] if lists else None), message, work)
        return
    count = len(opened.projects)
    if argument.number is not None and not 1 <= argument.number <= count:
        await _say(texts.no_such_project(count), message, work)
    elif argument.number is not None and argument.words:
        rating, reason = bare_rating(argument.words)
        await _cast(opened, argument.number, rating, reason, message, work)
        await _say(texts.NOTED, message, work)
    elif argument.number is not None:
        await _ask(opened, argument.number, None, "", message, work)
    else:
        rated = {one.number for one in await work.ballots.own(message.station.id, opened.number, message.sender)}
        first = next((number for number in range(1, count + 1) if number not in rated), count + 1)
        await _ask(opened, first, None, "", message, work)


def _closed(newest: ProjectList | None) -> str:
    if newest is None or newest.rated_until is None:
        return texts.NOT_NOW
    return texts.over(newest.rated_until)


async def on_rating(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Count the answer and ask about the next project; words that rate nothing are the reason for the one before."""
    station, _, rest = question.subject.partition(ASKED)
    year, number, before = map(int, rest.split("/"))
    projects = await work.project_lists.get(StationId(station), year)
    if projects is None or not projects.takes_ratings(day_of(message.sent_at)):
        await _say(_closed(projects), message, work)
        return
    try:
        rating, reason = (RATINGS[answer.digit], "") if answer.digit else bare_rating(answer.words)
    except NotUnderstood:
        await _take_reason(projects, number, before, question, message, work)
        return
    if number > len(projects.projects):
        await _say(texts.all_rated(len(projects.projects)), message, work)
        return
    await _cast(projects, number, rating, reason, message, work)
    await _ask(projects, number + 1, number, texts.NOTED, message, work)


async def _take_reason(
    projects: ProjectList, number: int, before: int, question: Question, message: Message, work: UnitOfWork
) -> None:
    """Keep words as the reason for the project rated last; a matter of the speaker's own is no reason."""
    own = await work.ballots.own(projects.station, projects.number, message.sender)
    rated = next((one for one in own if one.number == before), None)
    if rated is None or recognise(message.text, model=work.model).decision is Decision.REGISTER:
        await work.questions.ask(question)
        await listen(message, work)
        return
    await work.ballots.cast(replace(rated, reason=message.text.strip()))
    await work.messages.forget_text(message.id)
    await _ask(projects, number, None, texts.REASON_NOTED, message, work)


async def _cast(
    projects: ProjectList, number: int, rating: Rating, reason: str, message: Message, work: UnitOfWork
) -> None:
    """Keep the vote in place of an earlier one, and not the words it was given in."""
    await work.ballots.cast(
        Ballot(
            station=projects.station,
            year=projects.number,
            number=number,
            by=message.sender,
            rating=rating,
            reason=reason,
        )
    )
    await work.messages.forget_text(message.id)


async def _ask(
    projects: ProjectList, number: int, before: int | None, noted: str, message: Message, work: UnitOfWork
) -> None:
    """Ask about project *number*, or say that all are rated; words may still be the reason for the one *before*."""
    more = number <= len(projects.projects)
    text = texts.question(projects, number) if more else texts.all_rated(len(projects.projects))
    choices = texts.RATINGS if more else ()
    if more or before is not None:
        await work.questions.ask(
            Question(
                person=message.sender,
                where=Recipient.person(message.sender),
                topic=PROJECT_RATING,
                subject=f"{projects.station}{ASKED}{projects.number}/{number}/{before or 0}",
                choices=choices,
                asked_at=message.sent_at,
                words=True,
                text=text,
            )
        )
    said = f"{noted}\n{text}" if noted else text
    await work.outbox.add(message.reply_in_private(said, choices=choices), at=message.sent_at)


async def _say(text: str, message: Message, work: UnitOfWork) -> None:
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)
