"""What deputies find wrong with a project: told to the unit with a day, put right, and looked at again."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import day_of
from handlers.document import Document
from handlers.meetings.asking.calls import DayPassed
from handlers.meetings.rules.watched_projects import Problem, WatchedProject
from handlers.meetings.telling import ask_person, tell, tell_staff
from handlers.meetings.watching import sheet_texts, texts, words
from handlers.meetings.watching.register import find, keep, names
from handlers.message import AttachmentKind, Message
from handlers.parse import TailAndWords, tail_and_words
from handlers.parse import words as spoken_words
from handlers.parse_date import leading_day
from handlers.people.on_duty import on_duty
from handlers.people.rules.roster import PersonId, Role, Station, StationId
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.timed import Occurrence

CORRECTED: Final = "problem_corrected"
LOOKED_BACK_AFTER: Final = timedelta(days=90)  # [OWN]: the domain names no period for looking back (回头看)


class NoSuchProblem(Refusal):
    """The project has no problem of that number."""

    def __init__(self, project: WatchedProject, number: int) -> None:
        super().__init__(project.number, number)
        self.project = project
        self.number = number


class NotYourProject(Refusal):
    """A deputy does not watch the project, or a unit does not answer for it."""

    def __init__(self, project: WatchedProject) -> None:
        super().__init__(project.number)
        self.project = project


async def found(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Note a problem with the day it is to be put right by, and give staff and unit the slip."""
    station, now = message.station, message.sent_at
    project = await find(station, argument.tail, work)
    if message.roles == {Role.VOTER, Role.DEPUTY} and message.sender not in project.deputies:
        raise NotYourProject(project)
    due, rest = leading_day(argument.words, day_of(now))
    if due < day_of(now):
        raise DayPassed(due)
    text, _, demand = spoken_words(rest).partition(words.DEMAND)
    problem = Problem(
        number=len(project.problems) + 1,
        text=text.strip(words.NAMES),
        demand=demand.strip(words.NAMES),
        found_by=message.sender,
        found_at=now,
        due=due,
        before=_pictures(message),
    )
    project = replace(project, problems=(*project.problems, problem))
    await keep(project, "find_problem", message, work)
    await _tell_those_concerned(texts.problem_told(project, problem), project, problem, message, work)
    reply = message.reply_in_private(texts.problem_found(project, problem))
    await work.outbox.add(replace(reply, document=_slip(project, problem, message, work)), at=now)


async def _tell_those_concerned(
    text: str, project: WatchedProject, problem: Problem, message: Message, work: UnitOfWork
) -> None:
    """Tell staff, the unit and, of what is put right, the head; the slip as it is now with it."""
    station, slip = work.roster.stations[project.station], _slip(project, problem, message, work)
    heads = () if problem.checked_at is None else station.with_role(Role.HEAD)
    for person in dict.fromkeys((*on_duty(station), *_clerks(station, project.unit), *heads)):
        if person != message.sender:
            key = f"{project.key}/problem/{message.id}"
            await tell(person, text, station=station, key=key, at=message.sent_at, work=work, document=slip)


def _slip(project: WatchedProject, problem: Problem, message: Message, work: UnitOfWork) -> Document:
    station = work.roster.stations[project.station]
    return sheet_texts.slip(project, problem, names(project, work), station, day_of(message.sent_at))


def _pictures(message: Message) -> tuple[str, ...]:
    """Return what refers to the pictures that were sent, or quoted, with what was said."""
    quoted = () if message.quote is None else message.quote.attachments
    return tuple(one.reference for one in (*message.attachments, *quoted) if one.kind is AttachmentKind.IMAGE)


def _clerks(station: Station, unit: str) -> tuple[PersonId, ...]:
    return tuple(one.person for one in station.staff if one.role is Role.UNIT and one.name == unit)


async def corrected(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Note that a unit has put a problem right, and ask whoever found it to look."""
    station, now = message.station, message.sent_at
    project = await find(station, argument.tail, work)
    if message.roles == {Role.VOTER, Role.UNIT} and message.sender not in _clerks(station, project.unit):
        raise NotYourProject(project)
    said = tail_and_words(argument.words)
    problem = project.problem(said.tail)
    if problem is None:
        raise NoSuchProblem(project, said.tail)
    problem = replace(
        problem, correction=said.words, corrected_at=now, checked_at=None, after=(*problem.after, *_pictures(message))
    )
    await keep(project.with_problem(problem), "correct_problem", message, work)
    await ask_person(
        problem.found_by,
        texts.ask_checked(project, problem),
        topic=CORRECTED,
        subject=f"{station.id}/{project.number}/{problem.number}",
        station=station,
        key=f"{project.key}/corrected/{message.id}",
        at=now,
        work=work,
        choices=texts.CHECKED_CHOICES,
    )
    await work.outbox.add(message.reply_in_private(texts.corrected(project, problem)), at=now)


async def on_checked(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note what deputies saw: it is right, or the unit goes on."""
    now = message.sent_at
    station, number, which = question.subject.rsplit("/", maxsplit=2)
    project = await find(work.roster.stations[StationId(station)], int(number), work)
    problem = project.problem(int(which))
    if problem is None:
        raise NoSuchProblem(project, int(which))
    if answer.digit == 1:
        seen, text, news = replace(problem, checked_at=now), texts.CHECKED, texts.right_now(project, problem)
    else:
        seen, text, news = replace(problem, corrected_at=None), texts.NOT_CORRECTED, texts.still_wrong(project, problem)
    await keep(project.with_problem(seen), "check_problem", message, work)
    project = project.with_problem(seen)
    await _tell_those_concerned(news, project, seen, message, work)
    await work.outbox.add(message.reply_in_private(text), at=now)


async def inspect(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Call the deputies who watch a project to look at it (MSG-F7)."""
    station, now = message.station, message.sent_at
    project = await find(station, argument.tail, work)
    on, meeting = leading_day(argument.words, day_of(now))
    if on < day_of(now):
        raise DayPassed(on)
    text = texts.inspection(project, on, spoken_words(meeting))
    for person in project.deputies:
        await tell(person, text, station=station, key=f"{project.key}/inspect/{message.id}", at=now, work=work)
    await keep(project, "inspect_project", message, work)
    await work.outbox.add(message.reply_in_private(texts.inspection_set(project, len(project.deputies))), at=now)


async def look_after(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell staff once of a problem that should be right by now, and deputies once when it is time to look back."""
    station, today = occurrence.station, day_of(now)
    for project in await work.watched_projects.of(station.id):
        for problem in project.problems:
            if problem.is_late(today):
                key = f"{project.key}/overdue/{problem.number}/{problem.due}"
                await tell_staff(texts.overdue(project, problem), station=station, key=key, at=now, work=work)
        if project.delivered is not None and today - project.delivered >= LOOKED_BACK_AFTER:
            sheet = sheet_texts.look_back(project, names(project, work), station, today)
            told = dict.fromkeys(station.with_role(Role.HEAD), texts.look_back_for_head(project))
            told |= dict.fromkeys(project.deputies, texts.time_to_look_back(project))
            for person, text in told.items():
                key = f"{project.key}/look_back"
                await tell(person, text, station=station, key=key, at=now, work=work, document=sheet)
