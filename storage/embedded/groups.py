"""Where groups are, as far as the settings leave that open."""

from handlers.people.rules.roster import GroupId, Place, Roster
from storage.codec import GroupPlace
from storage.embedded.engine import Engine
from storage.embedded.table import Table


class EmbeddedGroups:
    def __init__(self, engine: Engine, places: Table[GroupPlace], roster: Roster) -> None:
        self._engine = engine
        self._places = places
        self._roster = roster
        for known in places.resident():
            roster.place_as_bound(known.group, known.place, gone=known.gone)

    async def bind(self, group: GroupId, place: Place, *, gone: bool = False) -> None:
        before = self._roster.groups[group]
        self._places.put(GroupPlace(group=group, place=place, gone=gone))
        self._roster.place_group(group, place, gone=gone)
        self._engine.on_undo(lambda: self._roster.place_group(group, before.place, gone=before.gone))
