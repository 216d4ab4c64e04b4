"""Mistakes in config.toml: each is told with table, key, line and what would be right, all of them at once."""

from dataclasses import MISSING
from pathlib import Path

import pytest

from bot.config.keys import Table
from bot.config.reception_tables import RULES, ExceptionTable
from bot.config.settings import WebChatVoter
from bot.config.tables import (
    DeputyTable,
    Document,
    GroupTable,
    InstallationTable,
    PointTable,
    StaffTable,
    StationTable,
    StorageTable,
    TopicTable,
)
from bot.config.texts import EXAMPLES
from bot.config.wecom import MODES, App, Webhook
from tests.bot.config.example import Change, changed, head, line_of, said_of


def an_exception(lines: str) -> Change:
    """A change that gives the first reception an exception."""
    next_one = '[[stations.receptions]]\nid = "xinqiao-10"'
    return next_one, f'[[stations.receptions.exceptions]]\nreason = "防汛"\n{lines}\n\n{next_one}'


CASES: dict[str, tuple[Change, str, str]] = {
    # name: (change, what stands on the line that is told, what is said)
    "unknown table": (("[web]", "[webb]"), "[webb]", "[webb]：没有这一项，是不是想写 web？"),
    "unknown array": (
        ("[[stations.points]]", "[[stations.poinst]]"),
        "[[stations.poinst]]",
        "[[stations.poinst]]：没有这一项，是不是想写 points？",
    ),
    "unknown key": (("nudge_below", "nudge_belwo"), "nudge_belwo", "[stations.topic] nudge_belwo：没有这一项，是不是想写 nudge_below？"),
    "unknown key like no other": (
        ("fast_forward = true", "zzz = true"),
        "zzz",
        "[webchat] zzz：没有这一项，请删去；这里可以写 enabled、fast_forward、host、port、voters",
    ),
    "unknown limit": (("\ntake_up", "\ntakeup"), "takeup", "[stations.limits] takeup：没有这一项，是不是想写 take_up？"),
    "key of another rule": (("day = 20  ", "day = 20\nnth = 1 #"), "nth = 1 #", "[[stations.receptions]] nth：这种 rule 用不着这一项，请删去"),
    "missing key": (
        ('county = "云川县"\n', ""),
        "[[stations]]\nid",
        '[[stations]] county：缺了这一项，请补上，例如 county = "云川县"',
    ),
    "missing table": (("[installation]\nname", "[web.x]\nname"), "#", "installation：缺了这一项，请补上，例如 [installation]"),
    "number for text": (('name = "张敏"', "name = 5"), "name = 5", '[[stations.deputies]] name = 5：应当是文字，请加英文引号 ""'),
    "text for number": (("port = 8080", 'port = "8080"'), 'port = "8080"', '[webchat] port = "8080"：应当是整数，不加引号'),
    "text for a yes": (("enabled = true", 'enabled = "是"'), 'enabled = "是"', '[webchat] enabled = "是"：请写 true（是）或 false（否），不加引号'),
    "text for a list": (
        ('villages = ["东岭村"]', 'villages = "东岭村"'),
        'villages = "东岭村"',
        '[[stations.deputies]] villages = "东岭村"：应当是一个列表，请用方括号 [ ] 括起来',
    ),
    "value for a table": (
        ("[installation]\nname", "installation = 1\n[web.x]\nname"),
        "installation = 1",
        "installation = 1：应当是一段，请写成 [ ] 里的段名，下面逐行写",
    ),
    "empty text": (('name = "张敏"', 'name = " "'), 'name = " "', '[[stations.deputies]] name = " "：不能是空的，请填写'),
    "endless text": (
        ('name = "张敏"', f'name = "{"张" * 81}"'),
        "张张张",
        f'[[stations.deputies]] name = "{"张" * 39}…：太长了，请不要超过 80 个字',
    ),
    "text of two lines": (
        ('place = "青石镇联络站会议室"', 'place = "一楼\\n会议室"'),
        'place = "一楼',
        '[stations.topic] place = "一楼\\n会议室"：应当写在一行里，请去掉换行',
    ),
    "id with capitals": (
        ('id = "lin-xiaoyan"', 'id = "Lin"'),
        'id = "Lin"',
        '[[stations.staff]] id = "Lin"：只能用小写字母、数字和中间的短横，例如 "li-guiying"',
    ),
    "code with digits": (('code = "QS"', 'code = "Q1"'), 'code = "Q1"', '[[stations]] code = "Q1"：只能用一到六个大写字母，例如 "QS"'),
    "no phone": (
        ('phone = "0300-5550120"', 'phone = "问门卫"'),
        'phone = "问门卫"',
        '[[stations]] phone = "问门卫"：不像电话号码，请写成 "0300-5550120" 这样',
    ),
    "no phone in a list": (
        ('"0300-5550132"', '"无"'),
        '"无"',
        '[[stations]] phones = [… "无" …]：不像电话号码，请写成 "0300-5550120" 这样',
    ),
    "no time": (('start = "09:00"', 'start = "9点"'), 'start = "9点"', '[[stations.receptions]] start = "9点"：没有这个时刻，请写成 "09:00" 这样'),
    "no hour": (('quiet_to = "07:30"', 'quiet_to = "24:30"'), '"24:30"', '[[stations]] quiet_to = "24:30"：没有这个时刻，请写成 "09:00" 这样'),
    "no date": (
        ("2026-07-15 =", "2026-02-30 ="),
        "2026-02-30",
        '[stations.local_holidays] 2026-02-30 = "青石庙会"：没有这一天，请写成 2026-07-15 这样',
    ),
    "no weekday": (
        ('discussion_weekday = "fri"', 'discussion_weekday = "Fry"'),
        '"Fry"',
        '[stations.topic] discussion_weekday = "Fry"：没有这一天，请写 "fri" 或 "周五" 或 "星期五"',
    ),
    "no level": (('levels = ["city"]', 'levels = ["cty"]'), '"cty"', '[[stations.deputies]] levels = [… "cty" …]：没有这一级代表，请写 "city" 或 "市"'),
    "no role": (('role = "head"', 'role = "boss"'), 'role = "boss"', '[[stations.staff]] role = "boss"：没有这种身份，请写 "staff"、"head"、"deputy_head"、"presidium"、"unit"、"county"、"工作人员"、"站长"、"副站长"、"主席团"、"承办单位"、"县"'),
    "role that is not staff": (('role = "head"', 'role = "voter"'), 'role = "voter"', '[[stations.staff]] role = "voter"：没有这种身份，请写 "staff"、"head"、"deputy_head"、"presidium"、"unit"、"county"、"工作人员"、"站长"、"副站长"、"主席团"、"承办单位"、"县"'),
    "no kind": (('kind = "deputies"', 'kind = "deputy"'), 'kind = "deputy"', '[[stations.groups]] kind = "deputy"：没有这种群，请写 "deputies" 或 "代表"'),
    "no policy": (
        ('on_weekend = "postpone_next_workday"', 'on_weekend = "postpone"'),
        'on_weekend = "postpone" ',
        '[[stations.receptions]] on_weekend = "postpone"：没有这种办法，请写 "postpone_next_workday"、"skip"、"keep"、"advance_prev_workday"、"next_same_weekday"、"avoid_makeup"、"顺延"、"取消"、"照常"、"提前"、"下周同一天"、"避开调休"',
    ),
    "no rule": (
        ('rule = "monthly_day"\n', 'rule = "daily"\n'),
        'rule = "daily"',
        '[[stations.receptions]] rule = "daily"：没有这种规则，请写 "monthly_day"（每月几号）、"monthly_days"（每月几号和几号）、"odd_months_day"（单月几号）、"nth_weekday"（第几个星期几）、"weekly"（每周星期几）、"every_second_week"（隔周）、"lunar_days"（农历逢几赶圩）、"by_appointment"（预约）',
    ),
    "rule left out": (
        ('rule = "monthly_day"\n', ""),
        head("stations.receptions", "station-20"),
        '[[stations.receptions]] rule：缺了这一项，请补上，例如 rule = "monthly_day"',
    ),
    "too big": (("day = 20 ", "day = 32 "), "day = 32", "[[stations.receptions]] day = 32：太大了，请写不大于 31 的整数"),
    "too small": (("triage = 1 ", "triage = 0 "), "triage = 0", "[stations.limits] triage = 0：太小了，请写不小于 1 的整数"),
    "weekend after weekend": (
        ('on_weekend = "postpone_next_workday"', 'on_weekend = "下周同一天"'),
        'on_weekend = "下周同一天"',
        '[[stations.receptions]] on_weekend = "下周同一天"：下周同一天还是周末，周末请写 "postpone_next_workday"、"skip" 或 "keep"',
    ),
    "market days of two figures": (
        ('rule = "monthly_day"\nday = 20', 'rule = "lunar_days"\ndays = [2, 12]'),
        "days = [2, 12]",
        "[[stations.receptions]] days = [… 12 …]：太大了，请写不大于 9 的整数",
    ),
    "exception for no day": (an_exception("on = 2026-05-21\nheld = false"), "on = 2026-05-21", "[[stations.receptions.exceptions]] on = 2026-05-21：按这条规则这一天本来没有接待，这以后最近的是 2026-06-20；请写原定的日子，不是顺延以后的"),
    "exception that changes nothing": (an_exception("on = 2026-05-20"), "[[stations.receptions.exceptions]]\nreason", "[[stations.receptions.exceptions]] held：没有说这一天怎么改，请写 to（改到哪天）、place（换到哪里）、deputies（换成谁），不办就写 held = false"),
    "exception by a deputy nobody knows": (an_exception('on = 2026-05-20\ndeputies = ["nobody-here"]'), "nobody-here", '[[stations.receptions.exceptions]] deputies = [… "nobody-here" …]：没有登记过这个 id，请先登记；登记过的有 "li-guiying"（李桂英）、"wang-changfa"（王长发）、"zhang-min"（张敏）、"liu-baoshan"（刘宝山）、"ouyang-hua"（欧阳华）'),
    "open to everybody": (
        ('host = "127.0.0.1"', 'host = "0.0.0.0"'),
        '"0.0.0.0"',
        '[webchat] host = "0.0.0.0"：网页群聊不查身份，只能在本机使用，请写 "127.0.0.1"',
    ),
    "no address": (('host = "127.0.0.1"', 'host = "here"'), '"here"', '[webchat] host = "here"：不是网络地址，请写 "127.0.0.1"'),
    "database without a name": (
        ("tinydb:data/station.db", "postgresql://bot@db"),
        "postgresql",
        '[storage] url = "postgresql://bot@db"：数据库地址不完整，请写成 "postgresql://用户名@主机名:5432/库名"',
    ),
    "database with its password": (
        ("tinydb:data/station.db", "postgresql://bot:hunter2@db/station"),
        "postgresql",
        '[storage] url：密码不能写在地址里，请从地址里去掉，另写 password = "env:环境变量名" 或 "file:文件路径"',
    ),
    "database with its password at the end": (
        ("tinydb:data/station.db", "postgresql://db/station?password=hunter2"),
        "postgresql",
        '[storage] url：密码不能写在地址里，请从地址里去掉，另写 password = "env:环境变量名" 或 "file:文件路径"',
    ),
    "folder of no database": (
        ('key = "file:data/contacts.key"', 'folder = "data"'),
        'folder = "data"',
        '[storage] folder = "data"：数据存在 PostgreSQL 里才写这一项，请去掉',
    ),
    "no storage": (
        ("tinydb:data/station.db", "data/station.db"),
        '"data/station.db"',
        '[storage] url = "data/station.db"：没有这种存放办法，请写 "tinydb:data/station.db" 或 "postgresql://用户名@主机名/库名"',
    ),
    "secret in the open": (
        ("file:data/contacts.key", "hunter2"),
        "hunter2",
        '[storage] key：密钥不能直接写在这里，请写 "file:文件路径" 或 "env:环境变量名"',
    ),
    "secret not set": (
        ("file:data/contacts.key", "env:LIAISON_NOT_SET"),
        "env:LIAISON_NOT_SET",
        "[storage] key：环境变量 LIAISON_NOT_SET 没有设置，请先设置再启动",
    ),
    "one name for two": (
        ('name = "高文远"', 'name = "欧阳华"'),
        'name = "欧阳华"\nlevels = ["city"]',
        "[[stations.deputies]] name = \"欧阳华\"：本站已有一位“欧阳华”，请加以区别，例如“欧阳华（东村）”",
    ),
    "two names for one": (
        ('id = "luo-zhengping"', 'id = "gao-wenyuan"'),
        'name = "罗正平"',
        '[[stations.staff]] name = "罗正平"：同一个 id “gao-wenyuan”在别处叫“高文远”，请改成一样，或换一个 id',
    ),
    "voter on the roster": (
        ('id = "zhao-xiulan"', 'id = "tang-ling"'),
        'id = "tang-ling"',
        '[[webchat.voters]] id = "tang-ling"：这个 id 已经是代表或站内人员，在网页群聊里本来就能选，请删去这一段',
    ),
    "group of a deputy nobody knows": (
        ('deputy = "xu-fenglian"', 'deputy = "xu-fenglin"'),
        '"xu-fenglin"',
        '[[stations.groups]] deputy = "xu-fenglin"：没有登记过这个 id，是不是想写 "xu-fenglian"（徐凤莲）？',
    ),
    "point nobody knows": (
        ('point = "dongling"\nstart', 'point = "beach"\nstart'),
        '"beach"',
        '[[stations.receptions]] point = "beach"：没有登记过这个 id，请先登记；登记过的有 "xinqiao"（新桥社区联络点）、"liuwan"（柳湾村联络点）、"dongling"（东岭村联络点）',
    ),
    "reception by name": (
        ('deputies = ["yang-shulin",', 'deputies = [\n  "杨树林",'),
        '"杨树林",',
        '[[stations.receptions]] deputies = [… "杨树林" …]：没有登记过这个 id，是不是想写 "yang-shulin"（杨树林）？',
    ),
    "voter in no such group": (
        ('groups = ["songping"]', 'groups = ["songpin"]'),
        '"songpin"',
        '[[webchat.voters]] groups = [… "songpin" …]：没有登记过这个 id，是不是想写 "songping"（松坪村选民群）？',
    ),
    "named twice in a list": (
        ('villages = ["石桥村"]', 'villages = ["石桥村", "石桥村"]'),
        '"石桥村", "石桥村"',
        '[[stations.deputies]] villages = ["石桥村", "石桥村"]：“石桥村”写了两遍，请删去一个',
    ),
    "voters without a deputy": (
        ('deputy = "xu-fenglian"\n', ""),
        head("stations.groups", "dongling"),
        '[[stations.groups]] deputy：选民群要有一位代表，请补上，例如 deputy = "li-guiying"',
    ),
    "end at the start": (('end = "11:30"', 'end = "09:00"'), 'end = "09:00"', '[[stations.receptions]] end = "09:00"：结束要晚于开始（09:00）'),
    "nobody to receive": (
        ('deputies = ["zhang-min", "liu-baoshan", "ouyang-hua"]', "deputies = []"),
        "deputies = []",
        "[[stations.receptions]] deputies = []：不能是空的，至少要有一个",
    ),
    "more each day than there are": (
        ("per_day = 3", "per_day = 7"),
        "per_day = 7",
        "[[stations.receptions]] per_day = 7：每次的人数不能多于名单上的 6 位，请改小或添上代表",
    ),
    "no head": (
        ('role = "head"', 'role = "staff"'),
        "[[stations]]\n",
        "[[stations]]：本站没有站长，请在 [[stations.staff]] 里登记",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told_with_its_line_and_what_would_be_right(case: str, tmp_path: Path) -> None:
    change, at, words = CASES[case]
    source = changed(change)
    assert f"config.toml 第 {line_of(at, source)} 行 {words}" in said_of(tmp_path, source)


@pytest.mark.parametrize(
    ("table", "before", "after"),
    [
        ("stations.deputies", "wang-changfa", "li-guiying"),
        ("stations.points", "dongling", "liuwan"),
        ("stations.receptions", "liuwan-10", "xinqiao-10"),
        ("stations.groups", "shiqiao", "shanghe"),
        ("webchat.voters", "wu-dashan", "qian-fugui"),
    ],
)
def test_an_id_given_twice_is_told_at_the_second_with_the_line_of_the_first(
    table: str, before: str, after: str, tmp_path: Path
) -> None:
    source = changed((head(table, before), f"{head(table, after)}  # again"))
    first, second = line_of(head(table, after), source) + 1, line_of(f'id = "{after}"  # again', source)
    words = f'[[{table}]] id = "{after}"：和第 {first} 行重复了，请换一个'
    assert f"config.toml 第 {second} 行 {words}" in said_of(tmp_path, source)


def test_ten_mistakes_are_ten_lines_in_the_order_of_the_file(tmp_path: Path) -> None:
    names = [
        "secret in the open", "text for number", "missing key", "no weekday", "unknown limit", "no date",
        "no role", "too big", "end at the start", "group of a deputy nobody knows",
    ]  # fmt: skip
    said = said_of(tmp_path, changed(*(CASES[name][0] for name in names)))
    assert [line.split(" 行 ")[1] for line in said] == [CASES[name][2] for name in names]


@pytest.mark.parametrize(
    "rule",
    [
        'rule = "weekly"\nweekday = "sat"',
        'rule = "every_second_week"\nanchor = 2026-01-10',
        'rule = "lunar_days"\ndays = [2]',
    ],
)
def test_no_rule_puts_a_weekend_day_off_to_the_next_weekend(rule: str, tmp_path: Path) -> None:
    source = changed(
        ('rule = "monthly_day"\nday = 20', f"{rule} #"),
        ('on_weekend = "postpone_next_workday"', 'on_weekend = "下周同一天"'),
    )
    (line,) = said_of(tmp_path, source)
    assert line.endswith('下周同一天还是周末，周末请写 "postpone_next_workday"、"skip" 或 "keep"')


def test_every_key_that_may_be_missing_has_an_example() -> None:
    tables: tuple[type[Table], ...] = (Document, InstallationTable, StorageTable, WebChatVoter, StationTable, PointTable, DeputyTable,
              StaffTable, GroupTable, ExceptionTable, *RULES.values(), TopicTable, *MODES.values(), App, Webhook)  # fmt: skip
    needed = {name for table in tables for name, key in table.declared.items() if key.default is MISSING}
    assert needed <= EXAMPLES.keys()
