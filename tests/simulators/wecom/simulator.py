"""The platform's side of WeChat Work on a local socket: qyapi, openws, and the calls to a bot's URL."""

import asyncio
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Self

import aiohttp
from aiohttp import web

from bot.clock import Clock
from tests.simulators.deliveries import Delivery, Nobody
from tests.simulators.passing import Sleep
from tests.simulators.wecom import xml
from tests.simulators.wecom.aibot import AiBot
from tests.simulators.wecom.aibot_lines import AiBotSocketLine, AiBotUrlLine
from tests.simulators.wecom.app import App, AppLine
from tests.simulators.wecom.app_api import AppApi
from tests.simulators.wecom.callback_url import CallbackUrl
from tests.simulators.wecom.cards import keys_of
from tests.simulators.wecom.cipher import Cipher, key_bytes
from tests.simulators.wecom.fault_table import Point, fault_named
from tests.simulators.wecom.faults import Mischief
from tests.simulators.wecom.forgeries import Attack
from tests.simulators.wecom.letters import Letter
from tests.simulators.wecom.mail import Mail
from tests.simulators.wecom.openws import Subscription
from tests.simulators.wecom.persons import Quoted, Talk, TalkToAiBot, TalkToApp
from tests.simulators.wecom.record import Shown
from tests.simulators.wecom.routes import Routes
from tests.simulators.wecom.webhook import Webhooks
from tests.simulators.wecom.world import Group, World


class Simulator:
    """One corporation's platform; everything it knows of is entered first, as in the admin console.

    ``async with Simulator(clock=clock, sleep=sleep) as simulator`` listens on `simulator.url` and `simulator.socket`.
    """

    def __init__(self, *, clock: Clock, sleep: Sleep = asyncio.sleep, seed: int = 0) -> None:
        self.world = World(clock, sleep, seed)
        self.apps: list[App] = []
        self.talks: dict[str, Talk] = {}
        self.subscriptions: dict[str, Subscription] = {}
        self.webhooks = Webhooks(self.world)
        self.app_api = AppApi(self.world, self.apps)
        self._mail = Mail(self.world)
        self._routes = Routes(self.world, self.apps, self.app_api, self.webhooks, self.subscriptions, self.talks)
        self._session: aiohttp.ClientSession | None = None
        self._runner: web.AppRunner | None = None

    # --- the machine ---

    async def __aenter__(self) -> Self:
        runner = web.AppRunner(
            self._routes.application(), access_log=None, handler_cancellation=True, shutdown_timeout=0.1
        )
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0]
        self.world.url = f"http://{host}:{port}"
        self._runner = runner
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(force_close=True), timeout=aiohttp.ClientTimeout(total=None)
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        try:
            await self.world.stop()
        finally:
            await self._routes.close_connections()
            if self._session is not None:
                await self._session.close()
            if self._runner is not None:
                await self._runner.cleanup()

    @property
    def url(self) -> str:
        """The address that stands for https://qyapi.weixin.qq.com."""
        return self.world.url

    @property
    def socket(self) -> str:
        """The address that stands for wss://openws.work.weixin.qq.com."""
        return self.world.url.replace("http", "ws", 1)

    # --- the admin console ---

    def add_members(self, *userids: str) -> None:
        """Enter members of the corporation; an id is its member's name as well."""
        self.world.members.update({userid: userid for userid in userids})

    def add_group(self, id: str, members: Collection[str], bots: Collection[str] = ()) -> None:
        """Enter a group with its members and AI bots."""
        self.add_members(*members)
        self.world.groups[id] = Group(id=id, members=set(members), bots=set(bots))

    def add_webhook(self, key: str, group: str) -> None:
        """Enter a webhook robot of a group."""
        self.webhooks.groups[key] = group

    def add_socket_bot(self, id: str, *, name: str, secret: str) -> None:
        """Enter an AI bot that is to come by the long connection."""
        bot = AiBot(world=self.world, id=id, name=name, secret=secret)
        self.subscriptions[id] = Subscription(bot)
        self.talks[id] = TalkToAiBot(bot, AiBotSocketLine(self.subscriptions[id]))

    def add_url_bot(self, id: str, *, name: str, url: str, token: str, aes_key: str) -> None:
        """Enter an AI bot that is called at its URL."""
        bot = AiBot(world=self.world, id=id, name=name, key=key_bytes(aes_key))
        callback = self._callback(url, token, aes_key, "", lambda sealed: json.dumps({"encrypt": sealed}).encode())
        self.talks[id] = TalkToAiBot(bot, AiBotUrlLine(bot, callback))

    def add_app(self, corp_id: str, agent_id: int, secret: str, *, visible: Collection[str] | None = None) -> App:
        """Enter a self-built app, as yet without a URL."""
        seen = None if visible is None else frozenset(visible)
        app = App(world=self.world, corp_id=corp_id, agent_id=agent_id, secret=secret, visible=seen)
        self.apps.append(app)
        return app

    def set_url(self, app: App, *, url: str, token: str, aes_key: str) -> None:
        """Enter the URL at which an app is called."""

        def dressed(sealed: str) -> bytes:
            return xml.written({"ToUserName": app.corp_id, "AgentID": str(app.agent_id), "Encrypt": sealed})

        app.has_url = True
        callback = self._callback(url, token, aes_key, app.corp_id, dressed)
        self.talks[app.name] = TalkToApp(app, AppLine(app, callback))

    def _callback(
        self, url: str, token: str, aes_key: str, receiver: str, dress: Callable[[str], bytes]
    ) -> CallbackUrl:
        assert self._session is not None
        cipher = Cipher(token, aes_key, receiver, self.world.random)
        return CallbackUrl(self.world, url, cipher, self._session, dress)

    # --- people ---

    async def says(
        self,
        userid: str,
        text: str = "",
        *,
        chat: str | None = None,
        quote: Quoted | None = None,
        pictures: Sequence[bytes] = (),
        to: str | None = None,
    ) -> Delivery:
        """Have a member say something in a group, or one to one, to the only bot or app, or to that of id *to*.

        Return how its last part fared; it has no tries where the platform brings nothing of it. Raise
        `ConnectionError` where nobody listens.
        """
        if userid not in self.world.members or (chat is not None and userid not in self.world.groups[chat].members):
            raise LookupError(f"{userid} is no member")
        talk = self._talk(to)
        delivery = Delivery("")
        delivery.end()
        for letter in talk.says(userid, text, chat or userid, quote, pictures):
            delivery = await self.brings(letter, talk)
        return delivery

    async def presses(
        self, userid: str, key: str, *, chat: str | None = None, options: Mapping[str, Sequence[str]] | None = None
    ) -> Delivery:
        """Have a member press what has that key on the newest card there."""
        cards = (shown for shown in reversed(self.shown(chat or userid)) if shown.card and key in keys_of(shown.card))
        shown = next(cards)
        talk = self.talks[shown.by]
        return await self.brings(talk.presses(userid, key, shown, options or {}), talk)

    async def enters(self, userid: str, *, to: str | None = None) -> Delivery:
        """Have a member open the chat with a bot or app."""
        talk = self._talk(to)
        return await self.brings(talk.enters(userid), talk)

    async def brings(self, letter: Letter, talk: Talk) -> Delivery:
        """Bring a letter; raise `ConnectionError` where nobody listens."""
        delivery = await self._mail.bring(letter, talk.line)
        if delivery.nobody:
            raise Nobody(letter.id)
        return delivery

    # --- looking ---

    def shown(self, chat: str, *, by: str | None = None) -> list[Shown]:
        """Return what a group, or a member one to one, was really shown, oldest first."""
        return self.world.record.of(chat, by=by)

    async def sees(self, chat: str, count: int = 1) -> list[Shown]:
        """Return what was shown there once *count* whole messages are."""
        while sum(shown.finished for shown in self.shown(chat)) < count:
            await self.world.record.change()
        return self.shown(chat)

    async def rests(self) -> None:
        """Return once no bot is being asked anything; what sleeps does not count."""
        await self.world.rests()

    @property
    def breaches(self) -> list[str]:
        """What the bot did against the rules, where the platform does not say so."""
        return self.world.breaches

    # --- trouble ---

    def fault(self, row_or_name: int | str, times: int = 1) -> None:
        """Have a fault of the table befall the next occasions: that of that name, or the first of that row.

        What befalls connections befalls those that stand at once, or else the next to subscribe.
        """
        fault = fault_named(row_or_name)
        holders = [subscription.holder for subscription in self.subscriptions.values() if subscription.holder]
        if fault.at is Point.LINE and holders:
            self.world.faults.struck[fault.name] += 1
            for holder in holders:
                self.world.later(holder.suffer(fault.name))
            return
        self.world.faults.order(fault, times)
        if fault.row == 42:
            for talk in self.talks.values():
                if isinstance(talk, TalkToApp):
                    self.world.later(self._tell_closed(talk))

    def mischief(self, mischief: Mischief | None) -> None:
        """Have faults strike at random from now on, or no more."""
        self.world.faults.mischief = mischief

    async def attack(self, name: str, userid: str, text: str, *, to: str | None = None) -> Attack:
        """Send a forgery of rows 35 and 36 to a URL, as if of that member; return how it was answered."""
        talk = self._talk(to)
        assert isinstance(talk.line, AiBotUrlLine | AppLine)
        for letter in talk.says(userid, text, userid, None, ()):
            await talk.line.attack(name, letter)
        return talk.line.forger.attacks[-1]

    async def verifies(self, *, to: str | None = None) -> bool:
        """Return whether a URL passes the check that the admin console makes when it is entered."""
        line = self._talk(to).line
        assert isinstance(line, AiBotUrlLine | AppLine)
        return await line.url.verify()

    async def _tell_closed(self, talk: TalkToApp) -> None:
        await self._mail.bring(talk.line.event("sys", "close_inactive_agent"), talk.line)

    def _talk(self, to: str | None) -> Talk:
        if to is not None:
            return self.talks[to]
        (talk,) = self.talks.values()
        return talk
