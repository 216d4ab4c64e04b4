"""What a robot was told, by callback or in a frame of its stream: JSON in, the house's own words out. No I/O."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

import msgspec

from bot.platforms.dingtalk.wire.fields import (
    Fields,
    fields_in,
    flag_at,
    id_at,
    number_at,
    object_at,
    objects_at,
    payload_at,
    text_at,
    written_in,
)
from bot.platforms.dingtalk.wire.told import PLATFORM, Deposit, QuotaGone, Robot, Said, Unknown, key_of, reference
from bot.web.unreadable import MALFORMED, Unreadable
from handlers.dates.china_time import CHINA_TIME
from handlers.intake.rules.normalise import without_mentions
from handlers.message import Account, Attachment, AttachmentKind, Heard, MessageId, Quote, Scope
from handlers.people.rules.roster import Place

LARGEST: Final = 512 * 1024  # bytes of a callback; what the platform sends is a few KB
DIRECT, GROUP = "1", "2"
QUOTA_GONE: Final = "20001"  # open.dingtalk.com robot-message-type
LONGEST_NAME: Final = 255  # characters of a file's name, or of a person's
SESSION_LIFE: Final = timedelta(minutes=90)  # where its end is not told; in every published sample it is this long


class Session(msgspec.Struct, frozen=True):
    """The way to answer where one message was said: *address*, until *ends*, in milliseconds, as DingTalk has it.

    In a callback neither is signed: see `speaking.reply_address`.
    """

    address: str
    ends: int


_SESSION: Final = msgspec.json.Decoder(Session)


def session_from(answer: str) -> Session:
    """Return the way to answer that `Heard.answer` holds."""
    return _SESSION.decode(answer)


def told_by_callback(body: bytes, robot: Robot, now: datetime) -> Said | QuotaGone | Unknown:
    """Return what a callback tells, whose headers were found genuine. Raise `Unreadable`."""
    return told_by_stream(written_in(body, LARGEST), robot, now)


def told_by_stream(data: str, robot: Robot, now: datetime) -> Said | QuotaGone | Unknown:
    """Return what the data of a frame tell. Raise `Unreadable`."""
    fields = fields_in(data)
    kind = id_at(fields, "msgtype")
    id = MessageId(f"{PLATFORM}:{robot.entry}:{id_at(fields, 'msgId')}")
    chat = id_at(fields, "conversationId")
    sender = _sender(fields, robot)
    is_group = _is_group(fields)
    media = _Media(message=id)
    words = _words(kind, _payload(kind, fields), media)
    quote = _quote(fields, sender, media)
    if is_group and flag_at(fields, "isInAtList") is False and not (quote is not None and quote.from_bot):
        return Unknown(kind="not addressed")  # a mention of everybody is none of the robot
    sent_at = _moment(fields, now)
    heard = Heard(
        id=id,
        place=Place(platform=PLATFORM, account=robot.entry, chat=chat if is_group else sender.user),
        scope=Scope.GROUP if is_group else Scope.DIRECT,
        sender=sender,
        sender_name=_name(fields),
        sent_at=sent_at,
        text=without_mentions(words.text, robot.aliases).strip(),
        quote=quote,
        attachments=words.attachments,
        answer=_answer(fields, sent_at),
    )
    if text_at(fields, "errorCode") == QUOTA_GONE and not (heard.text or heard.attachments):
        return QuotaGone(heard=heard)
    return Said(heard=heard, media=tuple(media.deposits))


# --- who, where and when ---


def _is_group(fields: Fields) -> bool:
    """Return whether others heard it; what does not say so must not be answered either way. Raise `Unreadable`."""
    kind = text_at(fields, "conversationType")
    if kind not in {DIRECT, GROUP}:
        raise Unreadable(MALFORMED)
    return kind == GROUP


def _sender(fields: Fields, robot: Robot) -> Account:
    user = key_of(
        staff=id_at(fields, "senderStaffId", required=False),
        union=id_at(fields, "senderUnionId", required=False),
        sender=id_at(fields, "senderId"),
        corp=id_at(fields, "chatbotCorpId", required=False),
    )
    return Account(platform=PLATFORM, account=robot.entry, user=user)


def _name(fields: Fields) -> str:
    """Return what the speaker calls himself, which is anything he likes."""
    with suppress(Unreadable):
        return text_at(fields, "senderNick")[:LONGEST_NAME]
    return ""


def _moment(fields: Fields, now: datetime) -> datetime:
    """Return when it was said; nothing was said after it was heard."""
    milliseconds = number_at(fields, "createAt")
    try:
        return now if milliseconds is None else min(datetime.fromtimestamp(milliseconds / 1000, CHINA_TIME), now)
    except (OverflowError, OSError, ValueError):
        return now


def _answer(fields: Fields, sent_at: datetime) -> str | None:
    """Return how it may be answered where it was said, None where that is not told."""
    with suppress(Unreadable):
        address = text_at(fields, "sessionWebhook")
        ends = number_at(fields, "sessionWebhookExpiredTime")
        if address:
            if ends is None:
                ends = round((sent_at + SESSION_LIFE).timestamp() * 1000)
            return msgspec.json.encode(Session(address=address, ends=ends)).decode()
    return None


# --- what ---


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What one message, quote or piece says and shows."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()


class _Media:
    """The deposits of one message and of what it quotes, numbered as they come."""

    def __init__(self, *, message: str) -> None:
        self.deposits: list[Deposit] = []
        self._message = message

    def add(self, kind: AttachmentKind, payload: Fields) -> tuple[Attachment, ...]:
        """Return the attachment that *payload* tells of, none where it cannot be had."""
        code = text_at(payload, "downloadCode") or text_at(payload, "pictureDownloadCode")
        if not code:
            return ()
        kept_as = reference(self._message, len(self.deposits))
        self.deposits.append(Deposit(reference=kept_as, code=code))
        return (Attachment(kind=kind, reference=kept_as, name=text_at(payload, "fileName")[:LONGEST_NAME]),)


def _payload(kind: str, fields: Fields) -> Fields | str:
    """Return where the words of a message of that kind stand. Raise `Unreadable`."""
    first, second = ("text", "content") if kind == "text" else ("content", "text")
    return payload_at(fields, first) or payload_at(fields, second)


def _words(kind: str, payload: Fields | str, media: _Media) -> _Words:
    """Return what was said, its attachments added to *media*. Raise `Unreadable`.

    Of a kind that nobody knows it is the text it may have; whoever said it is answered in any case.
    """
    if isinstance(payload, str):
        return _Words(text=payload)
    match kind:
        case "richText":
            return _pieces(payload, media)
        case "picture":
            return _Words(attachments=media.add(AttachmentKind.IMAGE, payload))
        case "video" | "file":
            return _Words(attachments=media.add(AttachmentKind.FILE, payload))
        case "audio":
            recognised = text_at(payload, "recognition").strip()
            return _Words(
                text=recognised,
                attachments=() if recognised else media.add(AttachmentKind.VOICE, payload),
            )
        case "interactiveCard":
            return _lines(payload, "title", "biz_custom_action_url")
        case "chatRecord":
            return _lines(payload, "title", "summary")
    return _Words(text=text_at(payload, "content") or text_at(payload, "text"))


def _lines(payload: Fields, *names: str) -> _Words:
    return _Words(text="\n".join(filter(None, (text_at(payload, name) for name in names))))


def _pieces(payload: Fields, media: _Media) -> _Words:
    """Return a rich text: what is not broken by a picture is one run of words."""
    pieces = tuple(_readable(payload, media))
    runs = ("".join(piece.text for piece in run).strip() for _, run in groupby(pieces, lambda one: one.attachments))
    return _Words(
        text="\n".join(filter(None, runs)),
        attachments=tuple(attachment for piece in pieces for attachment in piece.attachments),
    )


def _readable(payload: Fields, media: _Media) -> Iterator[_Words]:
    """Yield the pieces that can be read: one that cannot does not lose the others."""
    for piece in objects_at(payload, "richText"):
        with suppress(Unreadable):
            match text_at(piece, "type") or text_at(piece, "msgType"):
                case "picture":
                    yield _Words(attachments=media.add(AttachmentKind.IMAGE, _content(piece)))
                case "at" if name := text_at(piece, "atName"):
                    yield _Words(text=f"@{name.removeprefix('@')} ")
                case _:
                    yield _Words(text=text_at(piece, "text") or text_at(piece, "content"))


def _content(piece: Fields) -> Fields:
    """Return where the download code of a piece stands: what is quoted has it one object further in."""
    return object_at(piece, "content") or piece


# --- what was quoted; in no official document, seen in the field ---


def _quote(fields: Fields, sender: Account, media: _Media) -> Quote | None:
    """Return what was quoted, None where nothing was, or nothing readable."""
    with suppress(Unreadable):
        quoted = _quoted(fields)
        if not quoted:
            return None
        payload = payload_at(quoted, "content") or payload_at(quoted, "text")
        words = _words(text_at(quoted, "msgType") or text_at(quoted, "msgtype") or _kind(payload), payload, media)
        if not (words.text or words.attachments):
            return None
        author = text_at(quoted, "senderId")
        return Quote(
            text=words.text,
            from_bot=bool(author) and author == text_at(fields, "chatbotUserId"),
            author=sender.user if author == text_at(fields, "senderId") else None,
            attachments=words.attachments,
        )
    return None


def _quoted(fields: Fields) -> Fields:
    """Return the message that was quoted, without members where none was. Raise `Unreadable`."""
    for place in ("text", "content"):
        if quoted := object_at(object_at(fields, place), "repliedMsg"):
            return quoted
    return object_at(fields, "quoteMessage")


def _kind(payload: Fields | str) -> str:
    """Return of which kind that is, where it is not told."""
    if "richText" in payload:
        return "richText"
    if "fileName" in payload:
        return "file"
    return "picture" if "downloadCode" in payload else "text"
