"""What an AI bot was told, by callback or over the long connection: JSON in, the house's own words out. No I/O."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Raw

from bot.platforms.wecom.aibot import payloads as payloads
from bot.platforms.wecom.aibot.payloads import read
from bot.platforms.wecom.bounds import LARGEST, check_size
from bot.platforms.wecom.cipher import key_from
from bot.platforms.wecom.told import (
    PLATFORM,
    Clicked,
    Entered,
    Kicked,
    Link,
    Refreshing,
    Said,
    Told,
    TooLong,
    Unknown,
    reference,
)
from bot.sending.choosing import chosen_by
from bot.web.unreadable import MALFORMED, Unreadable
from handlers.intake.rules.normalise import without_mentions
from handlers.message import Account, Attachment, AttachmentKind, Heard, MessageId, Quote, Scope
from handlers.people.rules.roster import Place

MESSAGE, EVENT = "aibot_msg_callback", "aibot_event_callback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Robot:
    """An AI bot by its entry in the settings; *aliases* are its names on the platform, as a mention writes them.

    *private_way* says that it, or an app behind it, may speak to people one to one unasked.
    """

    entry: str
    aliases: Collection[str] = ()
    private_way: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """The platform's answer to the frame *req_id*; *code* 0 says that it was taken."""

    req_id: str
    code: int
    errmsg: str = ""
    upload_id: str = ""
    media_id: str = ""


class ByRequest(msgspec.Struct, frozen=True, tag="request"):
    """The way to answer just this message over the long connection, for 24 hours."""

    req_id: str


class ByCallback(msgspec.Struct, frozen=True, tag="callback"):
    """The ways to answer just this message of a callback.

    They are the *stream* that the callback's own answer opens, for six minutes, and one post to *response_url* within
    the hour.
    """

    stream: str | None
    response_url: str | None


Answer = ByRequest | ByCallback
_ANSWER: Final[msgspec.json.Decoder[Answer]] = msgspec.json.Decoder(Answer)


def answer_from(text: str) -> Answer:
    """Return the way to answer that `Heard.answer` holds."""
    return _ANSWER.decode(text)


def encrypted_in(body: bytes) -> str:
    """Return what is encrypted in a callback's body. Raise `Unreadable`."""
    check_size(body)
    return read(payloads.ENVELOPE, body).encrypt


def told_by_callback(message: bytes, robot: Robot, now: datetime) -> Told:
    """Return what a decrypted callback tells. Raise `Unreadable`."""
    check_size(message)
    return _told(read(payloads.BODY, message), robot, now, req_id=None)


def told_by_frame(frame: bytes, robot: Robot, now: datetime) -> Told | Acknowledged:
    """Return what a frame of the long connection tells. Raise `Unreadable` where it is junk."""
    one = read(payloads.FRAME, frame)
    if len(frame) > LARGEST and one.cmd == MESSAGE:
        return TooLong(req_id=one.headers.req_id)
    check_size(frame)
    if one.cmd in {MESSAGE, EVENT}:
        return _told(read(payloads.BODY, one.body), robot, now, req_id=one.headers.req_id)
    if one.cmd is not None:
        return Unknown(kind=one.cmd)
    if one.errcode is None:
        raise Unreadable(MALFORMED)
    brought = payloads.FrameAnswer()
    with suppress(Unreadable):
        brought = read(payloads.FRAME_ANSWER, one.body)
    return Acknowledged(
        req_id=one.headers.req_id,
        code=one.errcode,
        errmsg=one.errmsg,
        upload_id=brought.upload_id,
        media_id=brought.media_id,
    )


def _told(body: payloads.Body, robot: Robot, now: datetime, *, req_id: str | None) -> Told:
    match body.msgtype:
        case "event":
            return _event(body, robot, now, req_id=req_id)
        case "stream":
            return Refreshing(stream=read(payloads.STREAM, body.stream).id)
    media = _Media(message=_id(body, robot))
    words = _words(body, media)
    if words is None:
        return Unknown(kind=body.msgtype)
    heard = _heard(
        body,
        words,
        quote=_quote(body, media),
        answer=ByCallback(stream=body.msgid, response_url=body.response_url or None)
        if req_id is None
        else ByRequest(req_id),
        robot=robot,
        now=now,
    )
    return Said(heard=heard, media=tuple(media.links), stream=body.msgid or "" if req_id is None else "")


def _event(body: payloads.Body, robot: Robot, now: datetime, *, req_id: str | None) -> Told:
    event = read(payloads.EVENT, body.event)
    match event.eventtype:
        case "enter_chat":
            sender = _sender(body, robot)
            return Entered(place=_place(body, sender), sender=sender, req_id=req_id)
        case "template_card_event":
            click = read(payloads.CLICK, event.template_card_event)
            chosen = chosen_by(click.event_key)
            if not chosen.words:
                return Unknown(kind=event.eventtype)
            heard = _heard(
                body,
                _Words(text=chosen.words),
                quote=chosen.quote,
                # Over the long connection an event takes no reply but the update of its card (846605).
                answer=ByCallback(stream=None, response_url=body.response_url or None) if req_id is None else None,
                robot=robot,
                now=now,
            )
            return Clicked(heard=heard, chosen=chosen, task_id=click.task_id, req_id=req_id)
        case "disconnected_event":
            return Kicked()
    return Unknown(kind=event.eventtype)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What one message, quote or piece says and shows."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()


class _Media:
    """The links of one message and of what it quotes, numbered as they come."""

    def __init__(self, *, message: str) -> None:
        self.links: list[Link] = []
        self._message = message

    def add(self, kind: AttachmentKind, link: Raw) -> _Words:
        linked = read(payloads.LINKED, link)
        kept_as = reference(self._message, len(self.links))
        self.links.append(Link(reference=kept_as, url=linked.url, key=_key(linked.aeskey)))
        return _Words(attachments=(Attachment(kind=kind, reference=kept_as),))


def _key(text: str | None) -> bytes | None:
    try:
        return None if text is None else key_from(text)
    except ValueError:
        return None


def _words(spoken: payloads.Spoken, media: _Media) -> _Words | None:
    """Return what was said, its links added to *media*; None where its kind is not known. Raise `Unreadable`."""
    match spoken.msgtype:
        case "text":
            return _Words(text=read(payloads.CONTENT, spoken.text).content)
        case "voice":
            return _Words(text=read(payloads.CONTENT, spoken.voice).content)
        case "image":
            return media.add(AttachmentKind.IMAGE, spoken.image)
        case "file":
            return media.add(AttachmentKind.FILE, spoken.file)
        case "video":
            return media.add(AttachmentKind.FILE, spoken.video)
        case "mixed":
            pieces = tuple(_pieces(spoken, media))
            return _Words(
                text="\n".join(piece.text for piece in pieces if piece.text),
                attachments=tuple(attachment for piece in pieces for attachment in piece.attachments),
            )
    return None


def _pieces(mixed: payloads.Spoken, media: _Media) -> Iterator[_Words]:
    """Yield the pieces that can be read: one that cannot does not lose the others."""
    for item in read(payloads.MIXED, mixed.mixed).msg_item:
        with suppress(Unreadable):
            piece = _words(read(payloads.SPOKEN, item), media)
            if piece is not None:
                yield piece


def _quote(body: payloads.Body, media: _Media) -> Quote | None:
    """Return what was quoted, whose author and time are not told; None where nothing was, or nothing readable."""
    if body.quote is payloads.NOTHING:
        return None
    with suppress(Unreadable):
        words = _words(read(payloads.SPOKEN, body.quote), media)
        if words is not None:
            return Quote(text=words.text, attachments=words.attachments)
    return None


def _heard(
    body: payloads.Body, words: _Words, *, quote: Quote | None, answer: Answer | None, robot: Robot, now: datetime
) -> Heard:
    if body.msgid is None:
        raise Unreadable(MALFORMED)
    sender = _sender(body, robot)
    return Heard(
        id=_id(body, robot),
        place=_place(body, sender),
        scope=Scope.DIRECT if _group(body) is None else Scope.GROUP,
        sender=sender,
        sender_name="",  # only ids are told
        sent_at=now,  # a message does not tell its time
        text=without_mentions(words.text, robot.aliases),
        quote=quote,
        attachments=words.attachments,
        answer=None if answer is None else msgspec.json.encode(answer).decode(),
        private_way=robot.private_way,
    )


def _id(body: payloads.Body, robot: Robot) -> MessageId:
    return MessageId(f"{PLATFORM}:{robot.entry}:{body.msgid}")


def _sender(body: payloads.Body, robot: Robot) -> Account:
    if body.sender is None:
        raise Unreadable(MALFORMED)
    return Account(platform=PLATFORM, account=robot.entry, user=body.sender.userid)


def _place(body: payloads.Body, sender: Account) -> Place:
    return Place(platform=PLATFORM, account=sender.account, chat=_group(body) or sender.user)


def _group(body: payloads.Body) -> str | None:
    """Return the group it was said in, None one to one; some events tell no `chattype`. Raise `Unreadable`.

    What was said in a group that is not named must not be answered as if nobody else heard.
    """
    if body.chattype == "group" and not body.chatid:
        raise Unreadable(MALFORMED)
    return None if body.chattype == "single" else body.chatid or None
