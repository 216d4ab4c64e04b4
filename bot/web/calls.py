"""Calls from outside, as every platform makes them: who is refused is told a status, and nothing else."""

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from bot.web.unreadable import Unreadable
from handlers.ports import StorageFailed

NOT_NOW: Final = 503  # anything but 200 has either platform call again; developer.work.weixin.qq.com 90238

Page = Callable[[web.Request], Awaitable[web.Response]]


def guarded(page: Page, refused: Counter[int]) -> Page:
    """Return *page* as anybody may call it; *refused* counts who is not let in, by the status he was told."""

    async def guarding(request: web.Request) -> web.Response:
        try:
            return await page(request)
        except (Unreadable, web.HTTPRequestEntityTooLarge) as error:
            refused[error.status] += 1
            return web.Response(status=error.status)
        except StorageFailed:
            return web.Response(status=NOT_NOW)

    return guarding
