"""An outbox and its delivery on a clock that stands still, for tests of what leaves when."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count

from bot.clock import StandingClock
from bot.delivery import DeliveryRun
from bot.platforms.base import Limit, Post
from handlers.document import Document
from handlers.message import Fallback, Outgoing, Priority, Recipient
from handlers.people.rules.roster import PersonId, Place
from handlers.ports import Delivery, Entry, Storage
from tests.support.memory import MemoryStorage
from tests.support.platform import FakePlatform
from tests.support.records import NOON
from tests.support.township import BOUND, LI_VILLAGE, PLATFORM, STATION, TOWNSHIP

GROUP = Recipient.group(LI_VILLAGE)
DEPUTY = Recipient.person(PersonId("zhang"))

_NEWS = count(1)  # one key each, over all post offices that share a storage


class LimitedPlatform(FakePlatform):
    """A fake platform with the limits a test gives it."""

    def __init__(self, limits: Mapping[str, tuple[Limit, ...]], *, longest: int = 1000) -> None:
        """A post of more signs than *longest* is several messages."""
        super().__init__()
        self._limits = limits
        self._longest = longest

    def messages(self, post: Post) -> int:
        return -(-len(post.text) // self._longest)

    def limits(self, place: Place) -> Mapping[str, tuple[Limit, ...]]:
        return {name or place.chat: limits for name, limits in self._limits.items()}


class PostOffice:
    """Queues messages and delivers them; `sent` is all that the platform took."""

    def __init__(
        self,
        *,
        storage: Storage | None = None,
        now: datetime = NOON,
        platform: FakePlatform | None = None,
        public_phones: Sequence[str] = (),
    ) -> None:
        self.storage = storage or MemoryStorage(TOWNSHIP, bound=BOUND)
        self.clock = StandingClock(now)
        self.platform = platform or FakePlatform()
        self.delivery = DeliveryRun(self.storage, {PLATFORM: self.platform}, self.clock, public_phones=public_phones)

    async def queue(
        self,
        text: str,
        *,
        to: Recipient = GROUP,
        key: str | None = None,
        priority: Priority = Priority.ANSWER,
        slot: str | None = None,
        fallback: Fallback | None = None,
        not_before: datetime | None = None,
        best_before: datetime | None = None,
        digest: bool = False,
        document: Document | None = None,
        about: str | None = None,
    ) -> None:
        outgoing = Outgoing(
            key=key or f"news/{next(_NEWS)}",
            to=to,
            station=STATION.id,
            text=text,
            priority=priority,
            slot=slot,
            fallback=fallback,
            not_before=not_before,
            best_before=best_before,
            digest=digest,
            document=document,
            about=about,
        )
        async with self.storage.begin() as work:
            await work.outbox.add(outgoing, at=self.clock.now())

    async def sends(self) -> list[str]:
        """Deliver all that can be now; return what was said in addition."""
        before = len(self.platform.delivered)
        await self.delivery.drain()
        return [post.text for post in self.platform.delivered[before:]]

    async def waits(self, **period: float) -> list[str]:
        """Let time pass; return what was said at its end."""
        self.clock.move_to(self.clock.now() + timedelta(**period))
        return await self.sends()

    @property
    def sent(self) -> list[str]:
        return [post.text for post in self.platform.delivered]

    async def entry(self, text: str) -> Entry:
        """Return what became of the message with that text."""
        async with self.storage.begin() as work:
            number = 1
            while (found := await work.outbox.get(number)) is not None:
                if found.outgoing.text == text:
                    return found
                number += 1
        raise AssertionError(f"{text} was never queued")

    async def state(self, text: str) -> tuple[Delivery, str | None]:
        entry = await self.entry(text)
        return entry.state, entry.error

    async def next_ready(self) -> timedelta | None:
        """Return how long until there is something to send."""
        ready = await self.delivery.next_ready()
        return None if ready is None else ready - self.clock.now()
