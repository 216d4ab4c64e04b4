"""People talking in a group and one to one with the bot, the whole bot between them and a fake platform."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count

from bot.clock import StandingClock
from bot.delivery import DeliveryRun
from bot.passing_time import PassingTime
from bot.platforms.base import File
from bot.router import Router
from bot.schedule import Schedule
from handlers.jobs import JOBS
from handlers.message import Account, Attachment, AttachmentKind, Heard, MessageId, Quote, Recalled, Scope
from handlers.people.rules.roster import GroupId, Place, Roster
from handlers.ports import Storage
from handlers.timed import Job
from tests.support.platform import FakePlatform
from tests.support.township import LI_VILLAGE, PLATFORM, ROBOT, STATION, TOWNSHIP


class Group:
    """The group of Li village, and everybody's private talk with the bot.

    `heard` is all the bot said in the group, `told(name)` all it said to one person in private. Messages are numbered
    from *first* on, for a storage that knows the lower numbers from another group.
    """

    def __init__(
        self,
        storage: Storage,
        *,
        now: datetime,
        group: GroupId = LI_VILLAGE,
        jobs: Sequence[Job] = JOBS,
        first: int = 1,
        roster: Roster = TOWNSHIP,
    ) -> None:
        self.clock = StandingClock(now)
        self.storage = storage
        self.platform = FakePlatform()
        self.place = Place(platform=PLATFORM, account=ROBOT, chat=group)
        self.delivery = DeliveryRun(storage, {PLATFORM: self.platform}, self.clock)
        self.router = Router(storage, self.clock, changed=self.delivery.wake)
        self.schedule = Schedule(storage, roster, jobs, self.clock, changed=self.delivery.wake)
        self.time = PassingTime(self.clock, self.router, self.schedule, self.delivery)
        self._numbers = count(first)

    async def says(
        self,
        name: str,
        text: str,
        *,
        quote: Quote | None = None,
        picture: str | None = None,
        where: Place | None = None,
    ) -> MessageId:
        """Have somebody say something to the bot in the group; return once the bot has answered all it will."""
        return await self._said(name, f"@小助手 {text}", where or self.place, Scope.GROUP, quote, picture)

    async def tells(self, name: str, text: str, *, quote: Quote | None = None, picture: str | None = None) -> MessageId:
        """Have somebody say something to the bot in private."""
        place = Place(platform=PLATFORM, account=ROBOT, chat=name)
        return await self._said(name, text, place, Scope.DIRECT, quote, picture)

    async def _said(
        self, name: str, text: str, place: Place, scope: Scope, quote: Quote | None, picture: str | None
    ) -> MessageId:
        pictures = () if picture is None else (Attachment(kind=AttachmentKind.IMAGE, reference=picture),)
        message = MessageId(f"{PLATFORM}:{next(self._numbers)}")
        heard = Heard(
            id=message,
            place=place,
            scope=scope,
            sender=Account(platform=PLATFORM, account=ROBOT, user=name),
            sender_name=name,
            sent_at=self.clock.now(),
            text=text,
            quote=quote,
            attachments=pictures,
        )
        self.platform.record[message] = text
        self.platform.speakers[message] = heard.sender
        await self.router.hear(heard)
        await self.time.settle()
        return message

    async def recalls(self, message: MessageId) -> None:
        """Have a message taken back by its speaker."""
        await self.router.recall(Recalled(id=message, at=self.clock.now()))
        await self.time.settle()

    async def waits(self, **period: float) -> None:
        """Let time pass (days=3, hours=1), everything that is due happening in its moment."""
        await self.waits_until(self.clock.now() + timedelta(**period))

    async def waits_until(self, moment: datetime) -> None:
        """Let time pass until *moment*."""
        await self.time.pass_until(moment)

    @property
    def heard(self) -> list[str]:
        """All that the bot said in the group."""
        return self.heard_in(GroupId(self.place.chat))

    def heard_in(self, group: GroupId) -> list[str]:
        """All that the bot said in another group."""
        return [post.text for post in self.platform.delivered if post.place.chat == group]

    def told(self, name: str) -> list[str]:
        """All that the bot said to one person in private."""
        return [post.text for post in self.platform.delivered if post.place.chat == name]

    def files(self, name: str) -> list[File]:
        """All files the bot gave one person in private."""
        return [post.file for post in self.platform.delivered if post.file is not None and post.place.chat == name]

    def forgets(self) -> None:
        """Clear what was heard and told so far, so that a test can look at what comes next."""
        self.platform.delivered.clear()


PHONE = STATION.phone
