"""What is said to WeChat Work for an AI bot: bodies, frames of the long connection, answers to callbacks. No I/O.

JSON is written without `\\uXXXX` escapes, which some of the platform's interfaces refuse (40033).
"""

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

import msgspec

from bot.platforms.wecom.cards import Card
from bot.platforms.wecom.cipher import Cipher
from handlers.message import Scope

CONTENT_BYTES: Final = 20_480  # of a stream or a Markdown text; developer.work.weixin.qq.com 101031, 101138, 101463
CHUNK_BYTES: Final = 512 * 1024  # before Base64; 101463
MOST_CHUNKS: Final = 100
CHAT_TYPE: Final = {Scope.DIRECT: 1, Scope.GROUP: 2}

Body = Mapping[str, object]
MediaKind = Literal["file", "image", "voice", "video"]


# --- what may be said ---


def stream(id: str, content: str, *, finish: bool) -> Body:
    """Return *content* as all that the stream *id* shows from now on."""
    return {"msgtype": "stream", "stream": {"id": id, "finish": finish, "content": content}}


def stream_of(post: str) -> str:
    """Return the id of the stream that shows the post with that key, so that a second try shows nothing twice."""
    return hashlib.sha256(post.encode()).hexdigest()


def markdown(content: str) -> Body:
    return {"msgtype": "markdown", "markdown": {"content": content}}


def welcome_text(content: str) -> Body:
    """Return *content* for somebody who entered; nothing else is answered with plain text."""
    return {"msgtype": "text", "text": {"content": content}}


def template_card(card: Card) -> Body:
    """Return *card*, which may be shown one to one only."""
    return {"msgtype": "template_card", "template_card": card}


def updated_card(card: Card) -> Body:
    """Return *card* as what the card with its task id shows from now on; the answer to a click."""
    return {"response_type": "update_template_card", "template_card": card}


def media(kind: MediaKind, media_id: str) -> Body:
    return {"msgtype": kind, kind: {"media_id": media_id}}


# --- over the long connection; each frame is known by its request id ---


def subscribe(req_id: str, bot_id: str, secret: str) -> bytes:
    return _frame("aibot_subscribe", req_id, {"bot_id": bot_id, "secret": secret})


def ping(req_id: str) -> bytes:
    return msgspec.json.encode({"cmd": "ping", "headers": {"req_id": req_id}})


def reply(req_id: str, body: Body) -> bytes:
    """Return the answer to the message that came with *req_id*: a stream, Markdown, a card or media."""
    return _frame("aibot_respond_msg", req_id, body)


def welcome(req_id: str, body: Body) -> bytes:
    """Return the answer to an entry that came with *req_id*, good for five seconds."""
    return _frame("aibot_respond_welcome_msg", req_id, body)


def update(req_id: str, card: Card) -> bytes:
    """Return the answer to a click that came with *req_id*, good for five seconds."""
    return _frame("aibot_respond_update_msg", req_id, updated_card(card))


def push(req_id: str, chat: str, scope: Scope, body: Body) -> bytes:
    """Return *body* for a conversation in which somebody has spoken to the bot: Markdown, a card or media."""
    return _frame("aibot_send_msg", req_id, {"chatid": chat, "chat_type": CHAT_TYPE[scope], **body})


def upload_begins(req_id: str, kind: MediaKind, name: str, content: bytes) -> bytes:
    """Return the frame that announces *content*; its acknowledgement brings the upload id."""
    return _frame(
        "aibot_upload_media_init",
        req_id,
        {
            "type": kind,
            "filename": name,
            "total_size": len(content),
            "total_chunks": len(chunks(content)),
            "md5": hashlib.md5(content, usedforsecurity=False).hexdigest(),
        },
    )


def chunks(content: bytes) -> list[bytes]:
    """Return *content* in pieces that one frame may carry."""
    return [content[start : start + CHUNK_BYTES] for start in range(0, len(content), CHUNK_BYTES)]


def upload_goes_on(req_id: str, upload_id: str, index: int, chunk: bytes) -> bytes:
    data = base64.b64encode(chunk).decode()
    return _frame(
        "aibot_upload_media_chunk", req_id, {"upload_id": upload_id, "chunk_index": index, "base64_data": data}
    )


def upload_ends(req_id: str, upload_id: str) -> bytes:
    """Return the frame that ends an upload; its acknowledgement brings the media id."""
    return _frame("aibot_upload_media_finish", req_id, {"upload_id": upload_id})


def _frame(cmd: str, req_id: str, body: Body) -> bytes:
    return msgspec.json.encode({"cmd": cmd, "headers": {"req_id": req_id}, "body": body})


# --- by callback ---


def passive(body: Body, cipher: Cipher, *, nonce: str, now: datetime) -> bytes:
    """Return *body* as the encrypted answer to the callback with that nonce."""
    timestamp = int(now.timestamp())
    encrypted = cipher.seal(msgspec.json.encode(body))
    signature = cipher.sign(str(timestamp), nonce, encrypted)
    return msgspec.json.encode(
        {"encrypt": encrypted, "msgsignature": signature, "timestamp": timestamp, "nonce": nonce}
    )
