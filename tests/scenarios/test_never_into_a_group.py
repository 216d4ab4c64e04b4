"""Planted names, numbers and accounts, a whole month, every command, refusals, failures: none of it is ever shown.

Domain §8.5: not in what is said in a group, nor in a log, a figure, or what a command of the machine prints.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from bot import cli, opening
from bot.config import load
from bot.log import FIELDS, Line
from bot.metrics import Metrics
from bot.platforms.base import Rejected, Throttled, Unreachable
from bot.router import Router
from handlers.commands import BY_WORD
from handlers.commands_texts import USES
from handlers.message import Account, Heard, Message, MessageId, Quote, Scope
from handlers.people.rules.roster import Place
from handlers.ports import Storage, UnitOfWork
from storage.connect import connect
from tests.bot.config.example import EXAMPLE
from tests.support.group import Group
from tests.support.memory import MemoryStorage
from tests.support.story import MONDAY
from tests.support.township import BOUND, PLATFORM, ROBOT, TOWNSHIP

VOTERS: Final[Mapping[str, str]] = {"acc-zm-8107": "欧阳慕华", "acc-sw-4410": "司徒清和", "acc-qw-2295": "诸葛明理"}
NUMBERS: Final = (
    "13812345678",
    "138 1234 5679",
    "１３８１２３４５６７０",
    "11010519491231002X",
    "6222021234567890128",
    "zm8107@example.com",
)
PLANTED: Final = (*VOTERS.values(), *NUMBERS, "1381234567")
STATION_PEOPLE: Final = ("张明远", "林晓", "何建平", "秦书敏")
FOLDED_OUT: Final = str.maketrans("０１２３４５６７８９", "0123456789", " -")


class Town:
    """The whole bot over a store in a file, and people whose accounts are not their names."""

    def __init__(self, storage: Storage) -> None:
        self.group = Group(storage, now=MONDAY)
        self._numbers = count(10_000)

    async def hears(
        self, account: str, text: str, *, in_group: bool, quote: Quote | None = None, router: Router | None = None
    ) -> None:
        """Have somebody say something; people of the station are known by name, voters by an account."""
        place = self.group.place if in_group else Place(platform=PLATFORM, account=ROBOT, chat=account)
        heard = Heard(
            id=MessageId(f"{PLATFORM}:{next(self._numbers)}"),
            place=place,
            scope=Scope.GROUP if in_group else Scope.DIRECT,
            sender=Account(platform=PLATFORM, account=ROBOT, user=account),
            sender_name=VOTERS.get(account, account),
            sent_at=self.group.clock.now(),
            text=f"@小助手 {text}" if in_group else text,
            quote=quote,
        )
        await (router or self.group.router).hear(heard)
        if router is not None:
            await router.idle()
        await self.group.time.settle()

    def posted(self) -> list[str]:
        """Return all that was ever said in a group."""
        groups = {group.place for group in TOWNSHIP.groups.values()}
        return [post.text for post in self.group.platform.delivered if post.place in groups]


def told(number: int) -> str:
    """Return a matter with personal facts in it."""
    name = list(VOTERS.values())[number % 3]
    return f"李村{number}号路灯不亮三天了，我叫{name}，电话{NUMBERS[number % len(NUMBERS)]}"


async def a_month(town: Town) -> None:
    """Voters, deputies and staff use every command, in private and in the group, each time with somebody's facts."""
    for number, account in enumerate((*VOTERS, *VOTERS)):
        await town.hears(account, f"/诉求 {told(number)}", in_group=number < 3)
        await town.hears(account, "1", in_group=False)
    await town.hears("林晓", "派 1 张明远", in_group=False)
    await town.hears("张明远", "1", in_group=False)
    for number, word in enumerate(BY_WORD):
        example = USES[word].example.removeprefix("/").replace(" 12", f" {number % 6 + 1}")
        line = f"/{example} {list(VOTERS.values())[number % 3]} {NUMBERS[number % len(NUMBERS)]}"
        for account in (next(iter(VOTERS)), STATION_PEOPLE[number % len(STATION_PEOPLE)]):
            await town.hears(account, line, in_group=number % 2 == 0)
    quoted = Quote(text=told(7), author="acc-sw-4410")
    await town.hears("张明远", "登记", in_group=True, quote=quoted)
    await town.hears("acc-qw-2295", "救命，诸葛明理晕倒了，电话13812345678", in_group=True)
    await town.hears("acc-zm-8107", "我的身份证号11010519491231002X", in_group=True)
    await town.hears("何建平", "/议题 欧阳慕华门前停车，电话13812345678", in_group=False)
    for tail in range(1, 40):  # whichever it is: an alarm that nobody answers is repeated for ever
        await town.hears("林晓", f"接警 {tail} 已送医", in_group=False)
    await town.group.waits(days=8)


async def failures(town: Town) -> None:
    """The platform refuses and throttles, and a handler breaks with what was said in its error."""
    wait = timedelta(seconds=5)
    town.group.platform.will_fail_with.extend(
        [Unreachable("timeout"), Throttled("45009", wait), Rejected("40001"), Rejected("40001")]
    )
    await town.hears("acc-zm-8107", f"/诉求 王庄桥栏杆断了，{told(0)}", in_group=True)

    async def breaks(message: Message, work: UnitOfWork) -> None:
        raise ValueError(f"{message.sender_name}: {message.text}")

    broken = Router(town.group.storage, town.group.clock, changed=town.group.delivery.wake, handle=breaks)
    await town.hears("acc-sw-4410", told(1), in_group=True, router=broken)
    await town.group.waits(days=27)


def planted_in(text: str) -> list[str]:
    """Return what of the planted facts stands in *text*, however its digits are written."""
    plain = text.translate(FOLDED_OUT)
    return [fact for fact in (*PLANTED, *VOTERS) if fact.translate(FOLDED_OUT) in plain]


async def test_no_planted_fact_is_ever_said_in_a_group_or_logged_or_counted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    storage = MemoryStorage(TOWNSHIP, bound=BOUND)
    town = Town(storage)
    await a_month(town)
    await failures(town)
    posted = town.posted()
    assert len(posted) > 30
    assert [(text, found) for text in posted if (found := planted_in(text))] == []

    lines = [Line().format(record) for record in caplog.records]
    extra = [f"{getattr(record, name)}" for record in caplog.records for name in FIELDS if hasattr(record, name)]
    assert any("handler failed" in line for line in lines)
    assert [(line, found) for line in (*lines, *extra) if (found := planted_in(line))] == []

    metrics = Metrics()
    await metrics.update(town.group.clock.now(), storage, {})
    assert planted_in(metrics.exposition().decode()) == []


async def test_no_planted_fact_is_printed_by_a_command_of_the_machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(EXAMPLE, "utf-8")
    (tmp_path / "data").mkdir()
    config = load(file)
    storage = await connect(config.storage.url, roster=TOWNSHIP, key=opening.sealing_key(config), bound=BOUND)
    town = Town(storage)
    for number, account in enumerate(VOTERS):
        await town.hears(account, f"/诉求 {told(number)}", in_group=True)
        await town.hears(account, "1", in_group=False)
    await storage.close()
    for arguments in (["check"], ["check", "--audit"], ["calendar", "--from", "2026-03-01", "--to", "2026-04-30"]):
        assert await asyncio.to_thread(cli.main, [*arguments, "--config", f"{file}"]) == 0
        assert planted_in("".join(capsys.readouterr())) == []
    # The list of what was received says from which account; never from whom by name, nor what.
    for form in ([], ["--json"]):
        assert await asyncio.to_thread(cli.main, ["inbox", *form, "--config", f"{file}"]) == 0
        printed = "".join(capsys.readouterr())
        assert "acc-zm-8107" in printed
        assert [fact for fact in planted_in(printed) if fact not in VOTERS] == []
