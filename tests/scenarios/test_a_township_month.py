"""June 2026 in a township, from a voter's word to the figures of the month, on the embedded store.

Each step is followed by everything the bot says because of it, to anybody: nothing is missing and nothing is said twice.
"""

from collections import defaultdict
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from handlers.dates.china_time import moment
from handlers.ports import Storage
from storage.connect import connect
from tests.support.group import PHONE, Group
from tests.support.township import BOUND, TOWNSHIP

KEY: Final = bytes(range(32))
GROUPS: Final[dict[str, str]] = {group.id: group.name for group in TOWNSHIP.groups.values()}

Told = dict[str, list[str]]
"""What was said since the last look, by group or person."""


def june(day: int, hour: int, minute: int = 0) -> datetime:
    return moment(date(2026, 6, day), time(hour, minute))


async def opened(folder: Path) -> Storage:
    return await connect(f"tinydb:{folder / 'station.db'}", roster=TOWNSHIP, key=KEY, bound=BOUND)


def told(group: Group) -> Told:
    said: Told = defaultdict(list)
    for post in group.platform.delivered:
        said[GROUPS.get(post.place.chat, post.place.chat)].append(post.text)
    group.forgets()
    return dict(said)


def in_both_groups(text: str) -> Told:
    return {"李村群": [text], "王庄群": [text]}


async def says(group: Group, name: str, text: str) -> Told:
    await group.says(name, text)
    return told(group)


async def tells(group: Group, name: str, text: str) -> Told:
    await group.tells(name, text)
    return told(group)


async def waits_until(group: Group, moment: datetime) -> Told:
    await group.waits_until(moment)
    return told(group)


async def test_the_story_of_a_month(tmp_path: Path) -> None:
    storage = await opened(tmp_path)
    group = Group(storage, now=june(11, 8, 30))
    await a_voters_word_is_registered(group)
    await it_goes_through_deputy_and_presidium_to_a_unit(group)
    await another_is_answered_on_the_spot(group)
    await nobody_hears_of_the_matters_of_others(group)
    await the_head_hears_of_the_day_and_sets_a_topic(group)
    await monday_asks_deputies_and_opens_the_topic(group)
    await the_head_sees_what_will_soon_be_due(group)
    await storage.close()

    storage = await opened(tmp_path)
    group = Group(storage, now=june(17, 18), first=1001)
    assert await waits_until(group, june(18, 7, 59)) == {}, "a restart repeats nothing"
    assert await waits_until(group, june(18, 9)) == {
        "何建平": [
            "议事材料：“停车难”本周意见3条，归成3类：\n1 北街划线停车\n2 医院门口最堵\n3 可以用粮站空地\n能来的代表：张明远、陈玉兰、周国栋。"
        ],
    }
    await the_answer_is_told_rated_and_closed(group)
    await the_topic_is_summed_up(group)
    await the_moved_reception_day_is_announced_three_days_ahead(group)
    await the_reception_day_is_held_and_counted(group)
    await the_month_is_added_up(group)
    await storage.close()


async def a_voters_word_is_registered(group: Group) -> None:
    assert await waits_until(group, june(11, 9)) == {}
    assert await says(group, "赵敏", "路灯坏了，晚上老人孩子没法走") == {
        "李村群": [
            "收到，已登记，尾号 1。进展我单独告诉您。",
            "小助手说明：您@我或同意登记的内容，会记下用来办事，由青石镇人大代表联络站保管，不在群里公布您的姓名电话。"
            "想看、想改、想删，发“我的信息”。全文发“隐私”。",
        ],
        "赵敏": [
            "您好，您反映的事已登记：\n"
            "编号 QS2026-0001\n"
            "事情：路灯坏了，晚上老人孩子没法走\n"
            "下一步：张代表3个工作日内看。\n"
            "查进度发“进度 1”。说错了发“补充 1 加内容”。\n"
            "不想登记，发“撤回 1”。",
            "要登记您这件事，需要记下您的联系方式，只给您的代表和工作人员看。\n"
            "同意请回 1；不留名字请回 2；不登记请回 3。",
        ],
        "林晓": [
            "新诉求尾号 1（李村）：路灯坏了，晚上老人孩子没法走。\n"
            "派给张明远代表回 1。要派人发“派 1 姓名”，别的：分类、引导、补问、不登记，都带尾号。"
        ],
    }
    assert await tells(group, "赵敏", "1") == {
        "赵敏": ["请问在哪里？说村名和附近的标志就行，例如“李村小学门口”。也可以发定位。"]
    }
    assert await tells(group, "赵敏", "李村小学门口") == {"赵敏": ["请问是什么时候开始的？例如“昨天晚上”“三天了”。"]}
    assert await tells(group, "赵敏", "三天了") == {"赵敏": ["好的，都记下了。有进展我告诉您。"]}


async def it_goes_through_deputy_and_presidium_to_a_unit(group: Group) -> None:
    assert await tells(group, "林晓", "1") == {
        "林晓": ["尾号 1 已派给张明远代表。"],
        "张明远": [
            "张代表您好，李村选民赵敏反映：路灯坏了，晚上老人孩子没法走；地点：李村小学门口；时间：三天了（尾号 1）。\n"
            "接手回 1，不是我的选区回 2，当场能答复回 3。"
        ],
    }
    assert await tells(group, "张明远", "1") == {
        "张明远": ["尾号 1 您已接手。要报人大交单位办，发“签 1”；当面答复了，发“答复 1 加内容”。"],
        "赵敏": ["尾号 1：张代表已经看到，会如实反映、跟着催。"],
    }
    assert await tells(group, "张明远", "签 1") == {
        "张明远": ["尾号 1 的登记表已报青石镇人大。"],
        "赵敏": ["尾号 1：张代表已写成登记表，报青石镇人大。"],
        "秦书敏": [
            "张明远代表报来登记表，尾号 1：路灯坏了，晚上老人孩子没法走；地点：李村小学门口；时间：三天了。这类事一般归乡村建设办管。\n"
            "交办发“交办 1 单位”，要县里定发“上报 1 部门”，要补充发“退回 1 理由”。"
        ],
    }
    assert await tells(group, "秦书敏", "交办 1 供电所") == {
        "秦书敏": ["尾号 1 已交供电所，6月18日（周四）前答复。"],
        "赵敏": ["尾号 1：已交供电所办理，一般5个工作日内答复。到时没消息我会去催。"],
    }
    assert await tells(group, "林晓", "办理 1 电工来看过，要换一段线") == {
        "林晓": ["尾号 1 的进展记下了。已告诉选民。"],
        "赵敏": ["尾号 1：供电所已经去看过，正在办。现场情况：电工来看过，要换一段线"],
    }


async def another_is_answered_on_the_spot(group: Group) -> None:
    assert await tells(group, "钱福", "李村村口的垃圾三天没人收了，臭得很") == {
        "钱福": [
            "您好，您反映的事已登记：\n"
            "编号 QS2026-0002\n"
            "事情：李村村口的垃圾三天没人收了，臭得很\n"
            "地点：李村村口\n"
            "下一步：张代表3个工作日内看。\n"
            "查进度发“进度 2”。说错了发“补充 2 加内容”。\n"
            "不想登记，发“撤回 2”。",
            "要登记您这件事，需要记下您的联系方式，只给您的代表和工作人员看。\n"
            "同意请回 1；不留名字请回 2；不登记请回 3。",
        ],
        "林晓": [
            "新诉求尾号 2：李村村口的垃圾三天没人收了，臭得很。\n"
            "派给张明远代表回 1。要派人发“派 2 姓名”，别的：分类、引导、补问、不登记，都带尾号。"
        ],
    }
    assert await tells(group, "钱福", "2") == {"钱福": ["好的，不留名字，照样办。有进展我告诉您。"]}
    assert await tells(group, "林晓", "1") == {
        "林晓": ["尾号 2 已派给张明远代表。"],
        "张明远": [
            "张代表您好，选民反映：李村村口的垃圾三天没人收了，臭得很（尾号 2）。\n"
            "接手回 1，不是我的选区回 2，当场能答复回 3。"
        ],
    }
    assert await tells(group, "张明远", "3") == {
        "张明远": ["尾号 2 您是怎么答复的？说一句我就记下。例如：已和电工去看过，明天修。"]
    }
    assert await tells(group, "张明远", "和保洁员说好了，今后每天早上收一次") == {
        "张明远": ["尾号 2 已记为当面答复。我请选民评价。"],
        "钱福": [
            "尾号 2 有结果了：和保洁员说好了，今后每天早上收一次\n"
            "要看正式答复回 1。您觉得怎么样？满意回 2，基本满意回 3，不满意回 4。"
        ],
    }
    assert await tells(group, "钱福", "2") == {
        "钱福": ["尾号 2 已办结，谢谢您的评价。30天内有新情况还可以发“重办 2”。"],
        "张明远": ["尾号 2 选民评价：满意。已办结。"],
    }


async def nobody_hears_of_the_matters_of_others(group: Group) -> None:
    assert await says(group, "孙莉", "进度 1") == {
        "孙莉": ["没查到尾号 1。请核对一下尾号。"],
        "李村群": ["我单独发给您了。"],
    }


async def the_head_hears_of_the_day_and_sets_a_topic(group: Group) -> None:
    assert await waits_until(group, june(12, 9)) == {"何建平": ["【今日】新增2，办结1，引导0，紧急0"]}
    assert await tells(group, "何建平", "/议题 停车难") == {
        "何建平": ["好的，议题“停车难”，6月15日（周一）上午9点发到群里。那之前还可以改。"]
    }


async def monday_asks_deputies_and_opens_the_topic(group: Group) -> None:
    asked = (
        "{}代表您好，6月22日（周一）上午9点到11点半在青石镇政府一楼接待选民，请您参加。\n"
        "能来回 1，不能来回 2。能否请您6月17日前告诉我，好安排替换。"
    )
    opening = (
        "这周议事说“停车难”。您怎么看，哪里做得不好，怎么办好，@我说。\n"
        "6月18日（周四）下午3点，代表在青石镇政府二楼会议室坐下来商量，结果告诉大家。\n"
        "开头写“议事”两个字，我就记成您的意见。"
    )
    invited = (
        "本周议事“停车难”，6月18日（周四）下午3点青石镇政府二楼会议室，想请您参加（4到5位代表）。能来回 1，不能来回 2。"
    )
    assert await waits_until(group, june(15, 12)) == {
        "何建平": [
            "【上周】新增2（比前周+2），办结1，解决1，满意100%\n本周：6月18日（周四）下午3点议事“停车难”",
            "6月22日青石镇政府一楼接待名单：张明远、陈玉兰，都还没确认。请于6月18日前定。海报已生成。",
            "6月22日青石镇政府一楼接待海报的图片，可以直接转发。",
        ],
        "张明远": [asked.format("张"), invited],
        "陈玉兰": [asked.format("陈"), invited],
        "周国栋": [invited],
        **in_both_groups(opening),
    }
    for name in ("张明远", "陈玉兰", "周国栋"):
        assert await tells(group, name, "1") == {name: ["好的，周议事6月18日（周四）下午3点在青石镇政府二楼会议室见。"]}
    assert await tells(group, "张明远", "2") == {
        "张明远": ["好的，记下了，我请周国栋代表替您。"],
        "周国栋": [
            "周代表，6月22日（周一）上午9点到11点半在青石镇政府一楼接待，有一位代表来不了，您方便顶一下吗？\n"
            "方便回 1，不方便回 2。"
        ],
        "林晓": ["张明远代表6月22日青石镇政府一楼的接待来不了，已问周国栋代表能不能顶上。"],
    }
    assert await tells(group, "周国栋", "1") == {
        "周国栋": ["好的，6月22日上午9点，青石镇政府一楼见。"],
        "林晓": ["周国栋代表答应参加6月22日青石镇政府一楼的接待。"],
        "何建平": [
            "6月22日（周一）上午9点到11点半青石镇政府一楼的接待有变：接待代表原来是张明远、陈玉兰，现在是陈玉兰、周国栋。"
            "贴出去的海报请换成新的。海报已生成。",
            "6月22日青石镇政府一楼接待海报的图片，可以直接转发。",
        ],
    }
    assert await tells(group, "陈玉兰", "1") == {"陈玉兰": ["好的，6月22日上午9点，青石镇政府一楼见。"]}
    thanks = "谢谢，您的意见记下了，结果告诉大家。"
    assert await says(group, "赵敏", "/议事 北街划线停车") == {"李村群": [thanks]}
    assert await tells(group, "钱福", "/议事 医院门口最堵") == {"钱福": [thanks]}
    assert await tells(group, "张明远", "/议事 可以用粮站空地") == {"张明远": [thanks]}


async def the_head_sees_what_will_soon_be_due(group: Group) -> None:
    assert await waits_until(group, june(17, 18)) == {
        "何建平": [
            "【今日】新增0，办结0，引导0，紧急0\n快到期：1 路灯坏了，晚上老人孩子没法走（尾号 1）\n明天：下午3点议事“停车难”\n看哪件回前面的数字。"
        ],
        "张明远": [
            "尾号 1 交供电所办，6月18日（周四）到期。要不要我帮您问一下？要回 1。",
            "张代表，明天下午3点在青石镇政府二楼会议室议“停车难”，等您来。",
        ],
        "陈玉兰": ["陈代表，明天下午3点在青石镇政府二楼会议室议“停车难”，等您来。"],
        "周国栋": ["周代表，明天下午3点在青石镇政府二楼会议室议“停车难”，等您来。"],
    }
    assert await tells(group, "何建平", "1") == {
        "何建平": [
            "尾号 1 路灯坏了，晚上老人孩子没法走\n"
            "编号 QS2026-0001，6月11日登记\n"
            "地点：李村小学门口\n"
            "代表：张明远\n"
            "现在：正在办理，6月18日前"
        ]
    }


async def the_answer_is_told_rated_and_closed(group: Group) -> None:
    assert await tells(group, "林晓", "回复 1 A 线换好了，三盏灯都亮了") == {
        "林晓": ["尾号 1 的答复记下了（A类，已解决或基本解决）。先请张代表告诉选民。"],
        "张明远": ["尾号 1 答复来了：线换好了，三盏灯都亮了。您亲自告诉选民更好，说完回 1；请我转达回 2。"],
    }
    assert await tells(group, "张明远", "2") == {
        "张明远": ["好的，尾号 1 我这就请选民评价。"],
        "赵敏": [
            "尾号 1 有结果了：线换好了，三盏灯都亮了\n"
            "要看正式答复回 1。您觉得怎么样？满意回 2，基本满意回 3，不满意回 4。"
        ],
    }
    assert await tells(group, "赵敏", "满意") == {
        "赵敏": ["尾号 1 已办结，谢谢您的评价。30天内有新情况还可以发“重办 1”。"],
        "张明远": ["尾号 1 选民评价：满意。已办结。"],
    }
    assert await tells(group, "赵敏", "进度") == {
        "赵敏": ["您登记过的：\n1 办结：路灯坏了，晚上老人孩子没法走\n看其中一件发“进度”加尾号。"]
    }


async def the_topic_is_summed_up(group: Group) -> None:
    """Friday is a holiday, so the week ends on Thursday."""
    assert await waits_until(group, june(18, 17)) == {
        "何建平": [
            "6月22日那一周还没有定议题。定好发给我就行，例如：议题 停车难",
            "6月22日青石镇政府一楼的接待6月19日公告，名单：\n能来：陈玉兰、周国栋\n来不了：张明远",
            "“停车难”议得怎么样？本周意见3条。\n"
            "定下了什么，一行一件发给我，例如：\n"
            "北街划20个车位（城管队，12月1日前）\n"
            "什么都没定发“没有”。",
        ],
        "林晓": ["6月22日（周一）青石镇政府一楼的接待，海报请今天贴出去，6月19日要让大家看到。要打印发：海报 6月22日"],
    }
    summary = (
        "这周议“停车难”，1位代表、2位乡亲说了3条。定下：\n"
        "1 北街划20个车位（乡村建设办，7月10日前）\n"
        "2 粮站空地周末开放（李村村委会，7月1日前）\n"
        "没定的接着办。谢谢大家。"
    )
    decided = "1. 北街划20个车位（乡村建设办，7月10日前）\n2、粮站空地周末开放（李村村委会，7月1日前）"
    assert await tells(group, "何建平", decided) == {"何建平": [f"{summary}\n\n发布回 1，重写回 2。"]}
    agreed = "1 北街划20个车位（乡村建设办，7月10日前）\n2 粮站空地周末开放（李村村委会，7月1日前）"
    settled = f"您说过的“停车难”，这周坐下来议了，定下：\n{agreed}\n办好了我再告诉您。"
    assert await tells(group, "何建平", "1") == {
        "何建平": [
            "好的，小结发到群里，提过的乡亲也单独告诉了。",
            f"6月18日周议事“停车难”的纪要记下了，定下2件：\n{agreed}",
        ],
        **{name: [settled] for name in ("赵敏", "钱福", "张明远")},
    }
    assert await waits_until(group, june(19, 8, 59)) == {
        **in_both_groups(summary),
        "何建平": ["【今日】新增0，办结1，引导0，紧急0"],
    }


async def the_moved_reception_day_is_announced_three_days_ahead(group: Group) -> None:
    announcement = (
        "【选民接待日】6月22日（周一）上午9点到11点半\n"
        "原定6月20日，因端午放假顺延至6月22日。\n"
        "地点：青石镇政府一楼\n"
        "接待代表：陈玉兰、周国栋\n"
        "路灯、道路、用水、环境、办事等，都可以来说。来不了，@我说也一样。\n"
        "打官司、举报、信访的事另有地方办，问我就行。请相互转告。〔2026〕1号"
    )
    assert await waits_until(group, june(19, 9, 30)) == in_both_groups(announcement)
    assert await waits_until(group, june(21, 17, 59)) == {}


async def the_reception_day_is_held_and_counted(group: Group) -> None:
    tomorrow = f"明天（6月22日）上午9点到11点半，代表在青石镇政府一楼等您。带上照片更清楚。电话 {PHONE}。"
    assert await waits_until(group, june(21, 20)) == {
        "陈玉兰": ["陈代表，明天上午9点到11点半青石镇政府一楼接待，请带代表证。"],
        "周国栋": ["周代表，明天上午9点到11点半青石镇政府一楼接待，请带代表证。"],
        **in_both_groups(tomorrow),
    }
    begins = "现在开始接待了，陈玉兰、周国栋在青石镇政府一楼，到上午11点半。"
    assert await waits_until(group, june(22, 11)) == {
        "何建平": [
            "【上周】新增0（比前周-2），办结1，解决1，满意100%\n本周：6月22日（周一）上午9点在青石镇政府一楼接待；定下还没办完2件：北街划20个车位、粮站空地周末开放"
        ],
        "林晓": [
            "6月22日青石镇政府一楼的接待开始了。代表到了，发“到场 陈玉兰 周国栋”。\n"
            "来人反映的事，用他的原话发：“接访 2人 李村小学门口路灯不亮”。"
        ],
        **in_both_groups(begins),
    }
    assert await waits_until(group, june(22, 11, 45)) == {
        "林晓": ["6月22日青石镇政府一楼的接待结束了，来了几人、记了几件、当场答复几件？例如：5 3 1"]
    }
    ended = "今天接待5位乡亲，记下3件，当场答复1件。谢谢大家。"
    assert await tells(group, "林晓", "来了5人，记了3件，当场1件") == {
        "林晓": [
            "记下了：来5人，记3件，当场1件，已告诉群里。\n"
            "还有3件没登记，没有编号。请用来人的原话一件一件发：“接访 2人 李村小学门口路灯不亮”。"
        ],
        "何建平": ["6月22日青石镇政府一楼接待记录：来5人，3件（登记了0件）。当场答复1（登记了0），交办0，引导0。"],
        **in_both_groups(ended),
    }


async def the_month_is_added_up(group: Group) -> None:
    assert await waits_until(group, moment(date(2026, 7, 1), time(12))) == {
        "何建平": [
            "6月29日那一周还没有定议题。定好发给我就行，例如：议题 停车难",
            "【上周】新增0（和前周一样），办结0，解决0\n本周：定下还没办完2件：北街划20个车位、粮站空地周末开放",
            "【6月】接待5人次，收2件：当场1、交办1、上报0、引导0\n办结率100%，满意率100%（评价2人）\n"
            "办结2件，乡亲说解决了2件\n答复：A类1",
        ],
        "林晓": [
            "6月18日周议事定下的“粮站空地周末开放（李村村委会，7月1日前）”，办得怎么样？"
            "办好了回 1，还在办回 2，不办了回 3。"
        ]
        * 2,
    }
