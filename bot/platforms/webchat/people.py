"""Who can be played in the browser, and which conversations each of them has."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.config.settings import WebChatVoter
from handlers.message import Scope
from handlers.people.rules.roster import Deputy, Group, GroupKind, Place, Role, Roster, Station

PLATFORM: Final = "webchat"
IN_EVERY_GROUP: Final = (Role.HEAD, Role.STAFF, Role.PRESIDIUM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who can be played; *roles* without `Role.VOTER` where there is another."""

    id: str
    name: str
    roles: tuple[Role, ...]
    station: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A group, or one person's talk with the bot; *deputy* is whose group it is."""

    id: str
    scope: Scope
    place: Place
    name: str
    members: frozenset[str]
    deputy: str | None = None


class People:
    """The persons and conversations of the web chat, as roster and demo voters give them."""

    def __init__(self, roster: Roster, voters: Sequence[WebChatVoter]) -> None:
        self.persons: Final = {person.id: person for person in _persons(roster, voters)}
        groups = (
            _group_chat(station, group, voters)
            for station in roster.stations.values()
            for group in station.groups
            if group.place.platform == PLATFORM
        )
        self.chats: Final = {chat.id: chat for chat in (*groups, *map(_direct_chat, self.persons.values()))}
        self._at = {(chat.place, chat.scope): chat for chat in self.chats.values()}

    def chat_at(self, place: Place, scope: Scope) -> Chat | None:
        """Return the conversation at that place, or None."""
        return self._at.get((place, scope))

    def chats_of(self, person: str) -> Sequence[Chat]:
        """Return the conversations *person* takes part in, groups first."""
        return [chat for chat in self.chats.values() if person in chat.members]


def _persons(roster: Roster, voters: Iterable[WebChatVoter]) -> Iterator[Person]:
    for voter in voters:
        yield Person(id=voter.id, name=voter.name, roles=(Role.VOTER,), station=_station_name(roster, voter))
    for station in roster.stations.values():
        named = {one.person: one.name for one in station.deputies} | {one.person: one.name for one in station.staff}
        for person, name in named.items():
            roles = tuple(role for role in Role if role in roster.roles(person) and role is not Role.VOTER)
            yield Person(id=person, name=name, roles=roles, station=station.name)


def _station_name(roster: Roster, voter: WebChatVoter) -> str:
    stations = (roster.station_of_group(group) for group in voter.groups)
    return next((station.name for station in stations if station is not None), "")


def _group_chat(station: Station, group: Group, voters: Iterable[WebChatVoter]) -> Chat:
    members = {voter.id for voter in voters if group.id in voter.groups}
    members.update(station.with_role(*IN_EVERY_GROUP))
    members.update(deputy.person for deputy in station.deputies if _sits_in(group, deputy))
    return Chat(
        id=f"group/{group.id}",
        scope=Scope.GROUP,
        place=group.place,
        name=group.name,
        members=frozenset(members),
        deputy=group.deputy,
    )


def _sits_in(group: Group, deputy: Deputy) -> bool:
    """Return whether that deputy is in *group*: it is the deputies' own, his, or of his point or villages."""
    if group.kind is GroupKind.DEPUTIES or group.deputy == deputy.person:
        return True
    return _shares(group.villages, deputy.villages) or (group.point is not None and group.point == deputy.point)


def _shares(some: Collection[str], others: Collection[str]) -> bool:
    return not set(some).isdisjoint(others)


def _direct_chat(person: Person) -> Chat:
    return Chat(
        id=f"person/{person.id}",
        scope=Scope.DIRECT,
        place=Place(platform=PLATFORM, account=PLATFORM, chat=person.id),
        name=person.name,
        members=frozenset({person.id}),
    )
