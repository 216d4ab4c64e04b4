"""A platform without a network: it keeps what was delivered and fails when told to."""

from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.platforms.base import DeliveryError, Ear, Limit, NoWay, Post
from handlers.message import Account, Heard
from handlers.people.rules.roster import Place
from tests.support.township import PLATFORM


class FakePlatform:
    """Delivers to everybody but `unreachable`; passes the conformance tests of platforms itself.

    It drops no repetition: a test that counts sees what was sent twice. `record` is what it keeps itself of all that
    was said, by the id of a message and the key of a post.
    """

    def __init__(self) -> None:
        self.delivered: list[Post] = []
        self.will_fail_with: deque[DeliveryError] = deque()
        self.unreachable: set[Place] = set()
        self.record: dict[str, str] = {}
        self.pictures: dict[str, bytes] = {}
        self.speakers: dict[str, Account] = {}
        self.forgotten_before: datetime | None = None
        self._ear: Ear | None = None

    @property
    def name(self) -> str:
        return PLATFORM

    def limits(self, place: Place) -> Mapping[str, tuple[Limit, ...]]:
        return {place.chat: (Limit(count=1000, window=timedelta(minutes=1)),)}

    def saves(self, post: Post) -> bool:
        return False

    def messages(self, post: Post) -> int:
        return 1

    async def start(self, ear: Ear) -> None:
        self._ear = ear

    async def stop(self) -> None:
        self._ear = None

    async def deliver(self, post: Post) -> str | None:
        if self.will_fail_with:
            raise self.will_fail_with.popleft()
        if post.place in self.unreachable:
            raise NoWay("unknown-chat")
        self.delivered.append(post)
        self.record[post.key] = post.text
        return None

    async def picture(self, reference: str) -> bytes | None:
        return self.pictures.get(reference)

    async def forget(self, line: str, *, left: str = "", shown_as: str | None = None) -> None:
        self.record = {id: left if id == line else text for id, text in self.record.items() if id != line or left}

    async def forget_account(self, account: Account) -> None:
        self.record = {id: text for id, text in self.record.items() if self.speakers.get(id) != account}

    async def forget_before(self, moment: datetime) -> None:
        self.forgotten_before = moment

    async def carry(self, heard: Heard, *, addressed: bool = True) -> None:
        """Bring somebody's words to the bot if they address it; on return they are acknowledged."""
        if self._ear is None:
            raise ConnectionError("nobody listens")
        if addressed:
            await self._ear.hear(heard)
