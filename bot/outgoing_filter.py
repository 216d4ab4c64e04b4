"""The last step before anything leaves: what points to a person goes into no group and no digest (domain §8.2)."""

from collections.abc import Collection, Iterator

from handlers.message import Outgoing, Scope
from handlers.people.rules.masking import Filter
from handlers.people.rules.roster import Roster, Station


class OutgoingFilter:
    """Says which texts may not leave, given the names of the people known by account.

    *public* are telephone numbers that may be said anywhere, beside each station's own.
    """

    def __init__(self, public: Collection[str] = ()) -> None:
        self._public = tuple(public)
        self._names: Collection[str] = ()
        self._filters: dict[str, Filter] = {}

    def know(self, names: Collection[str]) -> None:
        """Look for these names from now on."""
        if names != self._names:
            self._names = names
            self._filters.clear()

    def blocks(self, outgoing: Outgoing, roster: Roster) -> bool:
        """Return whether *outgoing* must not leave: it goes to a group or is a digest, and points to a person."""
        if outgoing.to.scope is not Scope.GROUP and not outgoing.digest:
            return False
        found = self._filters.get(outgoing.station)
        if found is None:
            station = roster.stations[outgoing.station]
            found = self._filters[outgoing.station] = Filter(
                names=self._names, allowed=(*self._public, *_published(station))
            )
        return bool(found.findings(outgoing.text))


def _published(station: Station) -> Iterator[str]:
    """Yield what may be said of a station in public: its telephone, people, places and units."""
    yield from (station.phone, station.name, station.township, station.county, station.address, station.congress)
    yield from station.units
    yield from (deputy.name for deputy in station.deputies)
    yield from (member.name for member in station.staff)
    for point in station.points:
        yield from (point.name, point.address)
    yield from (group.name for group in station.groups)
