"""A group that is gone, or the bot from it: nothing is said there until somebody is heard there again."""

from datetime import datetime

from bot import texts
from bot.telling_staff import tell_staff
from handlers.message import Heard
from handlers.people.rules.roster import GroupId
from handlers.ports import UnitOfWork


async def lose(group: GroupId, at: datetime, work: UnitOfWork) -> None:
    """Note that a group is gone, and tell staff what they can do."""
    known, station = work.roster.groups.get(group), work.roster.station_of_group(group)
    if known is not None and station is not None and not known.gone:
        await work.groups.bind(group, known.place, gone=True)
        await tell_staff(texts.group_gone(known.name), key=_key(group, at), station=station, at=at, work=work)


async def tell_withheld(group: GroupId, at: datetime, work: UnitOfWork) -> None:
    """Tell staff that something was not sent to a group that is gone, once a day; that it is lost says as much."""
    known, station = work.roster.groups.get(group), work.roster.station_of_group(group)
    if known is not None and station is not None:
        await tell_staff(texts.group_still_gone(known.name), key=_key(group, at), station=station, at=at, work=work)


async def find(heard: Heard, work: UnitOfWork) -> None:
    """Note that the group in which *heard* was said is there."""
    group = work.roster.group_at(heard.place)
    if group is not None and group.gone:
        await work.groups.bind(group.id, group.place)


def _key(group: GroupId, at: datetime) -> str:
    return f"gone/{group}/{at.date()}"
