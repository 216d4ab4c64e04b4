"""Where to go and whom to call: the station's own list of offices (domain §6.2)."""

from typing import Final

from handlers.intake.rules.recognise import recognise
from handlers.intake.rules.redirect_signs import redirect_of
from handlers.long_answers import say_lines
from handlers.message import Message
from handlers.people import door_texts as texts
from handlers.people.rules.doors import doors_for
from handlers.petitions import redirect_texts
from handlers.ports import UnitOfWork

MOST_SHOWN: Final = 3


async def phones(message: Message, argument: str, work: UnitOfWork) -> None:
    """Tell the telephones of the offices asked for, else of all."""
    station = message.station
    asked_for = doors_for(argument, station.doors) if argument else station.doors
    await say_lines(message, texts.phones(station, asked_for), work)


async def where(message: Message, argument: str, work: UnitOfWork) -> None:
    """Tell where something is settled: by the station's list, else by the kind of door it has."""
    station = message.station
    found = doors_for(argument, station.doors) if argument else ()
    kind = redirect_of(argument, recognise(argument, model=work.model))
    if not argument:
        await say_lines(message, texts.names([one for one in station.doors if one.about], station.phone), work)
    elif found:
        await say_lines(message, [line for one in found[:MOST_SHOWN] for line in texts.door(one)], work)
    elif kind is not None:
        fallback = redirect_texts.no_private_way(station.phone)
        told = message.reply_in_private(redirect_texts.door(kind, station), fallback=fallback)
        await work.outbox.add(told, at=message.sent_at)
    else:
        await work.outbox.add(message.reply(texts.not_found(argument, station.phone)), at=message.sent_at)
