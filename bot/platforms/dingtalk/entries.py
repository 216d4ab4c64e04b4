"""The parts of an installation on DingTalk, joined."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.platforms.dingtalk.calls.api import Api
from bot.platforms.dingtalk.calls.application import Application
from bot.platforms.dingtalk.duties.keeping import Duties
from bot.platforms.dingtalk.hearing.callback import Callbacks
from bot.platforms.dingtalk.hearing.ears import Hearing
from bot.platforms.dingtalk.hearing.media import IncomingMedia
from bot.platforms.dingtalk.hearing.stream import Stream
from bot.platforms.dingtalk.quota import QuotaBook
from bot.platforms.dingtalk.speaking.cards import Cards
from bot.platforms.dingtalk.speaking.notices import Notices
from bot.platforms.dingtalk.speaking.robot import Robot
from bot.platforms.dingtalk.speaking.session import Sessions
from bot.platforms.dingtalk.speaking.webhook import Webhook
from bot.sending.judging import Judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """All the ways of one robot to speak; *organisation* is who pays for them."""

    organisation: str
    application: Application
    sessions: Sessions
    robot: Robot
    cards: Cards | None
    notices: Notices | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Each of them by the name that its entry has in the settings, and what they share.

    *duties* are kept by those robots alone that are asked to. *payer* is the organisation that pays for the webhooks,
    and wherever no robot speaks.
    """

    speakers: Mapping[str, Speaker]
    webhooks: Mapping[str, Webhook]
    payer: str
    hearings: Mapping[str, Hearing]
    streams: Mapping[str, Stream]
    callbacks: Callbacks
    duties: tuple[Duties, ...]
    media: IncomingMedia
    book: QuotaBook
    api: Api
    judge: Judge

    def organisation_at(self, account: str) -> str:
        """Return who pays for what is said there."""
        return self.speakers[account].organisation if account in self.speakers else self.payer
