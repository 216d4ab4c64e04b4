"""What every part of the platform shares: the organisation, the time, chance, faults, and what people were shown."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final

from bot.clock import Clock
from tests.simulators.background import Background
from tests.simulators.dingtalk.answers import Body, Refused
from tests.simulators.dingtalk.fault_table import Fault, Point
from tests.simulators.dingtalk.quota import Quota
from tests.simulators.dingtalk.record import Record
from tests.simulators.faults import Faults
from tests.simulators.passing import Sleep
from tests.simulators.windows import Windows

CORP: Final = "dingTownship"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with his ids; *staff_id* is missing where he does not belong to the organisation."""

    name: str
    staff_id: str | None
    union_id: str
    dingtalk_id: str


@dataclass(slots=True, kw_only=True)
class Group:
    """An internal group: its members' names and the robots in it, by their codes."""

    id: str
    title: str
    members: set[str] = field(default_factory=set)
    robots: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file that was uploaded."""

    kind: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What a person sent to a robot."""

    robot: str
    content: bytes
    offered: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A way to answer somebody's message: who may use it, where it leads, and until when."""

    robot: str
    chat: str
    expires: datetime


class World(Background):
    """One organisation on the platform."""

    def __init__(self, clock: Clock, sleep: Sleep, seed: int) -> None:
        super().__init__(sleep)
        self.clock = clock
        self.random = Random(seed)
        self.faults: Faults[Fault] = Faults()
        self.record = Record()
        self.windows = Windows(clock)
        self.quota = Quota(clock)
        self.urls: dict[str, str] = {}
        self.people: dict[str, Person] = {}
        self.groups: dict[str, Group] = {}
        self.sessions: dict[str, Session] = {}
        self.downloads: dict[str, Download] = {}
        self.media: dict[str, Media] = {}
        self.breaches: list[str] = []
        self.process_dies = False
        """Whether what the bot leaves undone is left by a process that can do nothing any more."""

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def stamp(self) -> int:
        """The present moment in milliseconds."""
        return int(self.clock.now().timestamp() * 1000)

    def new_id(self, prefix: str) -> str:
        """Return an id that was not there before."""
        return f"{prefix}{self.random.getrandbits(80):020x}"

    def older_than(self, moment: datetime, seconds: float) -> bool:
        """Return whether more time than that has passed since *moment*."""
        return self.now - moment > timedelta(seconds=seconds)

    def refuse_if_struck(self, *points: Point) -> str:
        """Return the name of the fault that befalls this, or nothing; raise `Refused` where it is an answer."""
        fault = self.faults.strike(*points)
        if fault is not None and fault.code is not None:
            raise Refused(fault.code, fault.text)
        return "" if fault is None else fault.name

    def breach(self, rule: str) -> None:
        """Note that the bot broke a rule."""
        self.breaches.append(rule)

    def expect(self, what: str, body: Body, allowed: Collection[str]) -> None:
        """Note members that have no place in *body*."""
        for name in sorted(body.keys() - set(allowed)):
            self.breach(f"{what} has a member {name}")

    def add_person(self, name: str, *, staff: bool = True) -> Person:
        """Enter somebody; his userId is his name."""
        if name not in self.people:
            self.people[name] = Person(
                name=name,
                staff_id=name if staff else None,
                union_id=f"union{len(self.people)}iEiE",
                dingtalk_id=f"$:LWCP_v1:${self.new_id('')}",
            )
        return self.people[name]

    def staff(self, userid: object) -> Person | None:
        """Return the member of the organisation with that userId."""
        person = self.people.get(userid) if isinstance(userid, str) else None
        return None if person is None or person.staff_id is None else person

    def offer(self, content: bytes, robot: str) -> str:
        """Return the downloadCode of something a person sent to a robot."""
        code = self.new_id("DC")
        self.downloads[code] = Download(robot=robot, content=content, offered=self.now)
        return code
