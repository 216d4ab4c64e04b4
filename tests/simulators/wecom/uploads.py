"""Files that come over the long connection in pieces."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tests.simulators.wecom.content import MEDIA_KINDS, TWO_MEGABYTES
from tests.simulators.wecom.refusals import Body, Refused
from tests.simulators.wecom.world import World
from tests.simulators.windows import HOUR, MINUTE, Cap

CHUNK: Final = 512 * 1024
CHUNKS: Final = 100
UPLOADS: Final = (Cap(30, MINUTE), Cap(1000, HOUR))
SIZES: Final[Mapping[str, int]] = {
    "image": TWO_MEGABYTES,
    "voice": TWO_MEGABYTES,
    "video": 5 * TWO_MEGABYTES,
    "file": 10 * TWO_MEGABYTES,
}


@dataclass(slots=True, kw_only=True)
class Upload:
    """A file of which some pieces have come."""

    owner: str
    kind: str
    name: str
    size: int
    count: int
    md5: str | None
    begun: datetime
    chunks: dict[int, bytes] = field(default_factory=dict)


class Uploads:
    """The uploads of all bots; they outlive a connection, but not half an hour."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._uploads: dict[str, Upload] = {}

    def begin(self, owner: str, body: Body) -> Body:
        """Return the id of a new upload."""
        kind, name, md5 = body.get("type"), body.get("filename"), body.get("md5")
        size, count = body.get("total_size"), body.get("total_chunks")
        if kind not in MEDIA_KINDS:
            raise Refused(40004)
        if not isinstance(name, str) or not 1 <= len(name.encode()) <= 256:
            raise Refused(40058)
        if not isinstance(size, int) or not isinstance(count, int) or not 1 <= count <= CHUNKS:
            raise Refused(40058)
        if not 5 <= size <= SIZES[kind]:
            raise Refused(40006)
        if not self._world.windows.take(("upload", owner), *UPLOADS):
            raise Refused(45009)
        id = self._world.new_id("UP")
        self._uploads[id] = Upload(
            owner=owner, kind=kind, name=name, size=size, count=count, md5=md5, begun=self._world.now
        )
        return {"upload_id": id}

    def add(self, owner: str, body: Body) -> Body:
        """Keep a piece; one that is there already changes nothing."""
        upload, index = self._find(owner, body), body.get("chunk_index")
        if not isinstance(index, int) or not 0 <= index < upload.count:
            raise Refused(40058)
        try:
            chunk = base64.b64decode(str(body.get("base64_data")), validate=True)
        except ValueError:
            raise Refused(40058) from None
        if not 0 < len(chunk) <= CHUNK:
            raise Refused(40006)
        upload.chunks.setdefault(index, chunk)
        return {}

    def finish(self, owner: str, body: Body) -> Body:
        """Return the media_id of a file whose pieces are all there."""
        upload = self._find(owner, body)
        content = b"".join(upload.chunks[index] for index in sorted(upload.chunks))
        if len(upload.chunks) != upload.count or len(content) != upload.size:
            raise Refused(40006)
        if upload.md5 and upload.md5 != hashlib.md5(content).hexdigest():
            raise Refused(40058)
        del self._uploads[body["upload_id"]]
        id = self._world.keep_media(owner, upload.kind, upload.name, content)
        return {"type": upload.kind, "media_id": id, "created_at": str(self._world.stamp)}

    def _find(self, owner: str, body: Body) -> Upload:
        upload = self._uploads.get(str(body.get("upload_id")))
        if upload is None or upload.owner != owner or self._world.older_than(upload.begun, minutes=30):
            raise Refused(40058)
        return upload
