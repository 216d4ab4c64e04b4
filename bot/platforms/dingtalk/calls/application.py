"""One application's calls: with its token, judged, and counted as they are spent."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from bot.clock import Clock
from bot.platforms.base import File, Unreachable
from bot.platforms.dingtalk.calls.answers import Answer
from bot.platforms.dingtalk.calls.api import Api
from bot.platforms.dingtalk.calls.errors import NOT_COUNTED, RENEWED, reaction_to
from bot.platforms.dingtalk.wire.fields import id_at
from bot.sending.judging import Judge
from bot.sending.token import AccessToken, Granted
from bot.web.unreadable import Unreadable

USER: Final = "/topapi/v2/user/get"  # free of the quota (basic-interfaces-such-as-log-off)


class Application:
    """Calls for one robot. Everything here raises `DeliveryError`."""

    def __init__(
        self,
        entry: str,
        client_id: str,
        secret: str,
        api: Api,
        judge: Judge,
        clock: Clock,
        spend: Callable[[], None],
    ) -> None:
        """*entry* is the robot's in the settings; *spend* notes one call of the month's quota."""
        self._entry = entry
        self._credentials = {"appKey": client_id, "appSecret": secret}
        self._api = api
        self._judge = judge
        self._spend = spend
        self.token: Final = AccessToken(self._fetch_token, clock)

    async def call(self, method: str, path: str, body: object, *, once: str = "") -> Answer:
        """Return what the new host gave, which is no refusal; see `Api.call`."""
        return await self._called(lambda token: self._api.call(method, path, body, token=token, once=once))

    async def post_old(self, path: str, body: object) -> Answer:
        """Return what the old host gave, which is no refusal."""
        return await self._called(lambda token: self._api.post_old(path, {"access_token": token}, body))

    async def union_of(self, user: str) -> str:
        """Return by which id to-dos and calendars know a member; it costs nothing."""
        body = {"userid": user}
        answer = await self._called(
            lambda token: self._api.post_old(USER, {"access_token": token}, body), is_counted=False
        )
        try:
            return id_at(answer.result, "unionid")
        except Unreadable:
            raise Unreachable("unreadable") from None

    def alarm(self, why: str) -> None:
        """Have it known that somebody must put the robot right."""
        self._judge.alarm(self._entry, why)

    async def upload(self, kind: str, file: File) -> str:
        """Return the media id of *file*, which lies with the platform from now on."""
        answer = await self._called(
            lambda token: self._api.upload("/media/upload", {"access_token": token, "type": kind}, file)
        )
        return answer.media_id

    async def _called(self, ask: Callable[[str], Awaitable[Answer]], *, is_counted: bool = True) -> Answer:
        """Return the answer to what *ask* asks with a token; one that is no longer good is renewed, once."""
        self._judge.check(self._entry)
        answer = await self._asked(ask, is_counted=is_counted)
        if answer.code in RENEWED:
            answer = await self._asked(ask, is_counted=is_counted)
        if is_counted and reaction_to(answer.code) not in NOT_COUNTED:
            self._spend()
        self._judge.judge(answer.code, self._entry)
        return answer

    async def _asked(self, ask: Callable[[str], Awaitable[Answer]], *, is_counted: bool) -> Answer:
        """Return the answer; a token that it refuses is not shown again."""
        token = await self.token.get()
        try:
            answer = await ask(token)
        except Unreachable as error:
            if is_counted and error.maybe_taken:
                self._spend()
            raise
        if answer.code in RENEWED:
            self.token.drop(token)
        return answer

    async def _fetch_token(self) -> Granted:
        answer = await self._api.call("POST", "/v1.0/oauth2/accessToken", self._credentials)
        self._judge.judge(answer.code, self._entry)
        if not answer.access_token:
            raise Unreachable("unreadable")
        return Granted(token=answer.access_token, lasts=timedelta(seconds=answer.expire_in))
