"""Where groups are, as far as the settings leave that open."""

from handlers.people.rules.roster import Group, GroupId, Place, Roster
from storage.codec import GroupPlace
from storage.postgres.presence import GROUPS_MOVED
from storage.postgres.records import Connection, Records


class PostgresGroups:
    def __init__(self, connection: Connection, places: Records[GroupPlace], roster: Roster) -> None:
        self._connection = connection
        self._places = places
        self._roster = roster
        self._before: dict[GroupId, Group] = {}

    async def load(self) -> None:
        """Have the roster say where groups are that the settings give no place."""
        for known in await self._places.select(""):
            self._roster.place_as_bound(known.group, known.place, gone=known.gone)

    async def bind(self, group: GroupId, place: Place, *, gone: bool = False) -> None:
        self._before.setdefault(group, self._roster.groups[group])
        await self._places.put(GroupPlace(group=group, place=place, gone=gone))
        self._roster.place_group(group, place, gone=gone)
        await self._connection.execute(f"NOTIFY {GROUPS_MOVED}")  # heard by the others once this is kept

    def undo(self) -> None:
        """Have the roster say again what it said before the unit of work, which has failed."""
        for group, before in self._before.items():
            self._roster.place_group(group, before.place, gone=before.gone)
