"""Somebody who works at several stations says for which one he speaks in private."""

from dataclasses import replace
from typing import Final

from handlers.conversation import Answer, Question
from handlers.message import Message
from handlers.people import texts
from handlers.people.asking import ask_in_private
from handlers.ports import UnitOfWork

CHANGE_STATION: Final = "change_station"


async def change_station(message: Message, argument: None, work: UnitOfWork) -> None:
    """Ask for which station the speaker speaks from now on; who works at one need not choose."""
    stations = work.roster.stations_of(message.sender)
    if len(stations) < 2:
        await work.outbox.add(message.reply_in_private(texts.ONE_STATION), at=message.sent_at)
        return
    choices = texts.station_choices(stations)
    text = texts.which_station(message.station, choices)
    subject = " ".join(one.id for one in stations)
    await ask_in_private(message, CHANGE_STATION, text, subject=subject, choices=choices, work=work)


async def on_change_station(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Take what the speaker says in private for that station's from now on."""
    named = question.subject.split()[(answer.digit or 1) - 1]
    station = next((one for one in work.roster.stations_of(message.sender) if one.id == named), message.station)
    voter = await work.voters.get(message.sender)
    await work.voters.save(replace(voter, station=station.id))
    await work.outbox.add(message.reply_in_private(texts.station_changed(station)), at=message.sent_at)
