"""Who spoke, where and in what role: a word as a platform heard it becomes a message."""

from collections.abc import Collection
from dataclasses import replace

from handlers.commands_texts import BOT_NAMES
from handlers.dates.china_time import CHINA_TIME
from handlers.intake.rules.normalise import without_mentions
from handlers.message import Heard, Message, Scope
from handlers.people.rules.roster import PersonId, Station
from handlers.ports import UnitOfWork


async def identify(heard: Heard, work: UnitOfWork, names: Collection[str] = BOT_NAMES) -> Message:
    """Return *heard* as a message of a known person at a station; the person's group is remembered as home.

    A group that belongs to no station is answered in private, as if the word had been said there.
    """
    person = await work.voters.recognise(
        heard.sender, name=heard.sender_name, on=heard.sent_at.astimezone(CHINA_TIME).date()
    )
    group = work.roster.group_at(heard.place) if heard.scope is Scope.GROUP else None
    station = await _station(person, None if group is None else work.roster.station_of_group(group.id), work)
    if group is not None and not work.roster.knows(person):
        voter = await work.voters.get(person)
        if (voter.home, voter.station) != (group.id, station.id):
            await work.voters.save(replace(voter, home=group.id, station=station.id))
    return Message(
        id=heard.id,
        scope=heard.scope if group is not None else Scope.DIRECT,
        sender=person,
        sender_name=heard.sender_name,
        roles=work.roster.roles_at(person, station.id),
        station=station,
        group=None if group is None else group.id,
        sent_at=heard.sent_at,
        text=without_mentions(heard.text, names),
        quote=heard.quote,
        attachments=heard.attachments,
        private_way=heard.private_way,
    )


async def _station(person: PersonId, of_group: Station | None, work: UnitOfWork) -> Station:
    """Return the group's station, else where the person works or spoke last, or what he chose, else the first."""
    if of_group is not None:
        return of_group
    stations = {one.id: one for one in work.roster.stations_of(person)} or work.roster.stations
    if len(stations) == 1:
        return next(iter(stations.values()))
    known = (await work.voters.get(person)).station
    return stations[known] if known in stations else next(iter(stations.values()))
