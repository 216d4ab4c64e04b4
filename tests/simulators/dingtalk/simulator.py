"""The platform's side of DingTalk on local sockets: its two APIs, the Stream gateway, and the calls to a robot's URL."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Self

from bot.clock import Clock
from tests.simulators.deliveries import Delivery, Nobody
from tests.simulators.dingtalk.apps import App, Credentials
from tests.simulators.dingtalk.calling import Caller
from tests.simulators.dingtalk.cards import Cards
from tests.simulators.dingtalk.fault_table import Point, fault_named
from tests.simulators.dingtalk.forgeries import Attack
from tests.simulators.dingtalk.gateway import Gateway, StreamLine
from tests.simulators.dingtalk.hosts import Hosts
from tests.simulators.dingtalk.letters import Letter, Line
from tests.simulators.dingtalk.mail import Mail
from tests.simulators.dingtalk.mischief import Mischief
from tests.simulators.dingtalk.persons import Quoted, Talk
from tests.simulators.dingtalk.record import Door, Shown
from tests.simulators.dingtalk.robot import RobotApi
from tests.simulators.dingtalk.url_lines import CardUrl, RobotUrl
from tests.simulators.dingtalk.webhooks import Webhook, Webhooks
from tests.simulators.dingtalk.world import Group, World
from tests.simulators.passing import Sleep


class Simulator:
    """One organisation's platform; everything it knows of is entered first, as in its consoles.

    ``async with Simulator(clock=clock, sleep=sleep) as simulator`` listens on `api`, `oapi`, `stream` and `files`.
    """

    def __init__(self, *, clock: Clock, sleep: Sleep = asyncio.sleep, seed: int = 0) -> None:
        self.world = World(clock, sleep, seed)
        self.credentials = Credentials(self.world)
        self.gateway = Gateway(self.world, self.credentials)
        self.robots = RobotApi(self.world)
        self.webhooks = Webhooks(self.world)
        self.cards = Cards(self.world)
        self._hosts = Hosts(self.world, self.credentials, self.gateway, self.robots, self.webhooks, self.cards)
        self._mail = Mail(self.world)
        self._talks: dict[str, tuple[Talk, Line]] = {}
        self._caller: Caller | None = None

    # --- the machine ---

    async def __aenter__(self) -> Self:
        await self._hosts.open()
        self._caller = Caller(self.world)
        return self

    async def __aexit__(self, *_: object) -> None:
        try:
            await self.world.stop()
        finally:
            if self._caller is not None:
                await self._caller.close()
            await self._hosts.close()

    @property
    def api(self) -> str:
        """The address that stands for https://api.dingtalk.com."""
        return self.world.urls["api"]

    @property
    def oapi(self) -> str:
        """The address that stands for https://oapi.dingtalk.com."""
        return self.world.urls["oapi"]

    @property
    def stream(self) -> str:
        """The address that stands for wss://wss-open-connection.dingtalk.com:443."""
        return self.world.urls["stream"]

    @property
    def files(self) -> str:
        """The address that stands for the object storage with what people sent."""
        return self.world.urls["files"]

    # --- the consoles ---

    def add_members(self, *names: str) -> None:
        """Enter members of the organisation; a name is its member's userId as well."""
        for name in names:
            self.world.add_person(name)

    def add_outsiders(self, *names: str) -> None:
        """Enter people who do not belong to the organisation and have no userId."""
        for name in names:
            self.world.add_person(name, staff=False)

    def add_group(self, id: str, members: Collection[str], robots: Collection[str] = (), *, title: str = "") -> None:
        """Enter a group with its members and robots; *id* is its openConversationId."""
        self.add_members(*members)
        self.world.groups[id] = Group(id=id, title=title or id, members=set(members), robots=set(robots))

    def add_webhook(
        self, access_token: str, group: str, *, secret: str | None = None, keywords: Sequence[str] = ()
    ) -> None:
        """Enter a custom robot of a group, or the webhook there of an application's robot."""
        self.webhooks.robots[access_token] = Webhook(group=group, secret=secret, keywords=tuple(keywords))

    def add_stream_robot(self, client_id: str, *, secret: str, name: str, agent_id: int = 1) -> App:
        """Enter an application whose robot comes for its messages by Stream."""
        app = self._add_app(client_id, secret, name, agent_id)
        self._talks[client_id] = Talk(app), StreamLine(self.world, app, self.gateway, self.cards)
        return app

    def add_url_robot(self, client_id: str, *, secret: str, name: str, url: str, agent_id: int = 1) -> App:
        """Enter an application whose robot is called at its URL."""
        app = self._add_app(client_id, secret, name, agent_id)
        self._talks[client_id] = Talk(app), RobotUrl(self.world, app, url, self._calling())
        return app

    def add_template(self, id: str) -> None:
        """Enter a card template that is published."""
        self.cards.templates.add(id)

    def _add_app(self, client_id: str, secret: str, name: str, agent_id: int) -> App:
        app = App(world=self.world, client_id=client_id, secret=secret, name=name, agent_id=agent_id)
        self.credentials.apps[client_id] = app
        return app

    # --- people ---

    async def says(
        self,
        name: str,
        text: str = "",
        *,
        chat: str | None = None,
        quote: Quoted | None = None,
        pictures: Sequence[bytes] = (),
        to: str | None = None,
    ) -> Delivery:
        """Have somebody say something in a group, or one to one, to the only robot or to that of id *to*.

        Return how its last part fared; it has no tries where the platform brings nothing of it. Raise
        `ConnectionError` where nobody listens.
        """
        if name not in self.world.people or (chat is not None and name not in self.world.groups[chat].members):
            raise LookupError(f"{name} is no member")
        talk, line = self._talk(to)
        delivery = Delivery("")
        delivery.end()
        for letter in talk.says(name, text, chat or name, pictures, quote):
            delivery = await self._brings(letter, line)
        return delivery

    async def sends(
        self, name: str, kind: str, content: bytes, *, to: str | None = None, **members: object
    ) -> Delivery:
        """Have somebody send a voice, video or file one to one, with what else the platform tells of it."""
        talk, line = self._talk(to)
        return await self._brings(talk.sends(name, kind, content, **members), line)

    async def presses(
        self, name: str, action: str, *, chat: str | None = None, params: Mapping[str, object] | None = None
    ) -> Delivery:
        """Have somebody do what has that action's id on the newest card there."""
        shown = next(one for one in reversed(self.shown(chat or name)) if one.door is Door.CARD)
        card = self.cards.cards[shown.key]
        letter = self.cards.click(name, chat or name, card, action, params or {})
        if card.route is None:
            return await self._brings(letter, self._talks[card.app.client_id][1])
        return await self._brings(
            letter, CardUrl(self.world, self.cards, self.cards.routes[card.route], self._calling())
        )

    def reads(self, name: str, chat: str | None = None) -> None:
        """Have somebody read what robots pushed there."""
        for shown in self.shown(chat or name):
            if shown.key in self.robots.sent:
                self.robots.sent[shown.key].read.add(name)

    async def happens(self, event: str, chat: str, *, to: str | None = None, **data: object) -> Delivery:
        """Have something happen to a group, of which robots on Stream are told; return how that fared."""
        talk, line = self._talk(to)
        return await self._mail.bring(talk.event(event, chat, data), line)

    async def _brings(self, letter: Letter, line: Line) -> Delivery:
        delivery = await self._mail.bring(letter, line)
        if delivery.nobody:
            raise Nobody(letter.id)
        return delivery

    # --- the bot ---

    def loses_the_process(self) -> None:
        """Hold against the bot nothing that its process, which dies, leaves unacknowledged."""
        self.world.process_dies = True

    def meets_another_process(self) -> None:
        """Hold against the bot nothing that only a process knew which is gone."""
        self.world.process_dies = False
        self.credentials.forget_refusals()
        self.webhooks.forget_refusals()

    # --- looking ---

    def shown(self, chat: str, *, by: str | None = None) -> list[Shown]:
        """Return what a group, or a person one to one, was really shown, oldest first."""
        return self.world.record.of(chat, by=by)

    async def sees(self, chat: str, count: int = 1) -> list[Shown]:
        """Return what was shown there once *count* messages are."""
        while len(self.shown(chat)) < count:
            await self.world.record.change()
        return self.shown(chat)

    async def connected(self, count: int = 1) -> None:
        """Return once so many Stream connections stand."""
        await self.gateway.stand(count)

    async def rests(self) -> None:
        """Return once no bot is being asked anything; what sleeps does not count."""
        await self.world.rests()

    @property
    def breaches(self) -> list[str]:
        """What the bot did against the rules."""
        return self.world.breaches

    # --- trouble ---

    def fault(self, row_or_name: int | str, times: int = 1) -> None:
        """Have a fault of the table befall the next occasions: that of that name, or the first of that row.

        What befalls connections befalls those that stand at once, or else the next that is opened.
        """
        fault = fault_named(row_or_name)
        connections = list(self.gateway.connections)
        if fault.at is Point.LINE and connections:
            self.world.faults.struck[fault.name] += 1
            for connection in connections:
                self.world.later(connection.suffer(fault.name))
            return
        self.world.faults.order(fault, times)

    def mischief(self, mischief: Mischief | None) -> None:
        """Have faults strike at random from now on, or no more."""
        self.world.faults.mischief = mischief

    async def attack(self, name: str, person: str, text: str, *, to: str | None = None) -> Attack:
        """Send a forgery of rows 30 to 35 to a URL, as if that person had said so; return how it was answered."""
        talk, line = self._talk(to)
        assert isinstance(line, RobotUrl)
        for letter in talk.says(person, text, person, (), None):
            await line.attack(name, letter)
        return line.attacks[-1]

    def _calling(self) -> Caller:
        assert self._caller is not None
        return self._caller

    def _talk(self, to: str | None) -> tuple[Talk, Line]:
        if to is not None:
            return self._talks[to]
        (talk,) = self._talks.values()
        return talk
