"""The tables of DingTalk: its hosts, what the organisation may spend in a month, its robots, its groups' webhooks."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bot.config import secrets, values
from bot.config.keys import Table, listed, optional, required
from bot.config.secrets import Secret

API: Final = "https://api.dingtalk.com"
OAPI: Final = "https://oapi.dingtalk.com"
STREAM_HOSTS: Final = ("*.dingtalk.com",)  # protocol §3.1
MEDIA_HOSTS: Final = ("*.aliyuncs.com", "*.dingtalk.com")  # seen; the platform gives no list
API_QUOTA: Final = 5000  # a month, standard edition since 2025-11-19; open.dingtalk.com, 计费模型说明
PUSH_QUOTA: Final = 3000  # Webhook&Stream, as above
MOST: Final = 100_000_000  # what can be bought is less


class _RobotTable(Table):
    """A robot of an application of the organisation *corp_id*; robots that name none are one organisation's.

    *aliases* are other names it may be mentioned by. *agent_id* lets it send work notifications, *card_template* have
    buttons; it does without either. With a *todo_page*, which a click opens, deputies have what they have to do among
    their to-dos; with *calendar* the receptions they have agreed to are in their calendars.
    """

    name: str = required(values.id_of(str))
    mode: str = required(values.text)
    client_id: str = required(values.text)
    client_secret: Secret = required(secrets.secret)
    robot_code: str = optional(values.text, default="")
    corp_id: str = optional(values.text, default="")
    aliases: tuple[str, ...] = optional(listed(values.text), values.distinct, default=())
    agent_id: int | None = optional(values.whole(1, 2**63 - 1), default=None)
    card_template: str = optional(values.text, default="")
    todo_page: str = optional(values.page, default="")
    calendar: bool = optional(values.yes_or_no, default=False)

    @property
    def code(self) -> str:
        """What the platform calls the robot: its application's Client ID, unless the console says otherwise."""
        return self.robot_code or self.client_id


class StreamRobot(_RobotTable):
    """A robot that is heard over connections which the bot opens."""

    connections: int = optional(values.whole(1, 8), default=1)


class CallbackRobot(_RobotTable):
    """A robot that is called back; clicks on its cards come to *address*, signed with the client secret."""

    address: str = optional(values.address("https", "http"), default="")


Robot = StreamRobot | CallbackRobot

MODES: Final[Mapping[str, type[StreamRobot] | type[CallbackRobot]]] = {
    "stream": StreamRobot,
    "callback": CallbackRobot,
}


class Webhook(Table):
    """A robot of one group that only speaks; *secret* and *keyword* are asked for where its safety rules say so."""

    name: str = required(values.id_of(str))
    access_token: Secret = required(secrets.secret)
    secret: Secret | None = optional(secrets.secret, default=None)
    keyword: str = optional(values.text, default="")


class DingTalkSettings(Table):
    """*api_quota* and *push_quota* are what the organisation may spend in a calendar month."""

    api: str = optional(values.address("https", "http"), default=API)
    oapi: str = optional(values.address("https", "http"), default=OAPI)
    stream_hosts: tuple[str, ...] = optional(listed(values.text), values.distinct, default=STREAM_HOSTS)
    media_hosts: tuple[str, ...] = optional(listed(values.text), values.distinct, default=MEDIA_HOSTS)
    api_quota: int = optional(values.whole(1, MOST), default=API_QUOTA)
    push_quota: int = optional(values.whole(1, MOST), default=PUSH_QUOTA)
    robots: tuple[Robot, ...] = optional(listed(values.in_mode(MODES)), default=())
    webhooks: tuple[Webhook, ...] = optional(listed(Webhook.read), default=())

    def within(self, folder: Path) -> "DingTalkSettings":
        """Return the same settings, the files of their secrets taken from *folder*."""
        rooted = {
            "robots": tuple(secrets.within(folder, one) for one in self.robots),
            "webhooks": tuple(secrets.within(folder, one) for one in self.webhooks),
        }
        return DingTalkSettings(**{**vars(self), **rooted})
