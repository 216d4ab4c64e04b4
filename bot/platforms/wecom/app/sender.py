"""What a self-built app says: to one member, or in a group that it made itself."""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final

import aiohttp

from bot.clock import Clock
from bot.media.fetching import Lost
from bot.platforms.base import DeliveryError, File, NoWay
from bot.platforms.wecom.cards import card
from bot.platforms.wecom.errors import RENEWED
from bot.platforms.wecom.judging import WeComJudge
from bot.platforms.wecom.qyapi import Answer, QyApi, read_answer
from bot.platforms.wecom.uploads import Uploads, kind_of
from bot.sending.token import AccessToken, Granted
from bot.sending.ways import Buttons, Paper, Piece, Words

LONGEST: Final = 2048  # bytes of a text; developer.work.weixin.qq.com 90236, 90248
SAME: Final = timedelta(seconds=1800)  # within which the platform drops the same words to the same member; 90236


class App:
    """Speaks for one app. Everything here raises `DeliveryError`."""

    def __init__(
        self, name: str, corp_id: str, agent_id: int, secret: str, api: QyApi, judge: WeComJudge, clock: Clock
    ):
        self._entry = f"app {name}"
        self._credentials = {"corpid": corp_id, "corpsecret": secret}
        self._agent_id = agent_id
        self._api = api
        self._judge = judge
        self._uploads = Uploads(self._upload, clock)
        self._repetitions = Repetitions(clock)
        self.token: Final = AccessToken(self._fetch_token, clock)

    async def tell(self, user: str, piece: Piece, key: str) -> None:
        """Show a member *piece*; *key* is the same at each try, so that the platform can drop a repetition."""
        match piece:
            case Words(text=text):
                await self._send(user, "text", {"content": text}, key)
            case Buttons():
                await self._send(user, "template_card", card(piece), key)
            case Paper(file=file):
                kind = kind_of(file)
                await self._uploads.show(file, lambda media_id: self._send(user, kind, {"media_id": media_id}, key))

    async def tell_group(self, chat: str, mention: str | None, piece: Piece, key: str) -> None:
        """Have *piece* shown in a group of this app's, *mention* being told that it is for him."""
        match piece:
            case Words(text=text):
                content = {"content": text, "mentioned_list": [] if mention is None else [mention]}
                await self._send_to_group(chat, "text", content)
            case Paper(file=file):
                kind = kind_of(file)
                await self._uploads.show(file, lambda media_id: self._send_to_group(chat, kind, {"media_id": media_id}))
            case Buttons():
                raise NoWay("no cards here")

    async def try_member(self, user: str) -> None:
        """Return where the app may see that member. Raise what the platform says otherwise."""
        await self._call(lambda token: self._api.get("/cgi-bin/user/get", {"access_token": token, "userid": user}))

    async def try_address(self) -> None:
        """Return where this machine may call. Raise what the platform says otherwise."""
        await self._call(lambda token: self._api.get("/cgi-bin/getcallbackip", {"access_token": token}))

    @asynccontextmanager
    async def withdraw(self, media_id: str) -> AsyncIterator[aiohttp.ClientResponse]:
        """Ask for what a member sent; the answer's body is still to be read. Raise `Lost`."""
        try:
            for _ in range(2):
                token = await self.token.get()
                query = {"access_token": token, "media_id": media_id}
                async with self._api.download("/cgi-bin/media/get", query) as response:
                    if response.content_type != "application/json":
                        yield response
                        return
                    errcode = (await read_answer(response)).errcode
                if errcode not in RENEWED:
                    break
                self.token.drop(token)
            raise Lost(str(errcode))
        except DeliveryError as error:
            raise Lost(error.code) from None
        except aiohttp.ClientError as error:
            raise Lost(type(error).__name__) from None

    async def _send(self, user: str, kind: str, content: Mapping[str, object], key: str) -> None:
        body = {
            "touser": user,
            "msgtype": kind,
            "agentid": self._agent_id,
            kind: content,
            "enable_duplicate_check": int(self._repetitions.may_be_dropped(user, content, key)),
            "duplicate_check_interval": int(SAME.total_seconds()),
        }
        answer = await self._post("/cgi-bin/message/send", body)
        if answer.invaliduser or answer.unlicenseduser:  # 0 all the same: the other receivers, of whom there are none
            raise NoWay("invaliduser" if answer.invaliduser else "unlicenseduser")
        self._repetitions.said(user, content, key)

    async def _send_to_group(self, chat: str, kind: str, content: Mapping[str, object]) -> None:
        await self._post("/cgi-bin/appchat/send", {"chatid": chat, "msgtype": kind, kind: content, "safe": 0})

    async def _upload(self, file: File) -> str:
        answer = await self._call(
            lambda token: self._api.upload(
                "/cgi-bin/media/upload", {"access_token": token, "type": kind_of(file)}, file.name, file.content
            )
        )
        return answer.media_id

    async def _post(self, path: str, body: object) -> Answer:
        return await self._call(lambda token: self._api.post(path, {"access_token": token}, body))

    async def _call(self, ask: Callable[[str], Awaitable[Answer]]) -> Answer:
        """Return the answer to what *ask* asks with a token; one that is no longer good is renewed, once."""
        self._judge.check(self._entry)
        token = await self.token.get()
        answer = await ask(token)
        if answer.errcode in RENEWED:
            self.token.drop(token)
            answer = await ask(await self.token.get())
        self._judge.judge_errcode(answer.errcode, answer.errmsg, self._entry)
        return answer

    async def _fetch_token(self) -> Granted:
        answer = await self._api.get("/cgi-bin/gettoken", self._credentials)
        self._judge.judge_errcode(answer.errcode, answer.errmsg, self._entry)
        return Granted(token=answer.access_token, lasts=timedelta(seconds=answer.expires_in))


class Repetitions:
    """What members were told of late: the platform may drop a second try, but not the same words meant anew."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._said: dict[str, tuple[str, datetime]] = {}

    def may_be_dropped(self, user: str, content: Mapping[str, object], key: str) -> bool:
        """Return whether nothing but a second try for the post *key* would say this to that member again."""
        now = self._clock.now()
        self._said = {words: one for words, one in self._said.items() if now - one[1] < SAME}
        known = self._said.get(_words(user, content))
        return known is None or known[0] == key

    def said(self, user: str, content: Mapping[str, object], key: str) -> None:
        """Note that it was taken."""
        self._said[_words(user, content)] = key, self._clock.now()


def _words(user: str, content: Mapping[str, object]) -> str:
    return hashlib.sha256(repr((user, content)).encode()).hexdigest()
