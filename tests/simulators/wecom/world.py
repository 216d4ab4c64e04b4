"""What every part of the platform shares: the corporation, the time, chance, faults, and what people were shown."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.clock import Clock
from tests.simulators.background import Background
from tests.simulators.faults import Faults
from tests.simulators.passing import Sleep
from tests.simulators.wecom.fault_table import Fault, Point
from tests.simulators.wecom.record import Record, Shown
from tests.simulators.wecom.refusals import Refused
from tests.simulators.windows import Windows


@dataclass(slots=True, kw_only=True)
class Group:
    """An internal group: its members and the AI bots in it."""

    id: str
    members: set[str] = field(default_factory=set)
    bots: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A temporary file: who may use it, and what it is."""

    owner: str
    kind: str
    name: str
    content: bytes
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What a person sent, sealed, with the name of a file."""

    sealed: bytes
    name: str
    offered: datetime


class World(Background):
    """One corporation on the platform."""

    def __init__(self, clock: Clock, sleep: Sleep, seed: int) -> None:
        super().__init__(sleep)
        self.clock = clock
        self.random = Random(seed)
        self.faults: Faults[Fault] = Faults()
        self.record = Record()
        self.windows = Windows(clock)
        self.url = ""
        self.members: dict[str, str] = {}
        self.groups: dict[str, Group] = {}
        self.media: dict[str, Media] = {}
        self.downloads: dict[str, Download] = {}
        self.breaches: list[str] = []

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def stamp(self) -> int:
        return int(self.clock.now().timestamp())

    def new_id(self, prefix: str) -> str:
        """Return an id that was not there before."""
        return f"{prefix}{self.random.getrandbits(80):020x}"

    def offer(self, sealed: bytes, name: str = "") -> str:
        """Return the address of something a person sent, good for five minutes."""
        id = self.new_id("D")
        self.downloads[id] = Download(sealed=sealed, name=name, offered=self.now)
        return f"{self.url}/media/{id}"

    def older_than(self, moment: datetime, **period: float) -> bool:
        """Return whether more time than that has passed since *moment*."""
        return self.now - moment > timedelta(**period)

    def refuse_if_struck(self, *points: Point) -> str | None:
        """Return the name of the fault that befalls this, or nothing; raise `Refused` where it is an errcode."""
        fault = self.faults.strike(*points)
        if fault is not None and fault.errcode is not None:
            raise Refused(fault.errcode)
        return None if fault is None else fault.name

    def show(self, shown: Shown) -> None:
        """Put a message on people's screens."""
        self.record.show(shown)

    def breach(self, rule: str) -> None:
        """Note that the bot broke a rule which the platform does not answer for."""
        self.breaches.append(rule)

    def keep_media(self, owner: str, kind: str, name: str, content: bytes) -> str:
        """Return the media_id of a file that can be used for three days."""
        id = self.new_id("M")
        self.media[id] = Media(owner=owner, kind=kind, name=name, content=content, created=self.now)
        return id

    def use_media(self, owner: str, kind: str | None, id: object) -> Media:
        """Return a file of that owner; refuse an id that is unknown, foreign, too old or not of the *kind* wanted."""
        media = self.media.get(str(id))
        try:
            self.refuse_if_struck(Point.MEDIA_ID)
        except Refused:
            self.media.pop(str(id), None)
            raise
        if media is None or media.owner != owner or kind not in (None, media.kind):
            raise Refused(40007)
        if self.older_than(media.created, days=3):
            raise Refused(40007)
        return media
