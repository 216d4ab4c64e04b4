"""Who is who: the people, groups and places an installation was set up with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final, NewType

from handlers.dates.day_kinds import WorkCalendar, published_calendar
from handlers.dates.holiday_tables import HolidayTable
from handlers.intake.rules.recognise import DEFAULT, Thresholds
from handlers.meetings.rules.reception_days import ReceptionRule
from handlers.people.rules.surnames import surname
from handlers.petitions.rules.redirects import Redirect

PersonId = NewType("PersonId", str)
StationId = NewType("StationId", str)
PointId = NewType("PointId", str)
GroupId = NewType("GroupId", str)

NUDGE_BELOW: Final = 3
QUIET_FROM: Final = time(21, 30)  # domain §5
QUIET_TO: Final = time(7, 30)


class Role(StrEnum):
    """What a person may do at a station; everybody is at least a voter (domain §8.6)."""

    VOTER = "voter"
    DEPUTY = "deputy"
    STAFF = "staff"
    HEAD = "head"
    DEPUTY_HEAD = "deputy_head"
    PRESIDIUM = "presidium"
    UNIT = "unit"
    COUNTY = "county"


class DeputyLevel(StrEnum):
    TOWNSHIP = "township"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    NATIONAL = "national"


class GroupKind(StrEnum):
    VOTERS = "voters"
    DEPUTIES = "deputies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a conversation is, in the platform's own words; case-sensitive and opaque."""

    platform: str
    account: str
    chat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputy:
    """An elected deputy; one person may hold mandates at two levels at once."""

    person: PersonId
    name: str
    levels: tuple[DeputyLevel, ...]
    villages: tuple[str, ...] = ()
    point: PointId | None = None

    @property
    def surname(self) -> str:
        """The family name, by which voters are told of the deputy."""
        return surname(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Somebody who works for the station: staff, head, presidium clerk, unit or county office."""

    person: PersonId
    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place beside the station itself where voters are received."""

    id: PointId
    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """An office that people are sent to; what is not known of it stays empty.

    *about* are the words for what is settled there. *redirect* is the kind of matters that always go there.
    """

    name: str
    about: tuple[str, ...] = ()
    address: str = ""
    phone: str = ""
    hours: str = ""
    bring: str = ""
    redirect: Redirect | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChange:
    """What was decided for one day of a reception, the one with that *nominal* date, whatever the rule says of it.

    It is not *held*, or moved *to* a date, held in another *place*, by other *deputies*; what is empty stays as it was.
    *reason* is told people after “因”. *decided* are the moments at which people decided it, each time anew; none where
    it stands in the settings.
    """

    nominal: date
    reason: str
    held: bool = True
    to: date | None = None
    place: str = ""
    deputies: tuple[PersonId, ...] = ()
    decided: tuple[datetime, ...] = ()

    def decided_at(self, at: datetime) -> "DayChange":
        """Return it as decided, once more perhaps, at that moment."""
        return replace(self, decided=(*self.decided, at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """One rule of reception days at a station or at one of its points; *offices* receive beside the deputies."""

    id: str
    rule: ReceptionRule
    point: PointId | None
    start: time
    end: time
    deputies: tuple[PersonId, ...]
    per_day: int
    offices: tuple[str, ...] = ()
    changes: tuple[DayChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """An activity that a station holds beside its receptions, of one of the kinds there are.

    *rule* names its days in the months of its kind, or it has fixed *dates*: month and day with what they are about.
    *rotation* are the villages or subjects that take turns. Without a *place* it is at the village whose turn it is.
    """

    kind: str
    rule: ReceptionRule | None = None
    start: time = time(9)
    place: str = ""
    rotation: tuple[str, ...] = ()
    dates: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[DayChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A chat the bot is in; *deputy* is whose group it is, *villages* are those its voters live in.

    *webhook* names the robot that may speak there unasked, where the platform has such robots. *gone* says that the
    platform knows no such chat any more, or no bot in it.
    """

    id: GroupId
    name: str
    kind: GroupKind
    place: Place
    deputy: PersonId | None = None
    point: PointId | None = None
    villages: tuple[str, ...] = ()
    webhook: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """A station's periods, domain §3.3's defaults, each a setting; in working days where nothing else is said."""

    triage: int = 1
    take_up: int = 2
    first_word: int = 5
    sign_form: int = 3
    hand_over: int = 5
    send_back: int = 5
    reassign: int = 5
    service: int = 5
    service_hard: int = 10
    suggestion_months: int = 3
    suggestion_hard_months: int = 6
    again: int = 5
    again_months: int = 1
    confer: int = 10
    rate_letter: int = 10
    press: int = 5
    need_info: int = 5
    draft_hours: int = 24
    still_days: int = 30
    unheard_days: int = 90
    rating_days: int = 7
    rating_reminder_day: int = 4
    reopen_days: int = 30
    ask_deputies_days: int = 7
    announce_days: int = 3
    raw_text_days: int = 180
    contact_years: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """When a station's weekly topic is posted, talked over and summed up; *work* is what the township works at now."""

    post_at: time
    discussion_weekday: int
    discussion_at: time
    place: str
    nudge_below: int = NUDGE_BELOW
    work: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A station as it was set up; *congress* is what its congress is called in a sentence, *calendar* when it works.

    *standing_leave* is the presidium's, for staff to hand over services no deputy has signed for. *link* opens a
    private chat with the bot, for posters; it is empty where there is none.
    """

    id: StationId
    code: str
    name: str
    county: str
    township: str
    address: str
    phone: str
    hours: str
    congress: str
    points: tuple[Point, ...] = ()
    receptions: tuple[Reception, ...] = ()
    groups: tuple[Group, ...] = ()
    deputies: tuple[Deputy, ...] = ()
    staff: tuple[Staff, ...] = ()
    units: tuple[str, ...] = ()
    doors: tuple[Door, ...] = ()
    topic: Topic | None = None
    activities: tuple[Activity, ...] = ()
    thresholds: Thresholds = DEFAULT
    limits: Limits = field(default_factory=Limits)
    calendar: WorkCalendar = field(default_factory=published_calendar)
    quiet_from: time = QUIET_FROM
    quiet_to: time = QUIET_TO
    link: str = ""
    standing_leave: bool = False

    def with_role(self, *roles: Role) -> tuple[PersonId, ...]:
        """Return those on the staff list who hold one of *roles*, in the order of the list."""
        return tuple(one.person for one in self.staff if one.role in roles)

    def deputy(self, person: PersonId | None) -> Deputy | None:
        """Return the deputy who is *person*, or None."""
        return next((one for one in self.deputies if one.person == person), None)

    def point(self, point: PointId | None) -> Point | None:
        """Return the point with that id, or None."""
        return next((one for one in self.points if one.id == point), None)


class Roster:
    """Every station of an installation, looked up by person, group and place."""

    def __init__(self, stations: Iterable[Station]) -> None:
        self.stations: Final[dict[StationId, Station]] = {}
        self.groups: Final[dict[GroupId, Group]] = {}
        self._station_of_group: dict[GroupId, Station] = {}
        self._at: dict[Place, Group] = {}
        self._roles: dict[PersonId, set[Role]] = {}
        self._roles_at: dict[tuple[PersonId, StationId], set[Role]] = {}
        self._names: dict[PersonId, str] = {}
        self._stations_of: dict[PersonId, dict[StationId, Station]] = {}
        for station in stations:
            self._settle(station)
        self._left_open = {one.id: one.place.platform for one in self.groups.values() if not one.place.account}

    def count_with(self, tables: Iterable[HolidayTable]) -> None:
        """Have every station count with these holidays from now on."""
        known = tuple(tables)
        for station in tuple(self.stations.values()):
            self._settle(replace(station, calendar=station.calendar.counting_with(known)))

    def _settle(self, station: Station) -> None:
        """Know *station*, in the place of what was known of it."""
        self.stations[station.id] = station
        for group in station.groups:
            self.groups[group.id] = group
            self._station_of_group[group.id] = station
            self._at[group.place] = group
        for deputy in station.deputies:
            self._enter(station, deputy.person, deputy.name, Role.DEPUTY)
        for member in station.staff:
            self._enter(station, member.person, member.name, member.role)

    def _enter(self, station: Station, person: PersonId, name: str, role: Role) -> None:
        self._roles.setdefault(person, {Role.VOTER}).add(role)
        self._roles_at.setdefault((person, station.id), {Role.VOTER}).add(role)
        self._names[person] = name
        self._stations_of.setdefault(person, {})[station.id] = station
        if role is Role.DEPUTY_HEAD:  # works as staff do, and is told of what is overdue before the head is
            self._enter(station, person, name, Role.STAFF)

    def place_group(self, group: GroupId, place: Place, *, gone: bool = False) -> None:
        """Have a group be at *place* from now on, or be *gone* from there."""
        station = self._station_of_group[group]
        self._at.pop(self.groups[group].place, None)
        groups = tuple(replace(one, place=place, gone=gone) if one.id == group else one for one in station.groups)
        self._settle(replace(station, groups=groups))

    def place_as_bound(self, group: GroupId, place: Place, *, gone: bool = False) -> None:
        """Have a group be where staff once bound it, unless the settings name its place, or another platform by now.

        Where it is there, it may be *gone*.
        """
        known = self.groups.get(group)
        if known is None or (known.place, known.gone) == (place, gone):
            return
        if known.place == place or self._left_open.get(group) == place.platform:
            self.place_group(group, place, gone=gone)

    def station_of_group(self, group: GroupId) -> Station | None:
        """Return the station that group belongs to, or None for a group nobody has bound."""
        return self._station_of_group.get(group)

    def station_of(self, person: PersonId) -> Station | None:
        """Return the first station where *person* is deputy or staff, or None."""
        return next(iter(self.stations_of(person)), None)

    def stations_of(self, person: PersonId) -> tuple[Station, ...]:
        """Return every station where *person* is deputy or staff."""
        return tuple(self._stations_of.get(person, {}).values())

    def group_at(self, place: Place) -> Group | None:
        """Return the group that is bound to that place, or None."""
        return self._at.get(place)

    def roles(self, person: PersonId) -> frozenset[Role]:
        """Return all that *person* may be here, `Role.VOTER` always among them."""
        return frozenset(self._roles.get(person, {Role.VOTER}))

    def roles_at(self, person: PersonId, station: StationId) -> frozenset[Role]:
        """Return what *person* may be at one station: who works at another is a voter here."""
        return frozenset(self._roles_at.get((person, station), {Role.VOTER}))

    def name(self, person: PersonId | None) -> str | None:
        """Return the public name of a deputy or member of staff, None for anybody else."""
        return None if person is None else self._names.get(person)

    def knows(self, person: PersonId) -> bool:
        """Return whether *person* is on the roster (and so no voter who spoke by himself)."""
        return person in self._roles
