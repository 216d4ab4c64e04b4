"""Thirty voters tell the same water outage within ten minutes, in the browser, against the bot as it is started."""

import re
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.stage import Stage, staged
from tests.browser.started import example_config

pytestmark = pytest.mark.asyncio(loop_scope="session")

START: Final = datetime.fromisoformat("2026-06-11T09:00+08:00")
GROUP: Final = "上河村选民群"
VOTERS: Final = [
    f"{surname}{name}" for surname in "赵钱孙李周" for name in ("玉梅", "福生", "秀英", "长林", "桂花", "铁柱")
]
SAID: Final = (
    "村里停水了，一早起来水龙头不出水",
    "上河村停水半天了，没人说一声",
    "村里停水没人管，天天挑水吃",
    "村西头停水两天了，没人来修",
    "停水停到现在，饭都没法做",
    "水龙头拧开没水，全村都停了",
    "从早上停水到现在还没来",
    "上河村自来水停水了，请帮忙问问",
    "村里停水一天了，牲口都没水喝",
    "家家停水一天了，没人管",
    "停水也不通知，家里没存水",
    "我们这儿自来水停了一天一夜",
    "村东头也停水了，一点水都没有",
    "自来水断了两天，没法做饭",
    "水一直没来，停水把人愁坏了",
    "自来水停了没人修，只能去河里挑",
    "自来水停了，家里一滴水都没有",
    "水管坏了停水，一直没人来修",
    "自来水公司停水不通知，一天没水了",
    "自来水三天两头停，今天又没水",
    "自来水一直不来，没有人通知",
    "上河村停水，一家人没水用",
    "村里水管断了，停水没人修",
    "村里停水一天了，做饭没水用",
    "水龙头没水一天了，没人通知",
    "村里停水两天，洗衣做饭都没法弄",
    "我家从昨晚就停水，到现在没人管",
    "停水好久了，希望尽快修好",
    "村口这一片停水，一整天没水用",
    "井水不能喝，自来水又停了，没人管",
)
TOGETHER: Final = re.compile(
    "收到，(?P<count>[0-9]+)件都已登记，尾号 (?P<first>[0-9]+)–(?P<last>[0-9]+)。进展我单独告诉各位。"
)
SAY_ALL: Final = """async (sayings) => {
    const socket = new WebSocket(`ws://${location.host}/chat/live`);
    const until = (is) => new Promise((come) => {
        socket.addEventListener("message", function hear({ data }) {
            if (JSON.parse(data).is !== is) return;
            socket.removeEventListener("message", hear);
            come();
        });
    });
    await until("welcome");
    for (const { person, ...say } of sayings) {
        socket.send(JSON.stringify({ do: "be", person }));
        const said = until("said");
        socket.send(JSON.stringify({ do: "say", ...say }));
        await said;
    }
    socket.close();
}"""
"""Says all of it through a socket of its own, one after the other, as fast as each is taken."""


def a_village(folder: Path) -> Path:
    """Write the example's configuration with thirty more voters in one of its groups; return where it is."""
    config = example_config(folder)
    text = config.read_text(encoding="utf-8")
    head = "[[webchat.voters]]"
    voters = (f'{head}\nid = "{_id(tail)}"\nname = "{name}"\ngroups = ["shanghe"]\n' for tail, name in _told())
    config.write_text(text.replace(head, "\n".join((*voters, head)), 1), encoding="utf-8")
    return config


def _told() -> Sequence[tuple[int, str]]:
    """Return the voters in the order in which they speak, each with the tail to expect."""
    return list(enumerate(VOTERS, start=1))


def _id(tail: int) -> str:
    return f"villager-{tail}"


@pytest_asyncio.fixture(loop_scope="session")
async def stage(browser: Browser, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(browser, a_village(tmp_path), START) as stage:
        yield stage


async def test_thirty_who_tell_of_one_outage_are_one_matter_with_thirty_receipts(stage: Stage) -> None:
    await thirty_tell_it(stage)
    await the_group_reads_tails_alone(stage)
    await each_has_a_receipt(stage)
    await staff_have_one_card_and_bring_them_together(stage)
    await each_hears_that_it_is_one_matter(stage)


async def thirty_tell_it(stage: Stage) -> None:
    sayings = [
        {"person": _id(tail), "id": f"webchat:{UUID(int=tail)}", "chat": "group/shanghe", "text": f"@小助手 {words}"}
        for tail, words in enumerate(SAID, start=1)
    ]
    for first, moment in ((0, "2026-06-11T09:03"), (10, "2026-06-11T09:06"), (20, "2026-06-11T09:10")):
        await stage.page.evaluate(SAY_ALL, sayings[first : first + 10])
        await passes_until(stage, moment)


async def passes_until(stage: Stage, moment: str) -> None:
    await stage.passes_until(moment)
    await stage.page.get_by_label("关闭").click()


async def the_group_reads_tails_alone(stage: Stage) -> None:
    await stage.plays(VOTERS[-1], GROUP)
    await expect(stage.page.locator("#lines .words").last).to_contain_text("30。进展我单独告诉各位。")
    await stage.shoots("burst-1-group")
    said = await stage.page.locator("#lines article.bot .words").all_inner_texts()
    # With its first petition of a quarter the group is told what is kept: once, and of nobody's matter.
    answers = [words for words in said if not words.startswith("小助手说明：")]
    assert len(said) - len(answers) <= 1
    singly = [f"@{name} 收到，已登记，尾号 {tail}。进展我单独告诉您。" for tail, name in _told()[:3]]
    assert answers[:3] == singly
    lines = [TOGETHER.fullmatch(words) for words in answers[3:]]
    assert len(lines) <= 6
    shared = [(int(line["count"]), int(line["first"]), int(line["last"])) for line in lines if line is not None]
    assert len(shared) == len(lines)
    assert [tail for _, first, last in shared for tail in range(first, last + 1)] == list(range(4, 31))
    assert all(count == last + 1 - first for count, first, last in shared)


async def each_has_a_receipt(stage: Stage) -> None:
    for tail, name in _told():
        await stage.plays(name)
        await expect(stage.page.locator("#lines .words").first).to_contain_text(f"编号 QS2026-{tail:04}\n")
    await stage.shoots("burst-2-receipt")


async def staff_have_one_card_and_bring_them_together(stage: Stage) -> None:
    await stage.plays("林晓燕")
    await stage.shoots("burst-3-card")
    await expect(stage.page.locator("#lines article.bot")).to_have_count(1)
    await stage.clicks("回 1：派给李桂英代表")
    await stage.reads("尾号 1 已派给李桂英代表。")
    await passes_until(stage, "2026-06-11T09:11")
    await stage.clicks("回 1：合在一起办")
    await stage.reads("尾号 2、3、4、5、6 等29件已并到尾号 1，一共30件。要分开发“拆”加尾号。")
    await stage.shoots("burst-4-one-matter")


async def each_hears_that_it_is_one_matter(stage: Stage) -> None:
    for tail, name in _told()[1:]:
        await stage.plays(name)
        await stage.reads(f"尾号 {tail} 和另外29位乡亲说的是一件事，合在一起办，结果同样告诉您。")
    await stage.shoots("burst-5-voter")
