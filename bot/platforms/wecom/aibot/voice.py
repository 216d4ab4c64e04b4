"""What an AI bot says: over its long connection, or once to the address that came with a callback."""

from collections.abc import Awaitable, Callable
from typing import Final

from bot.clock import Clock
from bot.platforms.base import File, NoWay, Unreachable
from bot.platforms.wecom.aibot import frames
from bot.platforms.wecom.aibot.connection import new_request
from bot.platforms.wecom.aibot.wire import Acknowledged
from bot.platforms.wecom.cards import card
from bot.platforms.wecom.errors import reaction_to
from bot.platforms.wecom.judging import WeComJudge
from bot.platforms.wecom.qyapi import QyApi
from bot.platforms.wecom.uploads import Uploads, kind_of
from bot.sending.reactions import Reaction, SetUpWrong
from bot.sending.ways import Buttons, Paper, Piece, Words
from handlers.message import Scope

UPLOAD: Final = "upload"  # has limits of its own
PASSING: Final = frozenset({Reaction.LATER, Reaction.CROWDED, Reaction.BUSY})

Request = Callable[[str, bytes], Awaitable[Acknowledged]]
"""Sends a frame, known by its request id, and returns the acknowledgement. Raises `Unreachable`."""


class Voice:
    """Speaks over the long connection of one bot. Everything here raises `DeliveryError`."""

    def __init__(self, name: str, request: Request, judge: WeComJudge, clock: Clock) -> None:
        self._entry = f"aibot {name}"
        self._request = request
        self._judge = judge
        self._uploads = Uploads(self._upload, clock)

    async def reply(self, req_id: str, chat: str, piece: Piece, key: str) -> None:
        """Have *piece* shown in *chat* as the answer to the message that came with *req_id*."""
        match piece:
            case Words(text=text):
                body = frames.stream(frames.stream_of(key), text, finish=True)
                await self._send(req_id, frames.reply(req_id, body), chat)
            case Buttons():
                await self._send(req_id, frames.reply(req_id, frames.template_card(card(piece))), chat)
            case Paper(file=file):
                kind = kind_of(file)
                await self._uploads.show(
                    file,
                    lambda media_id: self._send(req_id, frames.reply(req_id, frames.media(kind, media_id)), chat),
                )

    async def push(self, chat: str, scope: Scope, piece: Piece, key: str) -> None:
        """Have *piece* shown in *chat* unasked; a repetition is shown again."""
        match piece:
            case Words(text=text):
                await self._push(chat, scope, frames.markdown(text))
            case Buttons():
                await self._push(chat, scope, frames.template_card(card(piece)))
            case Paper(file=file):
                kind = kind_of(file)
                await self._uploads.show(file, lambda media_id: self._push(chat, scope, frames.media(kind, media_id)))

    async def _push(self, chat: str, scope: Scope, body: frames.Body) -> None:
        req_id = new_request()
        await self._send(req_id, frames.push(req_id, chat, scope, body), chat)

    async def _upload(self, file: File) -> str:
        """Return the media id of *file*, its chunks sent one after another."""
        req_id = new_request()
        begun = await self._send(req_id, frames.upload_begins(req_id, kind_of(file), file.name, file.content), UPLOAD)
        for index, chunk in enumerate(frames.chunks(file.content)):
            req_id = new_request()
            await self._send(req_id, frames.upload_goes_on(req_id, begun.upload_id, index, chunk), UPLOAD)
        req_id = new_request()
        return (await self._send(req_id, frames.upload_ends(req_id, begun.upload_id), UPLOAD)).media_id

    async def _send(self, req_id: str, frame: bytes, leads_to: str) -> Acknowledged:
        self._judge.check(self._entry, leads_to)
        try:
            answer = await self._request(req_id, frame)
        except Unreachable as error:
            if not error.maybe_taken and self._entry in self._judge.wrong:  # it will not be connected before long
                raise SetUpWrong(self._judge.wrong[self._entry]) from None
            raise
        self._judge.judge_errcode(answer.code, answer.errmsg, self._entry, leads_to)
        return answer


async def answer_once(url: str, api: QyApi, judge: WeComJudge, piece: Piece, key: str) -> None:
    """Have *piece* shown as the answer to the message that *url* came with.

    Raise `NoWay` where it was used before or is too old: which code says so is not established.
    """
    match piece:
        case Words(text=text):
            body = frames.markdown(text)
        case Buttons():
            body = frames.template_card(card(piece))
        case Paper():
            raise NoWay("no files here")
    answer = await api.post_to(url, body)
    if answer.errcode != 0 and reaction_to(str(answer.errcode)) not in PASSING:
        raise NoWay(str(answer.errcode))
    judge.judge_errcode(answer.errcode, answer.errmsg, url)
