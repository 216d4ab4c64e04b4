"""What a self-built app was told, and what answers its callbacks: XML and the house's own words. No I/O."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

from wechatpy.enterprise.messages import MESSAGE_TYPES, LinkMessage, LocationMessage, TextMessage
from wechatpy.replies import TextReply

from bot.platforms.wecom.app.xml_fields import Field, Fields, fields_in, text_at
from bot.platforms.wecom.cipher import Cipher
from bot.platforms.wecom.told import (
    BY_APP,
    PLATFORM,
    Clicked,
    Deposit,
    Disabling,
    Entered,
    Said,
    Told,
    Unknown,
    reference,
)
from bot.sending.choosing import chosen_by
from bot.web.unreadable import MALFORMED, Unreadable
from handlers.dates.china_time import CHINA_TIME
from handlers.message import Account, Attachment, AttachmentKind, Heard, MessageId, Quote, Scope
from handlers.people.rules.roster import Place

LONGEST_ID: Final = 512
DEPOSITED: Final = {
    "image": AttachmentKind.IMAGE,
    "voice": AttachmentKind.VOICE,
    "video": AttachmentKind.FILE,
    "shortvideo": AttachmentKind.FILE,
}
DISABLING: Final = frozenset({"inactive_alert", "close_inactive_agent", "low_active_alert", "low_active"})
# An event has no id: these tell it from every other; developer.work.weixin.qq.com 90238 names the first two only.
EVENT_FACTS: Final = ("FromUserName", "CreateTime", "Event", "EventKey", "TaskId", "ChangeType", "SelectedItems")


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """A self-built app by its entry in the settings."""

    entry: str
    corp_id: str


def encrypted_in(body: bytes) -> str:
    """Return what is encrypted in a callback's body; nothing else there is signed. Raise `Unreadable`."""
    encrypted = fields_in(body).get("Encrypt")
    if not isinstance(encrypted, str):  # there is none, or there are several
        raise Unreadable(MALFORMED)
    return encrypted


def told_by_callback(message: bytes, app: App, now: datetime) -> Told:
    """Return what a decrypted callback tells. Raise `Unreadable`."""
    fields = fields_in(message)
    kind = text_at(fields, "MsgType")
    if kind == "event":
        return _event(fields, app, now)
    if kind not in MESSAGE_TYPES:
        return Unknown(kind=kind)
    return _said(kind, fields, app, now)


def _said(kind: str, fields: Fields, app: App, now: datetime) -> Said:
    id = text_at(fields, "MsgId")
    if not 0 < len(id) <= LONGEST_ID:
        raise Unreadable(MALFORMED)
    text = ""
    attachments: tuple[Attachment, ...] = ()
    media: tuple[Deposit, ...] = ()
    match message := MESSAGE_TYPES[kind]({name: text_at(fields, name) for name in fields}):
        case TextMessage():
            text = message.content or ""
        case LinkMessage():
            text = "\n".join(filter(None, (message.title, message.description, message.url)))
        case LocationMessage():
            point = f"geo:{message.location_x},{message.location_y}"
            attachments = (Attachment(kind=AttachmentKind.LOCATION, reference=point, name=message.label or ""),)
        case _:
            kept_as = reference(f"{PLATFORM}:{app.entry}:{id}", 0)
            attachments = (Attachment(kind=DEPOSITED[kind], reference=kept_as),)
            media = (Deposit(reference=kept_as, media_id=message.media_id or ""),)
    return Said(heard=_heard(fields, id, text, app, now, attachments=attachments), media=media)


def _event(fields: Fields, app: App, now: datetime) -> Told:
    event = text_at(fields, "Event").lower()
    if event in DISABLING:
        return Disabling(event=event)
    if event == "enter_agent":
        sender = _sender(fields, app)
        return Entered(place=_place(sender), sender=sender)
    chosen = chosen_by(text_at(fields, "EventKey"))
    if event not in {"template_card_event", "click"} or not chosen.words:
        return Unknown(kind=event)
    return Clicked(
        heard=_heard(fields, _event_id(fields), chosen.words, app, now, quote=chosen.quote),
        chosen=chosen,
        task_id=text_at(fields, "TaskId"),
        response_code=text_at(fields, "ResponseCode") or None,
    )


def _event_id(fields: Fields) -> str:
    facts = "\0".join(fact for name in EVENT_FACTS for fact in (name, *_texts(fields.get(name, ""))))
    return f"event-{hashlib.sha256(facts.encode()).hexdigest()}"


def _texts(field: Field) -> Iterator[str]:
    """Yield all texts in *field*, in their order."""
    if isinstance(field, str):
        yield field
    else:
        for inner in field if isinstance(field, list) else field.values():
            yield from _texts(inner)


def _heard(
    fields: Fields,
    id: str,
    text: str,
    app: App,
    now: datetime,
    *,
    quote: Quote | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> Heard:
    sender = _sender(fields, app)
    return Heard(
        id=MessageId(f"{PLATFORM}:{app.entry}:{id}"),
        place=_place(sender),
        scope=Scope.DIRECT,
        sender=sender,
        sender_name="",  # only ids are told
        sent_at=_sent_at(fields, now),
        text=text,
        quote=quote,
        attachments=attachments,
        answer=BY_APP,
    )


def _sent_at(fields: Fields, now: datetime) -> datetime:
    """Return when it was said; nothing was said after it was heard."""
    try:
        return min(datetime.fromtimestamp(int(text_at(fields, "CreateTime")), CHINA_TIME), now)
    except (ValueError, OverflowError, OSError):
        return now


def _sender(fields: Fields, app: App) -> Account:
    user = text_at(fields, "FromUserName")
    if not 0 < len(user) <= LONGEST_ID:
        raise Unreadable(MALFORMED)
    return Account(platform=PLATFORM, account=app.entry, user=user)


def _place(sender: Account) -> Place:
    return Place(platform=PLATFORM, account=sender.account, chat=sender.user)


# --- passive replies: what answers a callback within five seconds ---


def text_reply(content: str, *, to: str, app: App, now: datetime) -> str:
    """Return a text for the person with the user id *to*."""
    unbroken = content.replace("]]>", "]]]]><![CDATA[>")  # wechatpy writes CDATA and looks for no end of it
    reply = TextReply(source=app.corp_id, target=to, time=int(now.timestamp()), content=unbroken)
    rendered: str = reply.render()
    return rendered


def button_replaced(label: str, *, to: str, app: App, now: datetime) -> str:
    """Return that the buttons of the card that was clicked give way to *label*."""
    return (
        f"<xml><ToUserName>{escape(to)}</ToUserName><FromUserName>{escape(app.corp_id)}</FromUserName>"
        f"<CreateTime>{int(now.timestamp())}</CreateTime><MsgType>update_button</MsgType>"
        f"<Button><ReplaceName>{escape(label)}</ReplaceName></Button></xml>"
    )


def passive(reply: str, cipher: Cipher, *, nonce: str, now: datetime) -> bytes:
    """Return *reply* as the encrypted answer to a callback."""
    timestamp = str(int(now.timestamp()))
    encrypted = cipher.seal(reply.encode())
    return (
        f"<xml><Encrypt>{encrypted}</Encrypt><MsgSignature>{cipher.sign(timestamp, nonce, encrypted)}</MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp><Nonce>{escape(nonce)}</Nonce></xml>"
    ).encode()
