"""The last step before anything leaves: what points to a person goes into no group and no digest (domain §8.2)."""

from collections.abc import Collection, Iterator

from bot.own_words import own_words
from handlers.message import Outgoing, Scope
from handlers.people.rules.masking import Filter
from handlers.people.rules.roster import Station, StationId
from handlers.ports import UnitOfWork


class OutgoingFilter:
    """Says which texts may not leave.

    *public* are telephone numbers that may be said anywhere, beside each station's own.
    """

    def __init__(self, public: Collection[str] = ()) -> None:
        self._public = public
        self._filters: dict[StationId, Filter] = {}

    async def blocks(self, outgoing: Outgoing, work: UnitOfWork) -> bool:
        """Return whether *outgoing* must not leave: it goes to a group or is a digest, and points to a person."""
        if outgoing.to.scope is not Scope.GROUP and not outgoing.digest:
            return False
        names = await work.voters.names()
        published = self._filter(work.roster.stations[outgoing.station])
        document = () if outgoing.document is None else outgoing.document.words()
        return any(published.findings(text, names) for text in (outgoing.text, *document))

    def _filter(self, station: Station) -> Filter:
        found = self._filters.get(station.id)
        if found is None:
            allowed = (*self._public, *own_words(), *_published(station))
            found = self._filters[station.id] = Filter(allowed=allowed)
        return found


def _published(station: Station) -> Iterator[str]:
    """Yield what may be said of a station in public: its telephone, people, places and units."""
    yield from (station.phone, station.name, station.township, station.county, station.address, station.congress)
    yield from station.units
    yield from (deputy.name for deputy in station.deputies)
    yield from (member.name for member in station.staff)
    for door in station.doors:
        yield from (text for text in (door.name, door.address, door.phone) if text)
    for point in station.points:
        yield from (point.name, point.address)
    yield from (group.name for group in station.groups)
