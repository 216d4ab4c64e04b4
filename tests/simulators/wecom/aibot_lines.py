"""The two ways from the platform to an AI bot: over its long connection, and to its URL."""

import asyncio
import json
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from tests.simulators.deliveries import Nobody
from tests.simulators.wecom import content
from tests.simulators.wecom.aibot import STREAM_MINUTES, AiBot
from tests.simulators.wecom.callback_url import Answer, CallbackUrl
from tests.simulators.wecom.cipher import Unreadable
from tests.simulators.wecom.fault_table import Point
from tests.simulators.wecom.forgeries import Forger
from tests.simulators.wecom.letters import Kind, Letter
from tests.simulators.wecom.openws import Subscription
from tests.simulators.wecom.refusals import Body, Refused

ASKED_EVERY: Final = 1  # second, while a stream is not finished; the real interval is not known
STREAM_EXPIRED: Final = 846608


def strange(bot: AiBot, name: str, letter: Letter) -> Letter:
    """Return a letter as strange as that fault says, or *letter* with something strange in it."""
    match name:
        case "opaque userid":
            userid = "wo" + bot.world.new_id("")
            bot.world.members[userid] = userid
            return bot.message(userid, userid, {"msgtype": "text", "text": {"content": "您好"}})
        case "enter_chat without chattype":
            entered = bot.event(Kind.ENTER, letter.userid, letter.userid, {"eventtype": "enter_chat"})
            return replace(entered, body={key: part for key, part in entered.body.items() if key != "chattype"})
        case "unknown msgtype":
            return bot.message(letter.userid, letter.userid, {"msgtype": "hologram", "hologram": {"url": "x"}})
        case "unknown eventtype":
            return bot.event(Kind.NOTICE, letter.userid, letter.userid, {"eventtype": "moved", "moved": {}})
        case "unknown quote":
            return replace(letter, body=letter.body | {"quote": {"msgtype": "hologram", "hologram": {"url": "x"}}})
        case _:
            return replace(letter, body=letter.body | {"x_new": {"list": [1, None]}, "response_urls": []})


class AiBotSocketLine:
    """The long connection of one bot: nothing is acknowledged, nothing repeated."""

    points: Collection[Point] = ()
    awaits = False

    def __init__(self, subscription: Subscription) -> None:
        self._subscription = subscription

    async def carry(
        self, letter: Letter, pause: asyncio.Task[None], *, shift: int = 0, hasty: bool = False
    ) -> int | None:
        """Return 200 once it went out, nothing where the connection is dead; raise `Nobody` where there is none."""
        holder = self._subscription.holder
        if holder is None:
            raise Nobody("no connection stands: the message is lost")
        world = self._subscription.bot.world
        went = await holder.bring(letter)
        if world.faults.strike(Point.SOCKET):
            self._subscription.again.append(letter)
        if fault := world.faults.strike(Point.LINE):
            world.later(holder.suffer(fault.name))
        return 200 if went else None

    async def attack(self, name: str, letter: Letter) -> None:
        """Nobody can forge anything here."""
        raise LookupError(name)

    def strange(self, name: str, letter: Letter) -> Letter:
        """Return a letter as strange as that fault says."""
        return strange(self._subscription.bot, name, letter)


class AiBotUrlLine:
    """The URL of one bot: sealed JSON there, and a passive reply, or nothing, back."""

    points: Collection[Point] = (Point.URL,)
    awaits = True

    def __init__(self, bot: AiBot, url: CallbackUrl) -> None:
        self.bot = bot
        self.url = url
        self.forger = Forger(url)

    async def carry(
        self, letter: Letter, pause: asyncio.Task[None], *, shift: int = 0, hasty: bool = False
    ) -> int | None:
        """Return the status; show what a reply holds, and ask on until a stream is finished."""
        return await self._ask(letter, letter, pause, shift=shift, hasty=hasty)

    async def _ask(
        self, letter: Letter, origin: Letter, pause: asyncio.Task[None], *, shift: int = 0, hasty: bool = False
    ) -> int | None:
        answer = await self.url.post(_plain(letter), pause, shift=shift, hasty=hasty)
        if answer is None:
            return None
        if answer.status == 200 and answer.body:
            try:
                self._show(letter.kind, origin, self._opened(answer))
            except (KeyError, TypeError, ValueError) as error:
                self.bot.world.breach(f"passive reply is not readable: {error!r}")
            except Refused as refused:
                if refused.errcode != STREAM_EXPIRED:  # which is what the repetition of an answer comes to
                    self.bot.world.breach(f"passive reply to {letter.kind} refused: {refused.errcode}")
        return answer.status

    def _opened(self, answer: Answer) -> Body:
        """Return what is sealed in a reply that is signed as it must be."""
        reply = json.loads(answer.body)
        if not isinstance(reply["timestamp"], int) or reply["nonce"] != answer.nonce:
            raise Unreadable("timestamp is no number, or the nonce is not the callback's")
        if reply["msgsignature"] != self.url.cipher.sign(str(reply["timestamp"]), reply["nonce"], reply["encrypt"]):
            raise Unreadable("signature")
        said: Body = json.loads(self.url.cipher.open(reply["encrypt"]))
        return said

    def _show(self, kind: Kind, origin: Letter, said: Body) -> None:
        what = said.get("msgtype")
        bot, world = self.bot, self.bot.world
        match kind:
            case Kind.MESSAGE | Kind.REFRESH if what in ("stream", "stream_with_template_card"):
                stream = bot.stream(said.get("stream"), origin, pictures=True)
                if "template_card" in said:
                    bot.card_after_stream(said["template_card"], origin)
                if kind is Kind.MESSAGE and not stream.finished:
                    world.later(self._ask_on(origin, said["stream"]["id"]))
            case Kind.MESSAGE if what == "template_card":
                bot.say(content.read(world, content.AIBOT, said, bot.id), origin.chat)
            case Kind.ENTER:
                bot.say(content.read(world, content.WELCOME, said, bot.id), origin.chat)
            case Kind.CLICK:
                bot.update_card(said, origin)
            case _:
                raise Refused(40008)

    async def _ask_on(self, origin: Letter, stream: str) -> None:
        """Ask for the next state of a stream until it is finished or six minutes old."""
        world = self.bot.world
        while not world.older_than(origin.written, minutes=STREAM_MINUTES):
            await world.sleep(ASKED_EVERY)
            pause = world.pause(5)
            try:
                await self._ask(self.bot.refresh(origin, stream), origin, pause)
            except Nobody:
                continue
            finally:
                pause.cancel()
            if self.bot.streams[f"{origin.id}:{stream}"].finished:
                break

    async def attack(self, name: str, letter: Letter) -> None:
        """Send a forgery made of a letter with an id of its own."""
        id = self.bot.world.new_id("CAIQ-")
        await self.forger.attack(name, _plain(replace(letter, id=id, body=letter.body | {"msgid": id})))

    def strange(self, name: str, letter: Letter) -> Letter:
        """Return a letter as strange as that fault says."""
        return strange(self.bot, name, letter)


def _plain(letter: Letter) -> bytes:
    return json.dumps(letter.body, ensure_ascii=False).encode()
