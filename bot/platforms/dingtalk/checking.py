"""Every entry of the settings tried against the platform: nothing is shown to anybody, nobody is cut off."""

from collections.abc import AsyncIterator, Mapping

from bot.clock import Clock
from bot.config.dingtalk import CallbackRobot, DingTalkSettings, Robot, StreamRobot
from bot.platforms.base import Unreachable
from bot.platforms.dingtalk.building import application_of, gateway_of, judge_of, webhook_of
from bot.platforms.dingtalk.calls.api import Api
from bot.platforms.dingtalk.calls.application import Application
from bot.platforms.dingtalk.hearing.gateway import NotConnected, Refused
from bot.platforms.dingtalk.hearing.stream import REFUSED
from bot.platforms.dingtalk.wire.told import PLATFORM, is_confirmed
from bot.sending.reactions import SetUpWrong
from bot.sending.trials import Remark, Trial, tried
from handlers.message import Account
from handlers.people.rules.roster import PersonId, Roster


async def trials(
    settings: DingTalkSettings, *, roster: Roster, bound: Mapping[Account, PersonId], clock: Clock
) -> AsyncIterator[Trial]:
    """Yield how each entry fares; no connection is opened: it would take from the others what comes meanwhile.

    None of the calls counts against the month's quota, save those of webhooks.
    """
    api, judge = Api(settings.api, settings.oapi, clock), judge_of(clock)
    try:
        for robot in settings.robots:
            application = application_of(robot, api, judge, clock, _for_nothing)
            trial = await tried(f"robot {robot.name}", _token(application))
            yield trial
            if not trial.why:
                yield await _hearing(robot, settings)
                users = {one.user for one in bound if (one.platform, one.account) == (PLATFORM, robot.name)}
                for user in sorted(filter(is_confirmed, users)):
                    member = await tried(trial.entry, _member(application, user), about=user)
                    if member.why:
                        yield member
        for table in settings.webhooks:
            webhook = webhook_of(table, api, judge, clock, _for_nothing)
            yield await tried(f"webhook {table.name}", webhook.try_token())
    finally:
        await api.close()
    for group in roster.groups.values():
        if group.place.platform == PLATFORM and not group.webhook and not group.place.account:
            yield Trial(entry="", why=Remark.NO_WAY, about=group.name)


async def _hearing(robot: Robot, settings: DingTalkSettings) -> Trial:
    entry = f"stream {robot.name}"
    if isinstance(robot, CallbackRobot):
        return Trial(entry=entry, why=Remark.CALLED)
    return await tried(entry, _way_in(robot, settings))


async def _token(application: Application) -> None:
    await application.token.get()


async def _member(application: Application, user: str) -> None:
    """Return where the application may see that member."""
    await application.post_old("/topapi/v2/user/get", {"userid": user})


async def _way_in(robot: StreamRobot, settings: DingTalkSettings) -> None:
    """Return where a connection could be opened. Raise what stands against it."""
    gateway = gateway_of(robot, settings)
    try:
        await gateway.way_in()
    except Refused:
        raise SetUpWrong(REFUSED) from None
    except NotConnected as failure:
        raise Unreachable(failure.why) from None
    finally:
        await gateway.close()


def _for_nothing() -> None:
    """Count nothing: tokens, members and connections are free of the quota (basic-interfaces-such-as-log-off)."""
