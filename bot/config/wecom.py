"""The tables of WeChat Work: its hosts, and each AI bot, app and webhook robot that was set up in its console."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bot.config import secrets, values
from bot.config.keys import Table, listed, optional, required
from bot.config.secrets import Secret

QYAPI: Final = "https://qyapi.weixin.qq.com"  # developer.work.weixin.qq.com 91039
SOCKET: Final = "wss://openws.work.weixin.qq.com"  # developer.work.weixin.qq.com 101463
MEDIA_HOSTS: Final = ("*.myqcloud.com", "*.qq.com")  # seen; the platform gives no list


class _BotTable(Table):
    """*aliases* are other names it may be mentioned by; *app* speaks one to one where the bot itself may not."""

    name: str = required(values.id_of(str))
    mode: str = required(values.text)
    aliases: tuple[str, ...] = optional(listed(values.text), values.distinct, default=())
    app: str = optional(values.id_of(str), default="")


class SocketBot(_BotTable):
    """An AI bot that holds a long connection."""

    bot_id: str = required(values.text)
    secret: Secret = required(secrets.secret)


class CallbackBot(_BotTable):
    """An AI bot that is called back; its id is not asked for and may be noted."""

    bot_id: str = optional(values.text, default="")
    token: Secret = required(secrets.secret)
    encoding_aes_key: Secret = required(secrets.secret)


AIBot = SocketBot | CallbackBot

MODES: Final[Mapping[str, type[SocketBot] | type[CallbackBot]]] = {"socket": SocketBot, "callback": CallbackBot}


class App(Table):
    """A self-built app: one-to-one talk, cards, and the groups it made itself."""

    name: str = required(values.id_of(str))
    corp_id: str = required(values.text)
    agent_id: int = required(values.whole(1, 2**31 - 1))
    secret: Secret = required(secrets.secret)
    token: Secret = required(secrets.secret)
    encoding_aes_key: Secret = required(secrets.secret)


class Webhook(Table):
    """A robot of one group that only speaks."""

    name: str = required(values.id_of(str))
    key: Secret = required(secrets.secret)


class WeComSettings(Table):
    qyapi: str = optional(values.address("https", "http"), default=QYAPI)
    socket: str = optional(values.address("wss", "ws"), default=SOCKET)
    media_hosts: tuple[str, ...] = optional(listed(values.text), values.distinct, default=MEDIA_HOSTS)
    aibots: tuple[AIBot, ...] = optional(listed(values.in_mode(MODES)), default=())
    apps: tuple[App, ...] = optional(listed(App.read), default=())
    webhooks: tuple[Webhook, ...] = optional(listed(Webhook.read), default=())

    def within(self, folder: Path) -> "WeComSettings":
        """Return the same settings, the files of their secrets taken from *folder*."""
        return WeComSettings(
            qyapi=self.qyapi,
            socket=self.socket,
            media_hosts=self.media_hosts,
            aibots=tuple(secrets.within(folder, one) for one in self.aibots),
            apps=tuple(secrets.within(folder, one) for one in self.apps),
            webhooks=tuple(secrets.within(folder, one) for one in self.webhooks),
        )
