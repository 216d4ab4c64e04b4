"""What people do in their client, as the robot is told of it: the inner object of protocol 2.2 to 2.4."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from tests.simulators.dingtalk.answers import Body
from tests.simulators.dingtalk.apps import App
from tests.simulators.dingtalk.letters import Kind, Letter
from tests.simulators.dingtalk.world import CORP, Person, Session, World

SESSION_LIVES: Final = timedelta(minutes=90)  # in every published sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """What somebody quotes: words or pictures of *by*."""

    by: str
    parts: Sequence[str | bytes]


class Talk:
    """People's side of one robot."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._world: World = app.world
        self._dingtalk_id = f"$:LWCP_v1:$robot-{app.client_id}"

    def says(self, name: str, text: str, chat: str, pictures: Sequence[bytes], quote: Quoted | None) -> list[Letter]:
        """Return the message, or pictures one by one where there are no words; a group is heard only by an @."""
        person, mention = self._world.people[name], f"@{self.app.name}"
        if chat != name:
            if mention not in text or self.app.client_id not in self._world.groups[chat].robots:
                return []
            words = text.replace(mention, "", 1)
            if not pictures or words.strip():
                return [self._said(person, chat, text, words, pictures, quote)]
        elif text:
            return [self._said(person, chat, text, text, pictures, quote)]
        return [self.letter(person, chat, "picture", {"content": self._picture(picture)}, text) for picture in pictures]

    def _said(
        self, person: Person, chat: str, text: str, words: str, pictures: Sequence[bytes], quote: Quoted | None
    ) -> Letter:
        if pictures:
            items = [{"text": words}, *({"type": "picture", **self._picture(picture)} for picture in pictures)]
            return self.letter(person, chat, "richText", {"content": {"richText": items}}, text)
        parts: Body = {"text": {"content": words}}
        if quote is not None:
            replied = self._replied(quote)
            parts = {
                "text": {**parts["text"], "isReplyMsg": True, "repliedMsg": replied},
                "originalMsgId": replied["msgId"],
            }
        return self.letter(person, chat, "text", parts, text)

    def sends(self, name: str, kind: str, content: bytes, **members: object) -> Letter:
        """Return a voice, video or file, which only goes one to one."""
        code = {"downloadCode": self._world.offer(content, self.app.client_id)}
        return self.letter(self._world.people[name], name, kind, {"content": {**code, **members}}, "")

    def letter(self, person: Person, chat: str, kind: str, parts: Body, text: str) -> Letter:
        """Return a message of that kind as the robot is told of it."""
        world, app = self._world, self.app
        id, stamp = world.new_id("msg") + "==", world.stamp
        session = world.new_id("session-")
        expires = world.now + SESSION_LIVES
        world.sessions[session] = Session(robot=app.client_id, chat=chat, expires=expires)
        staff = {} if person.staff_id is None else {"senderStaffId": person.staff_id, "senderCorpId": CORP}
        body = {
            "conversationId": chat if chat != person.name else f"cid-{app.client_id}-{person.union_id}",
            "chatbotCorpId": CORP, "chatbotUserId": self._dingtalk_id, "robotCode": app.client_id,
            "msgId": id, "msgtype": kind, "createAt": stamp, "senderId": person.dingtalk_id,
            "senderNick": person.name, "senderUnionId": person.union_id, **staff, "isAdmin": False,
            "sessionWebhook": f"{world.urls['oapi']}/robot/sendBySession?session={session}",
            "sessionWebhookExpiredTime": int(expires.timestamp() * 1000), **self._place(person, chat, text), **parts,
        }  # fmt: skip
        return Letter(id=id, kind=Kind.MESSAGE, person=person.name, chat=chat, body=body)

    def event(self, kind: str, chat: str, data: Mapping[str, object]) -> Letter:
        """Return that something happened to a group."""
        world, id = self._world, self._world.new_id("event-")
        headers = {
            "eventId": id, "eventType": kind, "eventCorpId": CORP, "eventBornTime": str(world.stamp),
            "eventUnifiedAppId": self.app.client_id,
        }  # fmt: skip
        inner = {"timeStamp": world.stamp, "corpId": CORP, "openConversationId": chat, **data}
        body = {"headers": headers, "data": inner}
        return Letter(id=id, kind=Kind.EVENT, person="", chat=chat, body=body)

    def _place(self, person: Person, chat: str, text: str) -> Body:
        """Return where something is said, and in a group who is mentioned."""
        if chat == person.name:
            return {"conversationType": "1"}
        group = self._world.groups[chat]
        members = (self._world.people[name] for name in sorted(group.members) if f"@{name}" in text)
        mentioned = [{"dingtalkId": self._dingtalk_id}, *({"dingtalkId": one.dingtalk_id} for one in members)]
        return {"conversationType": "2", "conversationTitle": group.title, "isInAtList": True, "atUsers": mentioned}

    def _picture(self, picture: bytes) -> Body:
        code = self._world.offer(picture, self.app.client_id)
        return {"downloadCode": code, "pictureDownloadCode": code}

    def _replied(self, quote: Quoted) -> Body:
        """Return a quoted message."""
        world, items = self._world, [self._quoted_part(part) for part in quote.parts]
        kind, content = items[0]
        if len(items) > 1:
            kind = "richText"
            content = {"richText": [{"msgType": one, "content": part.get("text"), **part} for one, part in items]}
        return {
            "msgType": kind, "msgId": world.new_id("msg") + "==", "senderId": world.people[quote.by].dingtalk_id,
            "createdAt": world.stamp - 60_000, "content": content,
        }  # fmt: skip

    def _quoted_part(self, part: str | bytes) -> tuple[str, Body]:
        if isinstance(part, str):
            return "text", {"text": part}
        return "picture", {"downloadCode": self._world.offer(part, self.app.client_id)}
