"""The ways in which people reach the bot: each platform in each of its modes, all of one installation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from bot.clock import Clock
from bot.platforms.dingtalk.adapter import DingTalk
from bot.platforms.wecom.adapter import WeCom
from handlers.message import MessageId
from handlers.people.rules.roster import GroupId
from tests.simulators.deliveries import Delivery, Nobody
from tests.simulators.dingtalk import simulator as dingtalk
from tests.simulators.wecom import simulator as wecom
from tests.support.wecom import AES_KEY, AGENT, CORP, SECRET, TOKEN

BOT: Final = "小助手"
OFFICE: Final = "office"
SURNAMES: Final = "赵钱孙李周吴"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody said; *calm* says that nothing went wrong any more by then."""

    id: MessageId
    chat: str
    name: str
    text: str
    at: datetime
    calm: bool
    delivery: Delivery = field(compare=False)


class Platforms(Protocol):
    """Both platforms, and the time there."""

    @property
    def wecom(self) -> wecom.Simulator: ...
    @property
    def dingtalk(self) -> dingtalk.Simulator: ...
    @property
    def clock(self) -> Clock: ...


class Door(Protocol):
    """One bot or robot with its group and its voters: nobody speaks at two doors."""

    @property
    def platform(self) -> str: ...
    @property
    def name(self) -> str:
        """The entry of the settings."""
        ...

    @property
    def acknowledges(self) -> bool:
        """Whether the platform is told what the bot has, and repeats what it was not told of."""
        ...

    @property
    def table(self) -> str:
        """The table of the settings."""
        ...

    def enter(self, at: Platforms, url: str) -> None:
        """Enter the bot, called below *url*, and its people."""
        ...

    async def says(self, at: Platforms, name: str, text: str, *, in_group: bool, calm: bool) -> Sequence[Said]:
        """Have a voter say it; nothing comes of it where the platform keeps it to itself."""
        ...


def group_of(door: Door) -> GroupId:
    """Return the group of a door, which is called alike on the platform."""
    return GroupId(f"{door.platform}-{door.name}")


def village_of(door: Door) -> str:
    """Return where those live who speak there."""
    return f"{'甲乙丙丁'[DOORS.index(door)]}村"


def voters_of(door: Door) -> Sequence[str]:
    """Return the names of those who speak there, by which their platform knows them, too."""
    return [f"{village_of(door)}{surname}家" for surname in SURNAMES]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeComDoor:
    """An AI bot that is called, or that holds its long connection."""

    name: str
    acknowledges: bool
    platform: str = "wecom"

    @property
    def id(self) -> str:
        return f"aib-{self.name}"

    @property
    def table(self) -> str:
        if self.acknowledges:
            way = 'mode = "callback"\ntoken = "env:TOKEN"\nencoding_aes_key = "env:AES_KEY"\napp = "office"'
        else:
            way = f'mode = "socket"\nbot_id = "{self.id}"\nsecret = "env:SECRET"'
        return f'[[wecom.aibots]]\nname = "{self.name}"\n{way}\n\n{_webhook(self, "key", "")}'

    def enter(self, at: Platforms, url: str) -> None:
        group = group_of(self)
        at.wecom.add_group(group, voters_of(self), bots=(self.id,))
        at.wecom.add_webhook(group, group)
        if self.acknowledges:
            address = f"{url}{WeCom.path}/aibot/{self.name}"
            at.wecom.add_url_bot(self.id, name=BOT, url=address, token=TOKEN, aes_key=AES_KEY)
        else:
            at.wecom.add_socket_bot(self.id, name=BOT, secret=SECRET)

    async def says(self, at: Platforms, name: str, text: str, *, in_group: bool, calm: bool) -> Sequence[Said]:
        talk, chat = at.wecom.talks[self.id], group_of(self) if in_group else name
        said = []
        for letter in talk.says(name, f"@{BOT} {text}" if in_group else text, chat, None, ()):
            moment = at.clock.now()
            try:
                delivery = await at.wecom.brings(letter, talk)
            except Nobody:
                delivery = Delivery(letter.id)
                delivery.end()
            said.append(_said(self, delivery, chat, name, text, moment, calm))
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class DingTalkDoor:
    """A robot that is called, or that comes by Stream."""

    name: str
    mode: str
    platform: str = "dingtalk"
    acknowledges: bool = True

    @property
    def id(self) -> str:
        return f"ding-{self.name}"

    @property
    def table(self) -> str:
        robot = f'[[dingtalk.robots]]\nname = "{self.name}"\nmode = "{self.mode}"\nclient_id = "{self.id}"'
        return f'{robot}\nclient_secret = "env:SECRET"\n\n{_webhook(self, "access_token", "token-")}'

    def enter(self, at: Platforms, url: str) -> None:
        group = group_of(self)
        at.dingtalk.add_group(group, voters_of(self), robots=(self.id,))
        at.dingtalk.add_webhook(f"token-{group}", group)
        if self.mode == "stream":
            at.dingtalk.add_stream_robot(self.id, secret=SECRET, name=BOT)
        else:
            address = f"{url}{DingTalk.path}/robot/{self.name}"
            at.dingtalk.add_url_robot(self.id, secret=SECRET, name=BOT, url=address)

    async def says(self, at: Platforms, name: str, text: str, *, in_group: bool, calm: bool) -> Sequence[Said]:
        moment = at.clock.now()
        try:
            if in_group:
                delivery = await at.dingtalk.says(name, f"@{BOT} {text}", chat=group_of(self), to=self.id)
            else:
                delivery = await at.dingtalk.says(name, text, to=self.id)
        except Nobody as lost:
            delivery = Delivery(str(lost))
            delivery.end()
        chat = group_of(self) if in_group else name
        return (_said(self, delivery, chat, name, text, moment, calm),)


def _said(door: Door, delivery: Delivery, chat: str, name: str, text: str, moment: datetime, calm: bool) -> Said:
    id = MessageId(f"{door.platform}:{door.name}:{delivery.id}")
    return Said(id=id, chat=chat, name=name, text=text, at=moment, calm=calm, delivery=delivery)


def _webhook(door: Door, secret: str, prefix: str) -> str:
    group = group_of(door)
    return f'[[{door.platform}.webhooks]]\nname = "{group}"\n{secret} = "env:{variable(group)}"'


def variable(group: GroupId) -> str:
    """Return the environment variable with the secret of a group's webhook."""
    return f"WEBHOOK_{group.upper().replace('-', '_')}"


DOORS: Final[tuple[Door, ...]] = (
    WeComDoor(name="called", acknowledges=True),
    WeComDoor(name="held", acknowledges=False),
    DingTalkDoor(name="robot", mode="callback"),
    DingTalkDoor(name="stream", mode="stream"),
)

SECRETS: Final = {
    "TOKEN": TOKEN,
    "AES_KEY": AES_KEY,
    "SECRET": SECRET,
    **{variable(group_of(door)): ("token-" if door.platform == "dingtalk" else "") + group_of(door) for door in DOORS},
}
APP: Final = f"""
[[wecom.apps]]
name = "{OFFICE}"
corp_id = "{CORP}"
agent_id = {AGENT}
secret = "env:SECRET"
token = "env:TOKEN"
encoding_aes_key = "env:AES_KEY"
"""
