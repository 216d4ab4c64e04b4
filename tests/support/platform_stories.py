"""Stories that go the same way on every platform."""

from datetime import date, datetime, time
from typing import Final

from handlers.dates.china_time import moment
from handlers.people.texts import no_private_way
from tests.support.on_platform import GroupOnPlatform
from tests.support.story import LAMP
from tests.support.township import STATION

RECEIPT: Final = "收到，已登记，尾号 1。进展我单独告诉您。"
ANNOUNCEMENT: Final = """【选民接待日】10月20日（周二）上午9点到11点半
地点：青石镇政府一楼
接待代表：周国栋、张明远
路灯、道路、用水、环境、办事等，都可以来说。来不了，@我说也一样。
打官司、举报、信访的事另有地方办，问我就行。请相互转告。〔2026〕1号"""
COUNTS_ASKED: Final = "10月20日青石镇政府一楼的接待结束了，来了几人、记了几件、当场答复几件？例如：5 3 1"


def october(day: int, hour: int, minute: int = 0) -> datetime:
    return moment(date(2026, 10, day), time(hour, minute))


async def a_petition_from_a_word_to_its_rating(group: GroupOnPlatform, *, receipt: str) -> None:
    """Begins on a Monday morning in March; *receipt* is how the answer in the group begins."""
    await group.says("赵敏", f"/诉求 {LAMP}")
    assert group.heard().startswith(receipt)
    assert group.told("赵敏") == (
        "您好，您反映的事已登记：\n编号 QS2026-0001\n事情：李村小学门口路灯不亮三天了\n地点：李村小学门口\n"
        "下一步：张代表3个工作日内看。\n查进度发“进度 1”。说错了发“补充 1 加内容”。\n\n"
        "要登记您这件事，需要记下您的联系方式，只给您的代表和工作人员看。\n"
        "同意请回 1；不留名字请回 2；不登记请回 3。"
    )
    await group.tells("赵敏", "1")
    assert group.told("赵敏") == "好的，都记下了。有进展我告诉您。"

    assert LAMP in group.told("林晓")
    await group.tells("林晓", "1")
    assert group.told("林晓") == "尾号 1 已派给张明远代表。"

    assert LAMP in group.told("张明远")
    await group.presses("张明远", "接手")
    assert group.told("赵敏") == "尾号 1：张代表已经看到，会如实反映、跟着催。"
    await group.tells("张明远", "签 1")
    assert group.told("赵敏") == "尾号 1：张代表已写成登记表，报青石镇人大。"

    assert LAMP in group.told("秦书敏")
    await group.tells("秦书敏", "交办 1 供电所")
    assert group.told("秦书敏") == "尾号 1 已交供电所，3月23日（周一）前答复。"
    await group.tells("林晓", "回复 1 A 三盏灯都换好了")
    group.told("张明远")
    await group.tells("张明远", "2")
    group.told("赵敏")
    await group.presses("赵敏", "满意")
    assert group.told("赵敏") == "尾号 1 已办结，谢谢您的评价。30天内有新情况还可以发“重办 1”。"
    assert group.told("张明远").endswith("尾号 1 选民评价：满意。已办结。")


async def a_reception_day_from_its_question_to_its_counts(group: GroupOnPlatform) -> None:
    """Begins on 12 October at noon."""
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


async def who_may_not_be_spoken_to_alone_is_told_so_in_the_group(group: GroupOnPlatform) -> None:
    """The platform refuses what is said to 赵敏 alone."""
    await group.says("赵敏", "/我的")
    said = group.heard()
    assert 0 <= said.find("我单独发给您了。") < said.find(no_private_way(STATION.phone))
    assert "有消息没有送到" in group.told("林晓")
