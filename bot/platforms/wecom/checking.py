"""Every entry of the settings tried against the platform: nothing is shown to anybody, nobody is cut off."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

from aiohttp import ClientError, ClientSession

from bot.clock import Clock
from bot.config.wecom import CallbackBot, SocketBot, WeComSettings
from bot.platforms.base import Unreachable
from bot.platforms.wecom.aibot import frames as frames
from bot.platforms.wecom.aibot.connection import ACKNOWLEDGED_WITHIN, new_request
from bot.platforms.wecom.aibot.wire import Acknowledged, Robot, told_by_frame
from bot.platforms.wecom.app.sender import App
from bot.platforms.wecom.building import words_of
from bot.platforms.wecom.judging import WeComJudge
from bot.platforms.wecom.qyapi import QyApi
from bot.platforms.wecom.told import PLATFORM
from bot.platforms.wecom.webhook import Webhook
from bot.sending.trials import Remark, Trial, tried
from bot.web.unreadable import Unreadable
from handlers.message import Account
from handlers.people.rules.roster import PersonId, Roster


async def trials(
    settings: WeComSettings,
    *,
    roster: Roster,
    bound: Mapping[Account, PersonId],
    clock: Clock,
    running: bool,
    take_over: bool,
) -> AsyncIterator[Trial]:
    """Yield how each entry fares; while the bot is *running* its long connections are left alone.

    The platform tells nobody who holds a bot, and has no trial that does not cut him off: a bot is subscribed for only
    to *take_over*.
    """
    api, judge = QyApi(settings.qyapi), WeComJudge(clock)
    try:
        for bot in settings.aibots:
            yield await _bot(bot, settings.socket, clock, running=running, take_over=take_over)
        for one in settings.apps:
            app = App(one.name, one.corp_id, one.agent_id, words_of(one.secret), api, judge, clock)
            trial = await tried(f"app {one.name}", app.try_address())
            yield replace(trial, seen_from=judge.seen_from)
            if not trial.why:
                speaks_for = {one.name, *(bot.name for bot in settings.aibots if bot.app == one.name)}
                for user in sorted({account.user for account in bound if account.account in speaks_for}):
                    member = await tried(trial.entry, app.try_member(user), about=user)
                    if member.why:
                        yield member
        for hook in settings.webhooks:
            robot = Webhook(hook.name, words_of(hook.key), api, judge, clock)
            yield await tried(f"webhook {hook.name}", robot.try_key())
    finally:
        await api.close()
    called = {bot.name for bot in settings.aibots if isinstance(bot, CallbackBot)}
    for group in roster.groups.values():
        if group.place.platform == PLATFORM and not group.webhook and group.place.account in {"", *called}:
            yield Trial(entry="", why=Remark.ANSWERS_ONLY if group.place.account else Remark.NO_WAY, about=group.name)


async def _bot(bot: SocketBot | CallbackBot, address: str, clock: Clock, *, running: bool, take_over: bool) -> Trial:
    entry = f"aibot {bot.name}"
    if isinstance(bot, CallbackBot):
        return Trial(entry=entry, why=Remark.CALLED)
    if running:
        return Trial(entry=entry, why=Remark.RUNNING)
    if not take_over:
        return Trial(entry=entry, why=Remark.NOT_TAKEN_OVER)
    return await tried(entry, _subscribe(bot, address, clock))


async def _subscribe(bot: SocketBot, address: str, clock: Clock) -> None:
    """Subscribe and leave. Raise what the platform says against it."""
    req_id, robot = new_request(), Robot(entry=bot.name)
    try:
        async with (
            asyncio.timeout(2 * ACKNOWLEDGED_WITHIN),
            ClientSession() as session,
            session.ws_connect(address) as socket,
        ):
            await socket.send_str(frames.subscribe(req_id, bot.bot_id, words_of(bot.secret)).decode())
            async for message in socket:
                told = told_by_frame(str(message.data).encode(), robot, clock.now())
                if isinstance(told, Acknowledged) and told.req_id == req_id:
                    return WeComJudge(clock).judge_errcode(told.code, told.errmsg, f"aibot {bot.name}")
    except (ClientError, OSError, TimeoutError, Unreadable) as error:
        raise Unreachable(type(error).__name__) from None
    raise Unreachable("closed")
