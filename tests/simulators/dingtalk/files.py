"""Files: what people sent, by a code and a link of short life, and what the bot uploads."""

from datetime import datetime
from typing import Final

from aiohttp import BodyPartReader, web

from tests.simulators.dingtalk.answers import Body, Refused, ok
from tests.simulators.dingtalk.fault_table import Point
from tests.simulators.dingtalk.gates import PAGE, Call
from tests.simulators.dingtalk.robot import robot_of
from tests.simulators.dingtalk.world import Download, Media, World

MEGABYTE: Final = 1024 * 1024
CODE_LIVES: Final = 600  # seconds; the real life is not known: whoever fetches at once is in time
LINK_LIVES: Final = 300  # seconds; as above
SIZES: Final = {"image": 20 * MEGABYTE, "voice": 2 * MEGABYTE, "video": 20 * MEGABYTE, "file": 20 * MEGABYTE}  # D57
TYPES: Final = {
    "image": {"jpg", "gif", "png", "bmp"},
    "voice": {"amr", "mp3", "wav"},
    "video": {"mp4"},
    "file": {"doc", "docx", "xls", "xlsx", "ppt", "pptx", "zip", "pdf", "rar"},
}  # D57
HUGE: Final = 200 * MEGABYTE


class Files:
    """The codes, the links, and the uploads."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._links: dict[str, tuple[Download, datetime]] = {}

    async def link(self, call: Call) -> Body:
        """Return where the file behind a downloadCode is to be had."""
        self._world.refuse_if_struck(Point.CODE)
        self._world.expect("messageFiles/download", call.body, ("downloadCode", "robotCode"))
        download = self._world.downloads.get(str(call.body.get("downloadCode")))
        if download is None or self._world.older_than(download.offered, CODE_LIVES):
            raise Refused("invalidParameter.robotCode.downloadCode")
        if robot_of(call) != download.robot:
            raise Refused("invalidParameter.robotCode.auth")
        id = self._world.new_id("F")
        self._links[id] = download, self._world.now
        expires = self._world.stamp // 1000 + LINK_LIVES
        return {"downloadUrl": f"{self._world.urls['files']}/file/{id}?Expires={expires}&Signature=x%2Fy%3D"}

    async def fetch(self, request: web.Request) -> web.StreamResponse:
        """Return the file of a link, without its name or type."""
        fault = self._world.faults.strike(Point.LINK)
        download, offered = self._links.get(request.match_info["id"], (None, self._world.now))
        match fault.name if fault else "":
            case "a page instead of a file":
                return web.Response(text=PAGE, content_type="text/html")
            case "redirect to a private address":
                return web.Response(status=302, headers={"Location": f"{self._world.urls['elsewhere']}/secret"})
            case "200 MB":
                return await self._huge(request)
            case "HTTP 403":
                return web.Response(status=403)
        if download is None or request.query.get("Signature") != "x/y=" or self._world.older_than(offered, LINK_LIVES):
            return web.Response(status=403)
        return web.Response(body=download.content, content_type="application/octet-stream")

    async def _huge(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/octet-stream"})
        await response.prepare(request)
        for _ in range(HUGE // MEGABYTE):
            await response.write(bytes(MEGABYTE))
        return response

    async def upload(self, call: Call) -> Body:
        """Keep a file for ever; return its media_id."""
        fields, name, content = await self._parts(call.request)
        kind = call.query.get("type") or fields.get("type", "")
        if kind not in SIZES or name.rpartition(".")[2].lower() not in TYPES[kind]:
            raise Refused(40004)
        if not 0 < len(content) <= SIZES[kind]:
            raise Refused(40006)
        id = self._world.new_id("@")
        self._world.media[id] = Media(kind=kind, name=name, content=content)
        return ok(media_id=id, type=kind, created_at=self._world.stamp)

    async def _parts(self, request: web.Request) -> tuple[dict[str, str], str, bytes]:
        """Return the fields of a form, and its file."""
        if not request.content_type.startswith("multipart/"):
            raise Refused(400002)
        fields, name, content = {}, "", b""
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and part.name == "media":
                name, content = part.filename or "", bytes(await part.read())
            elif isinstance(part, BodyPartReader) and part.name:
                fields[part.name] = await part.text()
        return fields, name, content
