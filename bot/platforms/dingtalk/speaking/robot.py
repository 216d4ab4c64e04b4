"""What a robot says of its own accord: in a group, or to one person; and what it takes back."""

import hashlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import PurePath
from typing import Final

from bot.clock import Clock
from bot.platforms.base import File, Gone, NoWay, Rejected, Throttled
from bot.platforms.dingtalk.calls.answers import Answer
from bot.platforms.dingtalk.calls.application import Application
from bot.platforms.dingtalk.calls.errors import NO_SUCH_ROBOT
from bot.platforms.dingtalk.speaking.gathering import Gathering
from bot.platforms.dingtalk.speaking.recalls import Recalls
from bot.platforms.dingtalk.wire import speaking
from bot.platforms.dingtalk.wire.told import PLATFORM
from bot.sending.reactions import SetUpWrong
from bot.sending.ways import Paper, Piece, Words
from handlers.ports import Storage

log = logging.getLogger(__name__)

GROUP, PEOPLE = "/v1.0/robot/groupMessages", "/v1.0/robot/oToMessages"
RECALLED_FROM: Final = "/v1.0/robot/otoMessages/batchRecall"  # spelt so
LARGEST: Final = 20 * 1024 * 1024  # open.dingtalk.com upload-media-files
PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp"})
SLOWED_FOR: Final = timedelta(minutes=1)  # no figure is told for who was told too much
REMEMBERED: Final = 100  # files that lie with the platform; they stay there

Send = Callable[[speaking.Body], Awaitable[None]]


class Robot:
    """Speaks as one robot. Everything here raises `DeliveryError`."""

    def __init__(
        self, code: str, application: Application, clock: Clock, storage: Storage, saves: Callable[[], bool]
    ) -> None:
        """*saves* tells whether people who are told the same are to be told it by one call."""
        self._code = code
        self._application = application
        self._gathering = Gathering(self._send_to_people, saves)
        self._uploaded: dict[str, str] = {}
        self._said = 0
        self._missing: dict[str, int] = {}
        """How much had been said when it was first told not to be in a group."""
        self.recalls: Final = Recalls(code, clock, storage)

    async def tell(self, user: str, piece: Piece, key: str) -> None:
        """Show somebody *piece*; a repetition is shown again."""

        async def send(body: speaking.Body) -> None:
            answer, people = await self._gathering.send(user, body)
            unknown, slowed = answer.invalid_staff_id_list, answer.flow_controlled_staff_id_list
            if user in unknown:
                raise NoWay("invalidStaffId")
            if user in slowed:
                raise Throttled("flowControlledStaffId", wait=SLOWED_FOR)
            self._said += 1
            self.recalls.note(key, answer.process_query_key, people=people - len({*unknown, *slowed}))

        await self._show(piece, send)

    async def tell_group(self, chat: str, piece: Piece, key: str) -> None:
        """Have *piece* shown in a group; a repetition is shown again.

        Where there is no such robot the group is taken for gone once the robot has spoken elsewhere since; till then it
        may be the robot that is, and no group is lost for that.
        """

        async def send(body: speaking.Body) -> None:
            to = {"robotCode": self._code, "openConversationId": chat}
            try:
                answer = await self._application.call("POST", f"{GROUP}/send", {**to, **body})
            except Gone as error:
                if error.code in NO_SUCH_ROBOT and self._missing.setdefault(chat, self._said) == self._said:
                    self._application.alarm(error.code)
                    raise SetUpWrong(error.code) from None
                raise
            self._said += 1
            self._missing.pop(chat, None)
            self.recalls.note(key, answer.process_query_key, group=chat)

        await self._show(piece, send)

    async def take_back(self, post: str, shown_as: str | None) -> None:
        """Take what was shown under the post's key off everybody's screen, where that is still possible."""
        for one in await self.recalls.unwanted(post, shown_as):
            body: Mapping[str, object] = {"robotCode": self._code, "processQueryKeys": [one.query_key]}
            try:
                if one.group is None:
                    answer = await self._application.call("POST", RECALLED_FROM, body)
                else:
                    group = {**body, "openConversationId": one.group}
                    answer = await self._application.call("POST", f"{GROUP}/recall", group)
            except SetUpWrong:  # it can be done once that is put right
                raise
            except Rejected as error:
                log.warning("not taken back", extra={"platform": PLATFORM, "code": error.code})
            else:
                if not answer.all_taken_back:
                    log.warning("not taken back", extra={"platform": PLATFORM, "code": "failedResult"})
        self.recalls.drop(post)

    async def address_of(self, download_code: str) -> str:
        """Return where that lies which somebody sent with this download code."""
        body = {"downloadCode": download_code, "robotCode": self._code}
        return (await self._application.call("POST", "/v1.0/robot/messageFiles/download", body)).download_url

    async def _send_to_people(self, users: tuple[str, ...], body: speaking.Body) -> Answer:
        to = {"robotCode": self._code, "userIds": users}
        return await self._application.call("POST", f"{PEOPLE}/batchSend", {**to, **body})

    async def _show(self, piece: Piece, send: Send) -> None:
        match piece:
            case Words(text=text):
                await send(speaking.sample_text(text))
            case Paper(file=file):
                media_id = await self._media_id(file)
                is_picture = _kind(file) == "image"
                await send(
                    speaking.sample_picture(media_id) if is_picture else speaking.sample_file(media_id, file.name)
                )
            case _:
                raise NoWay("no cards here")

    async def _media_id(self, file: File) -> str:
        """Return by what the platform knows *file*: the same one is uploaded once, however many are shown it."""
        if len(file.content) > LARGEST:
            raise Rejected("too large")
        name = hashlib.sha256(file.name.encode() + b"\0" + file.content).hexdigest()
        if name not in self._uploaded:
            self._uploaded[name] = await self._application.upload(_kind(file), file)
            while len(self._uploaded) > REMEMBERED:
                del self._uploaded[next(iter(self._uploaded))]
        return self._uploaded[name]


def _kind(file: File) -> str:
    return "image" if PurePath(file.name).suffix.lower() in PICTURES else "file"
