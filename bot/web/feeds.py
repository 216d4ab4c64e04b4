"""The days of each station as a calendar that phones ask for again and again; the address is the only key."""

import hmac
from datetime import timedelta
from hashlib import sha256
from typing import Final

from aiohttp import web

from bot.clock import Clock
from bot.station_calendar import station_calendar
from handlers.people.rules.roster import Roster, StationId
from handlers.ports import Storage

PATH: Final = "/calendar"
PAST_SHOWN: Final = timedelta(days=62)
AHEAD_SHOWN: Final = timedelta(days=400)
TOKEN_LENGTH: Final = 32  # hexadecimal figures: 128 bits


def feed_path(station: StationId, key: bytes) -> str:
    """Return where a station's feed is; nobody finds it without *key*, and it stays the same as long as that does."""
    token = hmac.new(key, f"calendar/{station}".encode(), sha256).hexdigest()[:TOKEN_LENGTH]
    return f"{PATH}/{token}.ics"


def calendar_feeds(storage: Storage, roster: Roster, *, key: bytes, clock: Clock) -> web.Application:
    """Return the application that serves the feeds, to be mounted at `PATH`."""
    stations = {feed_path(station, key): station for station in roster.stations}

    async def feed(request: web.Request) -> web.Response:
        # Loaded with the first phone that asks: the calendar library takes 3.5 MB.
        from bot.documents.ics import CONTENT_TYPE, calendar_file

        name = stations.get(request.path)
        if name is None:
            raise web.HTTPNotFound
        now = clock.now()
        start, end = now.date() - PAST_SHOWN, now.date() + AHEAD_SHOWN
        async with storage.begin() as work:
            calendar = await station_calendar(roster.stations[name], start, end, work)
        body = calendar_file(calendar, start, end, now=now)
        return web.Response(body=body, content_type=CONTENT_TYPE, charset="utf-8")

    feeds = web.Application()
    feeds.router.add_get("/{token}.ics", feed)
    return feeds
