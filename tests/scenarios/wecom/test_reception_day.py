"""A reception day from the deputies asked to the counts, through the simulated WeChat Work, in each way it can hear."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Final

import pytest

from handlers.dates.china_time import moment
from tests.support.wecom import Mode, a_group_on_wecom

ANNOUNCEMENT: Final = """【选民接待日】10月20日（周二）上午9点到11点半
地点：青石镇政府一楼
接待代表：周国栋、张明远
路灯、道路、用水、环境、办事等，都可以来说。来不了，@我说也一样。
打官司、举报、信访的事另有地方办，问我就行。请相互转告。〔2026〕1号"""
COUNTS_ASKED: Final = "10月20日青石镇政府一楼的接待结束了，来了几人、记了几件、当场答复几件？例如：5 3 1"


def october(day: int, hour: int, minute: int = 0) -> datetime:
    return moment(date(2026, 10, day), time(hour, minute))


@pytest.mark.parametrize("mode", Mode)
async def test_a_reception_day_is_asked_for_announced_and_counted(tmp_path: Path, mode: Mode) -> None:
    async with a_group_on_wecom(tmp_path, mode, october(12, 12)) as group:
        await group.waits_until(october(13, 9))
        assert group.told("张明远") == (
            "张代表您好，10月20日（周二）上午9点到11点半在青石镇政府一楼接待选民，请您参加。\n"
            "能来回 1，不能来回 2。能否请您10月15日前告诉我，好安排替换。"
        )
        await group.presses("张明远", "能来")
        assert group.told("张明远") == "好的，10月20日上午9点，青石镇政府一楼见。"
        await group.waits_until(october(17, 9, 30))
        assert group.heard() == ANNOUNCEMENT
        await group.waits_until(october(20, 12))
        assert group.heard() == (
            "明天（10月20日）上午9点到11点半，代表在青石镇政府一楼等您。带上照片更清楚。电话 0399-6000001。\n\n"
            "现在开始接待了，张明远在青石镇政府一楼，到上午11点半。"
        )
        assert group.told("林晓").endswith(COUNTS_ASKED)
        await group.tells("林晓", "5 3 1")
        assert group.heard() == "今天接待5位乡亲，记下3件，当场答复1件。谢谢大家。"
        assert group.told("林晓").startswith("记下了：来5人，记3件，当场1件，已告诉群里。")
        assert group.simulator.breaches == []
