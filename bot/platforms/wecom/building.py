"""Settings -> the platform, its parts joined."""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random

from bot.clock import Clock
from bot.config.secrets import Secret
from bot.config.wecom import AIBot, CallbackBot, SocketBot, WeComSettings
from bot.media.fetching import Fetcher
from bot.platforms.wecom.adapter import WeCom
from bot.platforms.wecom.aibot.callback import AibotCallback
from bot.platforms.wecom.aibot.lease import Lease
from bot.platforms.wecom.aibot.socket import AibotSocket
from bot.platforms.wecom.aibot.voice import Voice
from bot.platforms.wecom.aibot.wire import Robot
from bot.platforms.wecom.app import wire as app_wire
from bot.platforms.wecom.app.callback import AppCallback
from bot.platforms.wecom.app.sender import App
from bot.platforms.wecom.callbacks import Callbacks, Called
from bot.platforms.wecom.cipher import Cipher
from bot.platforms.wecom.entries import Entries
from bot.platforms.wecom.judging import WeComJudge
from bot.platforms.wecom.media import IncomingMedia
from bot.platforms.wecom.qyapi import QyApi
from bot.platforms.wecom.webhook import Webhook
from bot.sending.progress import Sleep
from handlers.people.rules.roster import Roster


def wecom(
    settings: WeComSettings,
    *,
    roster: Roster,
    clock: Clock,
    folder: Path,
    lease: Lease,
    jitter: Random,
    sleep: Sleep = asyncio.sleep,
    alone: bool = True,
) -> WeCom:
    """Return the platform that *settings* describe; media are kept in *folder*. Raise `ValueError` for no AES key.

    *alone* says that the installation has no other process.
    """
    api, judge = QyApi(settings.qyapi), WeComJudge(clock)
    apps = {
        one.name: App(one.name, one.corp_id, one.agent_id, words_of(one.secret), api, judge, clock)
        for one in settings.apps
    }
    heard_as = {one.name: _heard_as(one.name, settings.aibots) for one in settings.apps}
    withdrawing = {heard_as[name]: app.withdraw for name, app in apps.items()}
    media = IncomingMedia(folder, Fetcher(settings.media_hosts), withdrawing)
    sockets = {
        one.name: AibotSocket(
            address=settings.socket,
            robot=_robot(one),
            bot_id=one.bot_id,
            secret=words_of(one.secret),
            lease=lease,
            media=media,
            clock=clock,
            jitter=jitter,
            alarm=partial(judge.alarm, f"aibot {one.name}"),
        )
        for one in settings.aibots
        if isinstance(one, SocketBot)
    }
    called_bots = {
        one.name: AibotCallback(robot=_robot(one), cipher=cipher_of(one), media=media, clock=clock, alone=alone)
        for one in settings.aibots
        if isinstance(one, CallbackBot)
    }
    called_apps = {
        one.name: AppCallback(
            app=app_wire.App(entry=heard_as[one.name], corp_id=one.corp_id),
            cipher=Cipher(words_of(one.token), words_of(one.encoding_aes_key), one.corp_id),
            media=media,
            clock=clock,
            alarm=partial(judge.alarm, f"app {one.name}"),
        )
        for one in settings.apps
    }
    called: dict[str, Called] = {f"aibot/{name}": one for name, one in called_bots.items()}
    called |= {f"app/{name}": one for name, one in called_apps.items()}
    entries = Entries(
        sockets=sockets,
        voices={name: Voice(name, socket.request, judge, clock) for name, socket in sockets.items()},
        called=called_bots,
        apps=apps,
        webhooks={one.name: Webhook(one.name, words_of(one.key), api, judge, clock) for one in settings.webhooks},
        behind={one.name: one.app for one in settings.aibots if one.app},
        callbacks=Callbacks(called, clock),
        media=media,
        api=api,
        judge=judge,
    )
    return WeCom(entries, roster, clock, sleep=sleep)


def cipher_of(bot: CallbackBot) -> Cipher:
    """Return the cipher of a bot of one's own corporation, whose receiver has no name. Raise `ValueError`."""
    return Cipher(words_of(bot.token), words_of(bot.encoding_aes_key), "")


def words_of(secret: Secret) -> str:
    """Return a secret; one that is gone since the settings were read is empty, and refused by the platform."""
    return secret.read() or ""


def _heard_as(app: str, bots: Sequence[AIBot]) -> str:
    """Return by which name people are known who talk to an app: the bot's, where it stands behind just one."""
    behind = [one.name for one in bots if one.app == app]
    return behind[0] if len(behind) == 1 else app


def _robot(bot: AIBot) -> Robot:
    return Robot(entry=bot.name, aliases=bot.aliases, private_way=isinstance(bot, SocketBot) or bool(bot.app))
