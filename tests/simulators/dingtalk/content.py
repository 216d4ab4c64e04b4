"""What may be said by which way; what comes out is what people see of it."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.simulators.dingtalk.answers import Body, Refused
from tests.simulators.dingtalk.record import Door, Shown
from tests.simulators.dingtalk.world import World

PARAM_BYTES: Final = 15_000  # msgParam; D15
MENTIONS: Final = 50  # D11
KINDS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "text": (frozenset({"content"}), frozenset()),
    "markdown": (frozenset({"title", "text"}), frozenset()),
    "link": (frozenset({"title", "text", "messageUrl"}), frozenset({"picUrl"})),
    "actionCard": (
        frozenset({"title", "text"}),
        frozenset({"singleTitle", "singleURL", "btns", "btnOrientation", "hideAvatar"}),
    ),
    "feedCard": (frozenset({"links"}), frozenset()),
}
"""What a webhook takes (protocol 4.2): members that a kind must have, and may have."""
WITH_MENTIONS: Final = {"text", "markdown"}
KEYS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "sampleText": (frozenset({"content"}), frozenset()),
    "sampleMarkdown": (frozenset({"title", "text"}), frozenset()),
    "sampleImageMsg": (frozenset({"photoURL"}), frozenset()),
    "sampleLink": (frozenset({"text", "title", "messageUrl"}), frozenset({"picUrl"})),
    "sampleActionCard": (frozenset({"title", "text", "singleTitle", "singleURL"}), frozenset()),
    **{
        f"sampleActionCard{count}": (
            frozenset({"title", "text"})
            | {f"{part}{number}" for part in ("actionTitle", "actionURL") for number in range(1, count + 1)},
            frozenset(),
        )
        for count in range(2, 6)
    },
    "sampleActionCard6": (
        frozenset({"title", "text", "buttonTitle1", "buttonUrl1", "buttonTitle2", "buttonUrl2"}),
        frozenset(),
    ),
    "sampleAudio": (frozenset({"mediaId", "duration"}), frozenset()),
    "sampleFile": (frozenset({"mediaId", "fileName", "fileType"}), frozenset()),
    "sampleVideo": (
        frozenset({"duration", "videoMediaId", "videoType", "picMediaId"}),
        frozenset({"height", "width"}),
    ),
}
"""What a robot pushes (protocol 4.3): members that msgParam must have, and may have."""
BUTTONS: Final = (("singleTitle", "singleURL"), ("actionTitle", "actionURL"), ("buttonTitle", "buttonUrl"))
FILE_TYPES: Final = {"xlsx", "pdf", "zip", "rar", "doc", "docx"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What people see of one message."""

    kind: str
    title: str = ""
    text: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    file: bytes | None = None
    mentions: tuple[str, ...] = field(default=())

    def shown(self, world: World, key: str, by: str, chat: str, door: Door) -> Shown:
        """Return it as it stands in a conversation now."""
        return Shown(
            key=key, by=by, chat=chat, at=world.now, door=door, kind=self.kind, title=self.title, text=self.text,
            buttons=self.buttons, file=self.file, mentions=self.mentions,
        )  # fmt: skip


# --- the format of webhooks ---


def posted(world: World, what: str, body: Body, members: Collection[str]) -> Content:
    """Return the content of a message in the format of webhooks, said where *members* are."""
    kind = body.get("msgtype")
    if not isinstance(kind, str) or kind not in KINDS:
        raise Refused(400105)
    part = body.get(kind)
    if not isinstance(part, dict):
        raise Refused(40035)
    world.expect(what, body, ("msgtype", kind, "at", "msgUuid"))
    required, more = KINDS[kind]
    world.expect(f"{kind} of {what}", part, required | more)
    if not all(part.get(name) for name in required):
        raise Refused(40035)
    if kind == "feedCard":
        titles = [str(link.get("title", "")) for link in part["links"] if isinstance(link, dict)]
        return Content(kind=kind, text="\n".join(titles))
    _expect_texts(world, f"{kind} of {what}", part, ("btns", "hideAvatar"))
    text = str(part.get("content") or part["text"])
    return Content(
        kind=kind,
        title=str(part.get("title", "")),
        text=text,
        buttons=tuple(_posted_buttons(world, what, part)),
        mentions=_mentions(world, kind, text, body.get("at") or {}, members),
    )


def _posted_buttons(world: World, what: str, part: Body) -> list[tuple[str, str]]:
    if "messageUrl" in part:
        return [("", part["messageUrl"])]
    if part.get("singleTitle") and part.get("singleURL"):
        return [(part["singleTitle"], part["singleURL"])]
    buttons: list[tuple[str, str]] = []
    for button in part.get("btns", []):
        world.expect(f"a button of {what}", button, ("title", "actionURL"))
        if not (button.get("title") and button.get("actionURL")):
            raise Refused(40035)
        buttons.append((button["title"], button["actionURL"]))
    return buttons


def _mentions(world: World, kind: str, text: str, at: Any, members: Collection[str]) -> tuple[str, ...]:
    """Return who is mentioned so that he sees it: named in `at`, written in the text, and a member of the group."""
    if not at:
        return ()
    world.expect("at", at, ("atUserIds", "atMobiles", "isAtAll"))
    if kind not in WITH_MENTIONS:
        world.breach(f"{kind} with mentions")
    if at.get("isAtAll") is True:
        return ("@all",)
    named = [*(at.get("atUserIds") or []), *(at.get("atMobiles") or [])]
    if len(named) > MENTIONS:
        world.breach("more than 50 people are mentioned at once")
    return tuple(userid for userid in named if userid in members and f"@{userid}" in text)


# --- the format of a robot's pushes ---


def pushed(world: World, what: str, body: Body) -> Content:
    """Return the content of what a robot sends: `msgKey` and `msgParam`."""
    key, written = body.get("msgKey"), body.get("msgParam")
    if not isinstance(key, str) or key not in KEYS:
        raise Refused("invalidParameter.msgKey.invalid")
    if isinstance(written, str) and len(written.encode()) > PARAM_BYTES:
        raise Refused("invalidParameter.msgParam.tooLong")
    try:
        param = json.loads(written) if isinstance(written, str) else None
    except ValueError:
        param = None
    if not isinstance(param, dict):
        raise Refused("invalidParameter.msgParam.invalid")
    required, more = KEYS[key]
    world.expect(f"msgParam of {key}", param, required | more)
    _expect_texts(world, f"msgParam of {key}", param, ())
    if key == "sampleText" and not param.get("content"):
        raise Refused("miss.param.contentOfText")
    if not all(param.get(name) for name in required):
        raise Refused("invalidParameter.msgParam.invalid")
    return _pushed_media(world, key, param) or Content(
        kind=_kind(key),
        title=str(param.get("title", "")),
        text=str(param.get("content") or param["text"]),
        buttons=tuple(_pushed_buttons(param)),
    )


def _kind(key: str) -> str:
    """Return the kind that a webhook would call so."""
    name = key.removeprefix("sample").rstrip("23456")
    return name[0].lower() + name[1:]


def _pushed_media(world: World, key: str, param: Body) -> Content | None:
    match key:
        case "sampleImageMsg":
            address = str(param["photoURL"])
            file = None if address.startswith(("http://", "https://")) else _file(world, address, "image")
            return Content(kind="image", text=address, file=file)
        case "sampleFile":
            if param["fileType"] not in FILE_TYPES:
                raise Refused("invalidParameter.msgParam.invalid")
            return Content(kind="file", text=str(param["fileName"]), file=_file(world, param["mediaId"], "file"))
        case "sampleAudio":
            return Content(kind="audio", file=_file(world, param["mediaId"], "voice"))
        case "sampleVideo":
            return Content(kind="video", file=_file(world, param["videoMediaId"], "video"))
    return None


def _file(world: World, media_id: object, kind: str) -> bytes:
    media = world.media.get(str(media_id))
    if media is None or media.kind != kind:
        raise Refused("invalidParameter.msgParam.invalid")
    return media.content


def _pushed_buttons(param: Body) -> list[tuple[str, str]]:
    if "messageUrl" in param:
        return [("", str(param["messageUrl"]))]
    return [
        (str(param[f"{title}{number}"]), str(param[f"{address}{number}"]))
        for title, address in BUTTONS
        for number in ("", 1, 2, 3, 4, 5)
        if f"{title}{number}" in param
    ]


def _expect_texts(world: World, what: str, part: Body, but: Collection[str]) -> None:
    for name, value in part.items():
        if name not in but and not isinstance(value, str):
            world.breach(f"{name} in {what} is no text")
