"""The register of projects that groups of deputies watch: entered, shown, moved on stage by stage."""

import re
from dataclasses import dataclass, replace
from typing import Final

from handlers.dates.china_time import day_of
from handlers.intake.rules.normalise import fold
from handlers.meetings.rules.naming import spoken_of
from handlers.meetings.rules.watched_projects import Check, Stage, WatchedProject
from handlers.meetings.watching import texts, words
from handlers.meetings.watching.sheet_texts import look_back
from handlers.message import Message
from handlers.parse import Missing, NotUnderstood, TailAndWords, tail_and_optional_words
from handlers.people.rules.roster import Station
from handlers.petitions.station.triage import NoSuchDeputy
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note

_GAPS: Final = re.compile(r"\s+")
_LEAST_WORDS: Final = 4


class NoSuchProject(Refusal):
    """The station watches no project of that number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NoSuchStep(Refusal):
    """The words name neither a stage of project *number* nor what is seen to in one."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProject:
    """A project to be watched; *deputies* is how they were named."""

    name: str
    unit: str
    group: str
    deputies: str


def project_words(rest: str) -> NewProject | TailAndWords | None:
    """Return a new project, one of the register with what is said of it, or None for all of them."""
    if not rest.strip():
        return None
    try:
        return tail_and_optional_words(rest)
    except NotUnderstood:
        named = _GAPS.split(rest.strip(), maxsplit=_LEAST_WORDS - 1)
        if len(named) < _LEAST_WORDS:
            raise NotUnderstood(Missing.WORDS) from None
        name, unit, group, deputies = named
        return NewProject(name=name, unit=unit, group=group, deputies=deputies)


async def projects(message: Message, argument: NewProject | TailAndWords | None, work: UnitOfWork) -> None:
    """Enter a project, show the register or one of it, or note how far one is."""
    station, now, sheet = message.station, message.sent_at, None
    match argument:
        case None:
            text = texts.listed(await work.watched_projects.of(station.id), day_of(now))
        case NewProject():
            text = await _enter(argument, message, work)
        case TailAndWords(tail=number, words=""):
            known = await find(station, number, work)
            text = texts.shown(known, names(known, work))
        case TailAndWords(tail=number, words=step):
            moved = await _move_on(await find(station, number, work), step, message, work)
            text = texts.noted(moved)
            if words.STAGES.get(_bare(step)) is Stage.LOOK_BACK:
                text, sheet = texts.looking_back(moved), look_back(moved, names(moved, work), station, day_of(now))
    await work.outbox.add(replace(message.reply_in_private(text), document=sheet), at=now)


async def find(station: Station, number: int, work: UnitOfWork) -> WatchedProject:
    """Return a station's project of that number. Raise `NoSuchProject`."""
    found = await work.watched_projects.get(station.id, number)
    if found is None:
        raise NoSuchProject(number)
    return found


def names(project: WatchedProject, work: UnitOfWork) -> list[str]:
    """Return the names of the deputies who watch a project."""
    return [work.roster.name(person) or "" for person in project.deputies]


async def keep(project: WatchedProject, event: str, message: Message, work: UnitOfWork) -> None:
    """Store a project and what was done with it."""
    await work.watched_projects.save(project)
    await note(message, about=project.key, event=event, work=work)


async def _enter(argument: NewProject, message: Message, work: UnitOfWork) -> str:
    station = message.station
    deputies = spoken_of(argument.deputies, station.deputies)
    if not deputies:
        raise NoSuchDeputy(argument.deputies)
    entered = WatchedProject(
        station=station.id,
        number=len(await work.watched_projects.of(station.id)) + 1,
        name=argument.name,
        unit=argument.unit,
        group=argument.group,
        deputies=tuple(one.person for one in deputies),
        registered_at=message.sent_at,
    )
    await keep(entered, "enter_project", message, work)
    return texts.registered(entered, [one.name for one in deputies])


async def _move_on(project: WatchedProject, said: str, message: Message, work: UnitOfWork) -> WatchedProject:
    """Note the stage that a project has reached, or what its group has seen to; return the project."""
    match words.STAGES.get(_bare(said)) or words.CHECKS.get(_bare(said)):
        case Stage() as stage:
            moved = project.at_stage(stage, day_of(message.sent_at))
        case Check() as check:
            moved = project.having_checked(check)
        case _:
            raise NoSuchStep(project.number)
    await keep(moved, "move_project", message, work)
    return moved


def _bare(said: str) -> str:
    return fold(said).text.strip(words.NAMES)
