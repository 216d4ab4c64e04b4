"""What may be said by which way, and how long it may be; what comes out is what people see of it."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.simulators.wecom.cards import AIBOT_CARDS, APP_CARDS, WEBHOOK_CARDS, CardRules, check_card
from tests.simulators.wecom.record import Shown
from tests.simulators.wecom.refusals import Body, Refused
from tests.simulators.wecom.world import World

TWO_MEGABYTES: Final = 2 * 1024 * 1024
STREAM_BYTES: Final = 20_480
MEDIA_KINDS: Final = frozenset({"image", "voice", "video", "file"})
PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way of speaking: its kinds with the bytes their words may have, and the kinds whose words are cut."""

    kinds: frozenset[str]
    bytes: Mapping[str, int]
    cut: frozenset[str] = frozenset()
    cards: CardRules = AIBOT_CARDS


WEBHOOK: Final = Way(
    kinds=frozenset({"text", "markdown", "markdown_v2", "image", "news", "file", "voice", "template_card"}),
    bytes={"text": 2048, "markdown": 4096, "markdown_v2": 4096},
    cards=WEBHOOK_CARDS,
)
APPCHAT: Final = Way(
    kinds=MEDIA_KINDS | {"text", "markdown", "textcard", "news", "mpnews"},
    bytes={"text": 2048, "markdown": 2048},
    cut=frozenset({"text"}),
)
APP: Final = Way(
    kinds=APPCHAT.kinds | {"template_card", "miniprogram_notice"}, bytes=APPCHAT.bytes, cut=APPCHAT.cut, cards=APP_CARDS
)
AIBOT: Final = Way(kinds=MEDIA_KINDS | {"markdown", "template_card"}, bytes={"markdown": STREAM_BYTES})
WELCOME: Final = Way(kinds=frozenset({"text", "template_card"}), bytes={"text": 2048})
RESPONSE: Final = Way(kinds=frozenset({"markdown", "template_card"}), bytes={"markdown": STREAM_BYTES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What people see of one message."""

    kind: str
    text: str = ""
    card: Body | None = None
    file: bytes | None = None
    mentions: tuple[str, ...] = field(default=())

    def shown(self, world: World, key: str, by: str, chat: str, *, finished: bool = True) -> Shown:
        """Return it as it stands in a conversation now."""
        return Shown(
            key=key, by=by, chat=chat, at=world.now, kind=self.kind, text=self.text, card=self.card, file=self.file,
            mentions=self.mentions, finished=finished,
        )  # fmt: skip


def read(world: World, way: Way, body: Body, owner: str) -> Content:
    """Return the content of a message; raise `Refused` where that way does not take it. *owner* holds the media."""
    kind = body.get("msgtype")
    if not isinstance(kind, str) or kind not in way.kinds:
        raise Refused(40008)
    part = body.get(kind)
    if not isinstance(part, dict):
        raise Refused(44004)
    if kind in way.bytes:
        return _words(way, kind, part)
    if kind == "template_card":
        card = check_card(part, way.cards)
        return Content(kind=kind, text=words_of(card), card=card)
    if kind == "image" and "base64" in part:
        return Content(kind=kind, file=_picture(part, TWO_MEGABYTES))
    if kind in MEDIA_KINDS:
        media = world.use_media(owner, kind, part.get("media_id"))
        return Content(kind=kind, text=str(part.get("title") or media.name), file=media.content)
    if kind == "textcard":
        if not (part.get("title") and part.get("url")):
            raise Refused(44004)
        return Content(kind=kind, text=f"{_cut(part['title'], 128)}\n{_cut(part.get('description', ''), 512)}")
    return Content(kind=kind, text=_titles(part))


def _words(way: Way, kind: str, part: Body) -> Content:
    words = part.get("content")
    if not isinstance(words, str) or not words:
        raise Refused(44004)
    if len(words.encode()) > way.bytes[kind]:
        if kind not in way.cut:
            raise Refused(45002)
        words = _cut(words, way.bytes[kind])
    if len(str(part.get("feedback", {}).get("id", "")).encode()) > 256:
        raise Refused(40058)
    mentions = [*part.get("mentioned_list", []), *part.get("mentioned_mobile_list", [])]
    return Content(kind=kind, text=words, mentions=tuple(mentions))


def _picture(part: Body, most: int) -> bytes:
    try:
        content = base64.b64decode(part["base64"], validate=True)
    except ValueError:
        raise Refused(40009) from None
    right = part.get("md5") == hashlib.md5(content).hexdigest() and content.startswith(PICTURES[:2])
    if not right or len(content) > most:
        raise Refused(40009)
    return content


def _titles(part: Body) -> str:
    articles = part.get("articles")
    if articles is None:
        return str(part.get("title", ""))
    if not isinstance(articles, list) or not 1 <= len(articles) <= 8:
        raise Refused(45008)
    if any(not article.get("title") for article in articles):
        raise Refused(44004)
    return "\n".join(_cut(article["title"], 128) for article in articles)


def _cut(words: str, size: int) -> str:
    return words.encode()[:size].decode(errors="ignore")


def words_of(card: Mapping[str, Any]) -> str:
    """Return the words people read on a card, line by line."""
    title = card.get("main_title", {})
    lines = (title.get("title"), title.get("desc"), card.get("sub_title_text"))
    return "\n".join(line for line in lines if line)


def read_stream(stream: object, *, pictures: bool) -> tuple[str, bool, Content]:
    """Return id, whether it is finished, and content of a stream's frame; *pictures* may go with its end in URL mode."""
    if not isinstance(stream, dict) or not isinstance(stream.get("id"), str) or not stream["id"]:
        raise Refused(40058)
    words, finished = stream.get("content", ""), stream.get("finish", False)
    if not isinstance(words, str) or not isinstance(finished, bool):
        raise Refused(40058)
    if len(words.encode()) > STREAM_BYTES:
        raise Refused(45002)
    items = stream.get("msg_item", [])
    if items and not (pictures and finished and len(items) <= 10):
        raise Refused(40008)
    if len(str(stream.get("feedback", {}).get("id", "")).encode()) > 256:
        raise Refused(40058)
    for item in items:
        _picture(item.get("image", {}), 5 * TWO_MEGABYTES)
    return stream["id"], finished, Content(kind="stream", text=words)
