"""A township month played in the browser, against the bot as it is started, on the example's own configuration.

The bot starts on 11 June 2026, whatever the day of the test. June's reception day, the 20th, moves over the Dragon Boat
holiday to the 22nd. Each chapter may leave a picture (`stage`).
"""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.stage import Stage, staged
from tests.browser.started import example_config

pytestmark = pytest.mark.asyncio(loop_scope="session")

START: Final = datetime.fromisoformat("2026-06-11T09:00+08:00")
GROUP: Final = "上河村选民群"


@pytest_asyncio.fixture(loop_scope="session")
async def stage(browser: Browser, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(browser, example_config(tmp_path), START) as stage:
        yield stage


async def test_the_story_of_a_month(stage: Stage) -> None:
    await a_voters_word_is_registered(stage)
    await deputy_presidium_and_unit_have_it(stage)
    await nobody_hears_of_the_matters_of_others(stage)
    await a_topic_is_set_and_posted(stage)
    await views_come(stage)
    await a_deputy_cannot_come_and_another_steps_in(stage)
    await the_answer_is_rated(stage)
    await the_topic_is_summed_up(stage)
    await the_moved_reception_day_is_announced(stage)
    await a_restart_changes_nothing(stage)
    await the_reception_day_is_held(stage)
    await the_month_is_added_up(stage)


async def a_voters_word_is_registered(stage: Stage) -> None:
    await expect(stage.page.locator(".cards button").first).to_be_visible()
    await stage.shoots("01-guide")
    await stage.page.get_by_role("button", name="以赵秀兰的身份去说").click()
    await stage.page.get_by_role("button", name="发送").click()
    await stage.reads("@赵秀兰 收到，已登记，尾号 1。进展我单独告诉您。")
    await stage.shoots("02-group")
    await stage.plays("赵秀兰")
    await stage.reads(
        "您好，您反映的事已登记：\n编号 QS2026-0001\n事情：村东头路灯不亮三天了，晚上老人孩子出门看不见\n地点：村东头\n"
        "下一步：李代表3个工作日内看。\n查进度发“进度 1”。说错了发“补充 1 加内容”。\n"
        "不想登记，发“撤回 1”。"
    )
    await stage.shoots("03-receipt")
    await stage.clicks("回 1：同意")
    await stage.reads("好的，都记下了。有进展我告诉您。")


async def deputy_presidium_and_unit_have_it(stage: Stage) -> None:
    await stage.plays("林晓燕")
    await stage.shoots("04-staff")
    await stage.clicks("回 1：派给李桂英代表")
    await stage.reads("尾号 1 已派给李桂英代表。")
    await stage.plays("李桂英")
    await stage.clicks("回 1：接手")
    await stage.reads("尾号 1 您已接手。要报人大交单位办，发“签 1”；当面答复了，发“答复 1 加内容”。")
    await stage.says("签 1")
    await stage.reads("尾号 1 的登记表已报青石镇人大。")
    await stage.shoots("05-deputy")
    await stage.plays("唐玲")
    await stage.says("交办 1 青石供电所")
    await stage.reads("尾号 1 已交青石供电所，6月18日（周四）前答复。")
    await stage.shoots("06-presidium")
    await stage.plays("林晓燕")
    await stage.says("办理 1 电工去看过，灯泡和线都要换")
    await stage.reads("尾号 1 的进展记下了。已告诉选民。")
    await stage.plays("赵秀兰")
    await stage.reads("尾号 1：青石供电所已经去看过，正在办。现场情况：电工去看过，灯泡和线都要换")
    await stage.shoots("07-voter")


async def nobody_hears_of_the_matters_of_others(stage: Stage) -> None:
    await stage.plays("孙春梅")
    await stage.says("进度 1")
    await stage.reads("没查到尾号 1。请核对一下尾号。")


async def a_topic_is_set_and_posted(stage: Stage) -> None:
    await stage.plays("罗正平")
    await stage.says("/议题 村口停车难")
    await stage.reads(
        "好的，议题“村口停车难”。这周已经过了发议题的日子，6月15日（周一）上午9点发到群里。那之前还可以改。"
    )
    await stage.jumps("下周一", "2026-06-15T09:30")
    await stage.shoots("08-monday")
    await stage.plays("赵秀兰", GROUP)
    await stage.reads(
        "这周议事说“村口停车难”。您怎么看，哪里做得不好，怎么办好，@我说。\n"
        "6月18日（周四）下午3点，代表在青石镇联络站会议室坐下来商量，结果告诉大家。\n"
        "开头写“议事”两个字，我就记成您的意见。"
    )


async def views_come(stage: Stage) -> None:
    thanks = "谢谢，您的意见记下了，结果告诉大家。"
    await stage.says("@小助手 议事 村口划几个车位")
    await stage.reads(f"@赵秀兰 {thanks}")
    await stage.shoots("09-topic")
    for name, view in (("钱福贵", "桥头不要停车"), ("孙春梅", "商户的车停到粮站")):
        await stage.plays(name)
        await stage.says(f"议事 {view}")
        await stage.reads(thanks)


async def a_deputy_cannot_come_and_another_steps_in(stage: Stage) -> None:
    await stage.plays("王长发")
    await stage.reads(
        "王代表您好，6月22日（周一）上午9点到11点半在青石镇政府大院东侧一楼接待选民，请您参加。\n"
        "能来回 1，不能来回 2。能否请您6月17日前告诉我，好安排替换。"
    )
    await stage.clicks("回 1：能来")
    await stage.reads("好的，半年述职6月18日（周四）上午9点在青石镇文化站见。")
    await stage.says("1")
    await stage.reads("好的，周议事6月18日（周四）下午3点在青石镇联络站会议室见。")
    await stage.clicks("回 2：不能来")
    await stage.reads("好的，记下了，我请周德明代表替您。")
    await stage.shoots("10-cannot-come")
    await stage.plays("周德明")
    await stage.clicks("回 1：方便")
    await stage.reads("好的，6月22日上午9点，青石镇政府大院东侧一楼见。")


async def the_answer_is_rated(stage: Stage) -> None:
    await stage.plays("林晓燕")
    await stage.says("回复 1 A 灯泡和线都换好了，三盏灯都亮了")
    await stage.reads("尾号 1 的答复记下了（A类，已解决或基本解决）。先请李代表告诉选民。")
    await stage.plays("李桂英")
    await stage.clicks("回 2：请转达")
    await stage.reads("好的，尾号 1 我这就请选民评价。")
    await stage.plays("赵秀兰")
    await stage.clicks("回 2：满意")
    await stage.reads("尾号 1 已办结，谢谢您的评价。30天内有新情况还可以发“重办 1”。")
    await stage.shoots("11-rated")


async def the_topic_is_summed_up(stage: Stage) -> None:
    """Friday is a holiday, so the week ends on Thursday."""
    await stage.passes_until("2026-06-18T16:35")
    await stage.plays("罗正平")
    await stage.reads("【今日】新增0，办结1，引导0，紧急0")
    await stage.shoots("12-digest-and-material")
    await stage.says("村口划6个车位（镇村镇建设办，7月10日前）\n桥头立禁停牌（上河村，7月1日前）")
    summary = (
        "这周议“村口停车难”，3位乡亲说了3条。定下：\n"
        "1 村口划6个车位（镇村镇建设办，7月10日前）\n2 桥头立禁停牌（上河村，7月1日前）\n没定的接着办。谢谢大家。"
    )
    await stage.reads(f"{summary}\n\n发布回 1，重写回 2。")
    await stage.clicks("回 1：发布")
    await stage.reads("好的，小结发到群里，提过的乡亲也单独告诉了。")
    await stage.passes_until("2026-06-18T17:10")
    await stage.plays("赵秀兰", GROUP)
    await stage.reads(summary)


async def the_moved_reception_day_is_announced(stage: Stage) -> None:
    await stage.jumps("下个接待日前三天", "2026-06-19T09:30")
    await stage.reads(
        "【选民接待日】6月22日（周一）上午9点到11点半\n"
        "原定6月20日，因端午放假顺延至6月22日。\n"
        "地点：青石镇政府大院东侧一楼\n"
        "接待代表：李桂英、欧阳华、周德明\n"
        "路灯、道路、用水、环境、办事等，都可以来说。来不了，@我说也一样。\n"
        "打官司、举报、信访的事另有地方办，问我就行。请相互转告。〔2026〕1号"
    )
    await stage.shoots("13-announced")


async def a_restart_changes_nothing(stage: Stage) -> None:
    """The bot goes on from where its clock was moved to, though the machine's is eight days behind."""
    said = await stage.page.locator("#lines .words").all_inner_texts()
    await stage.restarts()
    await expect(stage.page.locator("#now")).to_have_attribute("datetime", re.compile("2026-06-19T09:3."))
    await expect(stage.page.locator("#lines .words")).to_have_text(said)


async def the_reception_day_is_held(stage: Stage) -> None:
    await stage.passes_until("2026-06-22T11:35")
    await stage.shoots("14-reception")
    await stage.plays("林晓燕")
    await stage.reads("6月22日青石镇政府大院东侧一楼的接待结束了，来了几人、记了几件、当场答复几件？例如：5 3 1")
    await stage.says("5 3 1")
    await stage.reads(
        "记下了：来5人，记3件，当场1件，已告诉群里。\n"
        "还有3件没登记，没有编号。请用来人的原话一件一件发：“接访 2人 李村小学门口路灯不亮”。"
    )
    await stage.plays("赵秀兰", GROUP)
    await stage.reads("今天接待5位乡亲，记下3件，当场答复1件。谢谢大家。")
    await stage.shoots("15-counted")


async def the_month_is_added_up(stage: Stage) -> None:
    await stage.jumps("下月1日", "2026-07-01T09:30")
    await stage.plays("罗正平")
    await stage.reads(
        "【6月】接待5人次，收1件：当场0、交办1、上报0、引导0\n办结率100%，满意率100%（评价1人）\n"
        "办结1件，乡亲说解决了1件\n答复：A类1"
    )
    await stage.shoots("16-month")
