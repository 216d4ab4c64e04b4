"""What people do in their client: say something, quote, send pictures, press a button, open the chat."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Protocol

from tests.simulators.wecom.aibot import AiBot
from tests.simulators.wecom.app import App, AppLine
from tests.simulators.wecom.letters import Kind, Letter, Line
from tests.simulators.wecom.record import Shown
from tests.simulators.wecom.refusals import Body

Quoted = str | bytes | Sequence[str | bytes]
"""What a person quotes: words, a picture, or several of both."""


class Talk(Protocol):
    """People's side of one bot or app."""

    @property
    def line(self) -> Line:
        """The way on which the bot hears of it."""
        ...

    def says(self, userid: str, text: str, chat: str, quote: Quoted | None, pictures: Sequence[bytes]) -> list[Letter]:
        """Return what the bot is brought of it: nothing where the platform keeps it to itself."""
        ...

    def presses(self, userid: str, key: str, shown: Shown, options: Mapping[str, Sequence[str]]) -> Letter:
        """Return the press of a button on a card."""
        ...

    def enters(self, userid: str) -> Letter:
        """Return that somebody opens the chat with the bot."""
        ...


class TalkToAiBot:
    """People's side of an AI bot, in its groups and one to one."""

    def __init__(self, bot: AiBot, line: Line) -> None:
        self.bot = bot
        self.line = line

    def says(self, userid: str, text: str, chat: str, quote: Quoted | None, pictures: Sequence[bytes]) -> list[Letter]:
        """Return the message, or pictures one by one where there are no words; a group is heard only where it names the bot."""
        single = chat == userid
        if not single and (f"@{self.bot.name}" not in text or self.bot.id not in self.bot.world.groups[chat].bots):
            return []
        if self.bot.in_progress(userid) >= 3:
            return []
        if not text:
            return [self.bot.message(userid, chat, self._part(picture)) for picture in pictures]
        parts = self._several([text, *pictures]) if pictures else self._part(text)
        if quote is not None:
            parts["quote"] = self._part(quote) if isinstance(quote, str | bytes) else self._several(quote)
        return [self.bot.message(userid, chat, parts)]

    def sends(self, userid: str, kind: str, part: Body) -> Letter:
        """Return a voice, file or video, which only goes one to one."""
        return self.bot.message(userid, userid, {"msgtype": kind, kind: part})

    def _several(self, parts: Sequence[str | bytes]) -> Body:
        return {"msgtype": "mixed", "mixed": {"msg_item": [self._part(part) for part in parts]}}

    def _part(self, part: str | bytes) -> Body:
        if isinstance(part, str):
            return {"msgtype": "text", "text": {"content": part}}
        return {"msgtype": "image", "image": self.bot.offer(part)}

    def presses(self, userid: str, key: str, shown: Shown, options: Mapping[str, Sequence[str]]) -> Letter:
        """Return the event of a card."""
        card = shown.card or {}
        chosen = [{"question_key": name, "option_ids": {"option_id": list(ids)}} for name, ids in options.items()]
        clicked = {
            "card_type": card["card_type"], "event_key": key, "task_id": card["task_id"],
            "selected_items": {"selected_item": chosen},
        }  # fmt: skip
        event = {"eventtype": "template_card_event", "template_card_event": clicked}
        return self.bot.event(Kind.CLICK, userid, shown.chat, event)

    def enters(self, userid: str) -> Letter:
        """Return the event of the first entry of a day."""
        return self.bot.event(Kind.ENTER, userid, userid, {"eventtype": "enter_chat"})


class TalkToApp:
    """People's side of a self-built app: one to one only, and a quote stays with the client."""

    def __init__(self, app: App, line: AppLine) -> None:
        self.app = app
        self.line = line

    def says(self, userid: str, text: str, chat: str, quote: Quoted | None, pictures: Sequence[bytes]) -> list[Letter]:
        """Return the words and each picture as a message of its own; an app hears nothing of groups."""
        if chat != userid:
            return []
        words = [self.line.letter(Kind.MESSAGE, userid, {"MsgType": "text", "Content": text})] if text else []
        return [*words, *(self._picture(userid, picture) for picture in pictures)]

    def _picture(self, userid: str, picture: bytes) -> Letter:
        world = self.app.world
        id = world.keep_media(self.app.corp_id, "image", f"{hashlib.md5(picture).hexdigest()}.jpg", picture)
        address = world.offer(picture)
        return self.line.letter(Kind.MESSAGE, userid, {"MsgType": "image", "PicUrl": address, "MediaId": id})

    def presses(self, userid: str, key: str, shown: Shown, options: Mapping[str, Sequence[str]]) -> Letter:
        """Return the event of a card, with a new code to change it."""
        card = shown.card or {}
        code = self.app.new_response_code(self.app.sent[shown.key.split("/")[0]])
        chosen = [{"QuestionKey": name, "OptionIds": {"OptionId": list(ids)}} for name, ids in options.items()]
        return self.line.event(
            userid, "template_card_event", EventKey=key, TaskId=card["task_id"], CardType=card["card_type"],
            ResponseCode=code, SelectedItems={"SelectedItem": chosen},
        )  # fmt: skip

    def enters(self, userid: str) -> Letter:
        """Return the event of an entry."""
        return self.line.event(userid, "enter_agent", EventKey="")
