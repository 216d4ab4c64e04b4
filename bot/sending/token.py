"""An app's access token, fetched once for everybody who needs it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.sending.reactions import SetUpWrong

EARLIER: Final = timedelta(seconds=300)  # developer.work.weixin.qq.com 91039: renew before it ends
AFTER_REFUSAL: Final = timedelta(minutes=1)  # asking on and on with a wrong secret is a frequency fault of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A token as the platform gave it, good for *lasts*."""

    token: str
    lasts: timedelta


class AccessToken:
    """Keeps a token until shortly before it ends; whoever comes while one is being fetched waits for the same one."""

    def __init__(self, fetch: Callable[[], Awaitable[Granted]], clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._token = ""
        self._granted_at: datetime | None = None
        self._good_until: datetime | None = None
        self._refusal: tuple[datetime, SetUpWrong] | None = None
        self._fetching: asyncio.Task[str] | None = None

    @property
    def age(self) -> timedelta | None:
        """How old the token is; None where there is none."""
        return None if self._granted_at is None else self._clock.now() - self._granted_at

    async def get(self) -> str:
        """Return a token that is good as far as anybody knows. Raise `DeliveryError`."""
        now = self._clock.now()
        if self._good_until is not None and now < self._good_until:
            return self._token
        if self._refusal is not None and now - self._refusal[0] < AFTER_REFUSAL:
            raise SetUpWrong(self._refusal[1].code)
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._renew())
        return await asyncio.shield(self._fetching)

    def drop(self, token: str) -> None:
        """Do not hand out *token* again; a newer one stays."""
        if token == self._token:
            self._good_until = None

    async def _renew(self) -> str:
        try:
            granted = await self._fetch()
        except SetUpWrong as refusal:
            self._refusal = self._clock.now(), refusal
            raise
        finally:
            self._fetching = None
        self._token, self._granted_at, self._refusal = granted.token, self._clock.now(), None
        self._good_until = self._granted_at + max(granted.lasts - EARLIER, timedelta(0))
        return granted.token
