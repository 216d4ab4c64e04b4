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
            roster.place_as_bound(known.group, known.place)

    async def bind(self, group: GroupId, place: Place) -> None:
        before = self._roster.groups[group].place
        self._places.put(GroupPlace(group=group, place=place))
        self._roster.place_group(group, place)
        self._engine.on_undo(lambda: self._roster.place_group(group, before))
