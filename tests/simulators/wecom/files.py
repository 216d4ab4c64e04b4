"""Temporary files over HTTP, and the pictures and files that people sent."""

from typing import Final
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from tests.simulators.wecom.content import PICTURES
from tests.simulators.wecom.fault_table import Point
from tests.simulators.wecom.qyapi import Answer, Call
from tests.simulators.wecom.refusals import Refused, ok
from tests.simulators.wecom.world import World

MEGABYTE: Final = 1024 * 1024
LEAST: Final = 6  # bytes
APP_SIZES: Final = {"image": 10 * MEGABYTE, "voice": 2 * MEGABYTE, "video": 10 * MEGABYTE, "file": 20 * MEGABYTE}
WEBHOOK_SIZES: Final = {"voice": 2 * MEGABYTE, "file": 20 * MEGABYTE}
ERROR_PAGE: Final = "<html><body><h1>The link has expired</h1></body></html>"


async def received(world: World, request: web.Request, owner: str, sizes: dict[str, int]) -> Answer:
    """Keep the file of a multipart request; return its media_id."""
    kind = request.query.get("type", "")
    if kind not in sizes:
        raise Refused(40004)
    name, content = await _media_part(request)
    if not content:
        raise Refused(44001)
    if not LEAST <= len(content) <= sizes[kind]:
        raise Refused(40006)
    if (kind == "image" and not content.startswith(PICTURES[:2])) or (
        kind == "voice" and not content.startswith(b"#!AMR")
    ):
        raise Refused(40005)
    id = world.keep_media(owner, kind, name, content)
    return ok(type=kind, media_id=id, created_at=str(world.stamp))


async def _media_part(request: web.Request) -> tuple[str, bytes]:
    if not request.content_type.startswith("multipart/"):
        raise Refused(44001)
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name == "media" and part.filename:
            return part.filename, bytes(await part.read())
    raise Refused(44001)


class Files:
    """The files of apps, which all apps of the corporation share, and what people sent to bots."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def upload(self, call: Call) -> Answer:
        """Keep a file for three days; return its media_id."""
        return await received(self._world, call.request, call.app.corp_id, APP_SIZES)

    async def get(self, call: Call) -> Answer:
        """Return the bytes of a file."""
        media = self._world.use_media(call.app.corp_id, None, call.query.get("media_id"))
        return web.Response(body=media.content, headers=_disposition(media.name))

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Return what a person sent, sealed, within five minutes."""
        fault = self._world.faults.strike(Point.DOWNLOAD)
        download = self._world.downloads.get(request.match_info["id"])
        name = "" if fault is None else fault.name
        if download is None or name == "HTTP 404":
            return web.Response(status=404)
        if name == "HTTP 403" or self._world.older_than(download.offered, minutes=5):
            return web.Response(status=403)
        if name == "page with 200":
            return web.Response(text=ERROR_PAGE, content_type="text/html")
        sealed = download.sealed
        if name == "wrong key":
            sealed = self._world.random.randbytes(len(sealed))
        headers = _disposition(download.name) if download.name else {}
        if name != "body cut off":
            return web.Response(body=sealed, headers=headers)
        response = web.StreamResponse(headers=headers | {"Content-Length": str(len(sealed))})
        await response.prepare(request)
        await response.write(sealed[: len(sealed) // 2])
        if request.transport is not None:
            request.transport.close()
        return response


def _disposition(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
