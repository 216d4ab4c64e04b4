"""The robot of one group that only speaks (消息推送)."""

import base64
import hashlib
from typing import Final

from bot.clock import Clock
from bot.platforms.base import File, NoWay
from bot.platforms.wecom.judging import WeComJudge
from bot.platforms.wecom.qyapi import QyApi
from bot.platforms.wecom.uploads import Uploads, kind_of
from bot.sending.ways import Buttons, Paper, Piece, Words

LONGEST: Final = 2048  # bytes of a text; developer.work.weixin.qq.com 91770
APART: Final = 3.1  # seconds between the parts of one text: twenty in a minute are taken


class Webhook:
    """Speaks in the group that its key belongs to. Everything here raises `DeliveryError`."""

    def __init__(self, name: str, key: str, api: QyApi, judge: WeComJudge, clock: Clock) -> None:
        self._entry = f"webhook {name}"
        self._query = {"key": key}
        self._api = api
        self._judge = judge
        self._uploads = Uploads(self._upload, clock)

    async def say(self, mention: str | None, piece: Piece, key: str) -> None:
        """Have *piece* shown, *mention* being told that it is for him."""
        match piece:
            case Words(text=text):
                await self._send("text", {"content": text, "mentioned_list": [] if mention is None else [mention]})
            case Paper(file=file) if kind_of(file) == "image":
                md5 = hashlib.md5(file.content, usedforsecurity=False).hexdigest()
                await self._send("image", {"base64": base64.b64encode(file.content).decode(), "md5": md5})
            case Paper(file=file):
                await self._uploads.show(file, lambda media_id: self._send("file", {"media_id": media_id}))
            case Buttons():
                raise NoWay("no cards here")

    async def try_key(self) -> None:
        """Return where the key is good; nothing is shown to anybody. Raise what the platform says otherwise."""
        await self._upload(File(name="check.txt", content=b"liaison-bot check\n"))

    async def _send(self, kind: str, content: object) -> None:
        self._judge.check(self._entry)
        answer = await self._api.post("/cgi-bin/webhook/send", self._query, {"msgtype": kind, kind: content})
        self._judge.judge_errcode(answer.errcode, answer.errmsg, self._entry)

    async def _upload(self, file: File) -> str:
        query = {**self._query, "type": "file"}
        answer = await self._api.upload("/cgi-bin/webhook/upload_media", query, file.name, file.content)
        self._judge.judge_errcode(answer.errcode, answer.errmsg, self._entry)
        return answer.media_id
