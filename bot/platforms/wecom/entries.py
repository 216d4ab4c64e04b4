"""The parts of an installation on WeChat Work, joined."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.platforms.wecom.aibot.callback import AibotCallback
from bot.platforms.wecom.aibot.socket import AibotSocket
from bot.platforms.wecom.aibot.voice import Voice
from bot.platforms.wecom.app.sender import App
from bot.platforms.wecom.callbacks import Callbacks
from bot.platforms.wecom.judging import WeComJudge
from bot.platforms.wecom.media import IncomingMedia
from bot.platforms.wecom.qyapi import QyApi
from bot.platforms.wecom.webhook import Webhook


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Each of them by the name that its entry has in the settings, and what they share.

    *behind* names the app that speaks one to one where an AI bot cannot.
    """

    sockets: Mapping[str, AibotSocket]
    voices: Mapping[str, Voice]
    called: Mapping[str, AibotCallback]
    apps: Mapping[str, App]
    webhooks: Mapping[str, Webhook]
    behind: Mapping[str, str]
    callbacks: Callbacks
    media: IncomingMedia
    api: QyApi
    judge: WeComJudge
