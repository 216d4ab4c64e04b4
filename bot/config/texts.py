"""What people read about their configuration file."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time, timedelta
from difflib import get_close_matches
from itertools import islice
from typing import Final, cast

from bot.config.lines import Path
from bot.config.settings import Config, ConfigErrors
from handlers.dates.texts import clock_words, day_words
from handlers.meetings.activities.plan import planned_activities
from handlers.meetings.rules.activity_days import PlannedActivity
from handlers.meetings.rules.activity_kinds import Turns
from handlers.people.rules.roster import Role, Station

Facts = Mapping[str, object]

MOST_NAMED: Final = 5
A_YEAR: Final = timedelta(days=366)

EXAMPLES: Final = {
    "installation": "[installation]",
    "storage": "[storage]",
    "stations": "[[stations]]",
    "deputies": "[[stations.deputies]]",
    "staff": "[[stations.staff]]",
    "id": 'id = "qingshi"',
    "code": 'code = "QS"',
    "name": 'name = "青石镇人大代表联络站"',
    "county": 'county = "云川县"',
    "township": 'township = "青石镇"',
    "address": 'address = "青石镇人民政府一楼"',
    "phone": 'phone = "0300-5550120"',
    "hours": 'hours = "工作日 8:30—17:30"',
    "congress": 'congress = "青石镇人大"',
    "url": 'url = "tinydb:data/station.db"',
    "levels": 'levels = ["township"]',
    "role": 'role = "staff"',
    "kind": 'kind = "voters"',
    "rule": 'rule = "monthly_day"',
    "day": "day = 20",
    "days": "days = [9, 19]",
    "anchor": "anchor = 2026-01-07",
    "on": "on = 2026-06-20",
    "reason": 'reason = "镇里防汛"',
    "nth": "nth = 1",
    "weekday": 'weekday = "fri"',
    "start": 'start = "09:00"',
    "end": 'end = "11:30"',
    "per_day": "per_day = 3",
    "post_at": 'post_at = "09:00"',
    "discussion_weekday": 'discussion_weekday = "fri"',
    "discussion_at": 'discussion_at = "15:00"',
    "place": 'place = "镇联络站会议室"',
    "mode": 'mode = "socket"',
    "bot_id": 'bot_id = "aibXXXXXXXX"',
    "secret": 'secret = "env:WECOM_SECRET"',
    "token": 'token = "env:WECOM_TOKEN"',
    "encoding_aes_key": 'encoding_aes_key = "env:WECOM_AES_KEY"',
    "corp_id": 'corp_id = "wwXXXXXXXX"',
    "agent_id": "agent_id = 1000002",
    "client_id": 'client_id = "dingXXXXXXXX"',
    "client_secret": 'client_secret = "env:DINGTALK_SECRET"',
    "access_token": 'access_token = "env:DINGTALK_WEBHOOK"',
    "key": 'key = "file:data/contacts.key"',
}
RULE_NAMES: Final = {
    "monthly_day": "每月几号",
    "monthly_days": "每月几号和几号",
    "odd_months_day": "单月几号",
    "nth_weekday": "第几个星期几",
    "weekly": "每周星期几",
    "every_second_week": "隔周",
    "lunar_days": "农历逢几赶圩",
    "by_appointment": "预约",
}
NO_SUCH: Final = {
    "weekday": "没有这一天",
    "level": "没有这一级代表",
    "role": "没有这种身份",
    "kind": "没有这种群",
    "policy": "没有这种办法",
    "redirect": "没有这一类引导",
    "activity": "没有这种活动",
    "mode": "没有这种接入方式",
    "platform": "没有这种平台",
}
ROLES: Final = {Role.STAFF: "工作人员", Role.HEAD: "站长"}


def describe(errors: ConfigErrors) -> str:
    """Return every mistake, one a line."""
    lines = []
    for mistake in errors.mistakes:
        said = f"{mistake.key} = {mistake.said}" if mistake.said else mistake.key
        line = f"第 {mistake.line} 行" if mistake.line else ""
        where = " ".join(part for part in (errors.path.name, line, mistake.table, said) if part)
        lines.append(f"{where}：{mistake.right}")
    return "\n".join(lines)


def summary(config: Config) -> str:
    """Return what was set up, one line a station."""
    return "\n".join(_station(station) for station in config.roster.stations.values())


def _station(station: Station) -> str:
    topic = "有周议事" if station.topic else "没有周议事"
    return (
        f"{station.name}（{station.id}）：联络点 {len(station.points)} 个，代表 {len(station.deputies)} 位，"
        f"站内人员 {len(station.staff)} 位，群 {len(station.groups)} 个，接待日 {len(station.receptions)} 种，{topic}"
    )


def activities(config: Config, today: date) -> list[str]:
    """Return when each station holds each of its activities next, one line each, by their days."""
    lines = []
    for station in config.roster.stations.values():
        coming = sorted(planned_activities(station, today, today + A_YEAR), key=lambda one: one.starts)
        first = {one.kind.id: one for one in reversed(coming)}
        lines += [_activity(one, station) for one in sorted(first.values(), key=lambda one: one.starts)]
    return lines


def _activity(one: PlannedActivity, station: Station) -> str:
    turn = f"，轮到“{one.turn}”" if one.turn else ""
    place = f"，{one.place}" if one.kind.turns is not Turns.DATE else ""
    at = clock_words(one.start) if one.kind.turns is not Turns.DATE else ""
    return f"{station.name}的{one.kind.name}：下一次{one.date.year}年{day_words(one.date)}{at}{place}{turn}"


def unforeseen(facts: Facts) -> str:
    return "这样写不对，请对照 config.example.toml 改"


def _missing(facts: Facts) -> str:
    return f"缺了这一项，请补上，例如 {EXAMPLES[str(facts['key'])]}"


def _unknown_key(facts: Facts) -> str:
    key, keys = str(facts["key"]), cast(frozenset[str], facts["keys"])
    if key in keys:
        return "这种 rule 用不着这一项，请删去"
    near = get_close_matches(key, keys, 1)
    return (
        f"没有这一项，是不是想写 {near[0]}？" if near else f"没有这一项，请删去；这里可以写 {'、'.join(sorted(keys))}"
    )


def _choice(facts: Facts) -> str:
    choices = cast(Mapping[str, object], facts["choices"])
    near = get_close_matches(str(facts["word"]), choices, 1)
    if near:
        right = " 或 ".join(f'"{word}"' for word, meant in choices.items() if meant is choices[near[0]])
    else:
        right = "、".join(f'"{word}"' for word in choices)
    return f"{NO_SUCH[str(facts['what'])]}，请写 {right}"


def _unknown_reference(facts: Facts) -> str:
    value, known = str(facts["value"]), cast(Mapping[str, str | None], facts["known"])
    near = [one for one, name in known.items() if name == value] or get_close_matches(value, known, 1)
    if near:
        return f"没有登记过这个 id，是不是想写 {_with_name(near[0], known)}？"
    some = "、".join(_with_name(one, known) for one in islice(known, MOST_NAMED))
    return f"没有登记过这个 id，请先登记；登记过的有 {some}" if some else "没有登记过这个 id，请先登记"


def _with_name(one: str, names: Mapping[str, str | None]) -> str:
    name = names[one]
    return f'"{one}"' if name in {None, one} else f'"{one}"（{name}）'


def _nobody(facts: Facts) -> str:
    missing = "、".join(ROLES[role] for role in cast(Iterable[Role], facts["roles"]))
    return f"本站没有{missing}，请在 [[stations.staff]] 里登记"


def _not_a_nominal_day(facts: Facts) -> str:
    near = facts["near"]
    some = "" if near is None else f"，这以后最近的是 {near}"
    return f"按这条规则这一天本来没有接待{some}；请写原定的日子，不是顺延以后的"


def _taken(facts: Facts) -> str:
    line_of, first = cast(Callable[[Path], int], facts["line_of"]), cast(Path, facts["first"])
    return f"和第 {line_of(first)} 行重复了，请换一个"


RIGHT: Final[Mapping[str, Callable[[Facts], str]]] = {
    # the file
    "no_file": lambda _: "没有这个文件，请把 config.example.toml 复制过来再改（cp config.example.toml config.toml）",
    "unreadable": lambda _: "打不开这个文件，请核对路径和读取权限",
    "encoding": lambda _: "文件不是 UTF-8 编码，请用“另存为”选 UTF-8 再存一次",
    "syntax": lambda _: "这一行不合 TOML 写法，应当写成 名称 = 值；改好后再查其余各处",
    "syntax_value": lambda _: (
        '等号后面的值写法不对：文字要加英文引号 ""，不能用中文引号，方括号要配对；改好后再查其余各处'
    ),
    "syntax_twice": lambda _: "这一段或这一项写了两遍，请删去一遍；改好后再查其余各处",
    "syntax_unclosed": lambda _: "引号或括号没有配对，请检查这一行和上一行；改好后再查其余各处",
    # keys
    "missing": _missing,
    "unknown": _unknown_key,
    # values
    "string": lambda _: '应当是文字，请加英文引号 ""',
    "empty": lambda _: "不能是空的，请填写",
    "too_long": lambda facts: f"太长了，请不要超过 {facts['most']} 个字",
    "one_line": lambda _: "应当写在一行里，请去掉换行",
    "whole": lambda _: "应当是整数，不加引号",
    "yes_or_no": lambda _: "请写 true（是）或 false（否），不加引号",
    "share": lambda _: "应当是 0 到 1 之间的数，例如 0.75，不加引号",
    "below_asking": lambda facts: f"登记的门槛不能低于问一句的门槛（{facts['asks_from']}）",
    "too_small": lambda facts: f"太小了，请写不小于 {facts['least']} 的整数",
    "too_big": lambda facts: f"太大了，请写不大于 {facts['most']} 的整数",
    "list": lambda _: "应当是一个列表，请用方括号 [ ] 括起来",
    "nothing": lambda _: "不能是空的，至少要有一个",
    "table": lambda _: "应当是一段，请写成 [ ] 里的段名，下面逐行写",
    "id": lambda _: '只能用小写字母、数字和中间的短横，例如 "li-guiying"',
    "code": lambda _: '只能用一到六个大写字母，例如 "QS"',
    "phone": lambda _: '不像电话号码，请写成 "0300-5550120" 这样',
    "clock": lambda _: '没有这个时刻，请写成 "09:00" 这样',
    "day": lambda _: "没有这一天，请写成 2026-07-15 这样",
    "month_and_day": lambda _: '没有这一天，请写成 "06-05" 这样',
    "host": lambda _: '不是网络地址，请写 "127.0.0.1"',
    "loopback": lambda _: '网页群聊不查身份，只能在本机使用，请写 "127.0.0.1"',
    "storage_url": lambda _: '没有这种存放办法，请写 "tinydb:data/station.db" 或 "postgresql://用户名@主机名/库名"',
    "database": lambda _: '数据库地址不完整，请写成 "postgresql://用户名@主机名:5432/库名"',
    "password_in_url": lambda _: (
        '密码不能写在地址里，请从地址里去掉，另写 password = "env:环境变量名" 或 "file:文件路径"'
    ),
    "of_a_database": lambda _: "数据存在 PostgreSQL 里才写这一项，请去掉",
    "secret": lambda _: '密钥不能直接写在这里，请写 "file:文件路径" 或 "env:环境变量名"',
    "secret_file": lambda _: "没有这个文件，或者读不出来；请把密钥单独写在那个文件里，一行",
    "secret_empty": lambda _: "密钥是空的，请把它写进那个文件（一行）或环境变量",
    "aes_key": lambda _: "不是 EncodingAESKey，它是 43 个字母和数字，请从管理后台重新复制",
    "page": lambda facts: f"不是网页地址，请写成 https:// 开头的完整地址，不超过 {facts['most']} 个字节",
    "address": lambda facts: f"不是服务器地址，请写成 {facts['scheme']}://主机名 这样，后面不带路径",
    "secret_unset": lambda facts: f"环境变量 {facts['name']} 没有设置，请先设置再启动",
    "choice": _choice,
    "rule": lambda _: "没有这种规则，请写 " + "、".join(f'"{rule}"（{what}）' for rule, what in RULE_NAMES.items()),
    "not_a_nominal_day": _not_a_nominal_day,
    "nothing_changed": lambda _: (
        "没有说这一天怎么改，请写 to（改到哪天）、place（换到哪里）、deputies（换成谁），不办就写 held = false"
    ),
    "repeated": lambda facts: f"“{facts['value']}”写了两遍，请删去一个",
    "end_before_start": lambda facts: f"结束要晚于开始（{cast(time, facts['start']):%H:%M}）",
    "too_few_deputies": lambda facts: f"每次的人数不能多于名单上的 {facts['count']} 位，请改小或添上代表",
    "weekend_again": lambda _: '下周同一天还是周末，周末请写 "postpone_next_workday"、"skip" 或 "keep"',
    "chat_and_account": lambda _: "account（哪个机器人或应用）和 chat（群号）要一起写；还不知道群号就都不写",
    "of_webchat": lambda _: '网页群聊的群用不着这一项，请补上 platform = "wecom" 或 "dingtalk"，或删去这一项',
    "no_wecom": lambda _: "还没有登记企业微信的机器人，请先写 [[wecom.aibots]]、[[wecom.apps]] 或 [[wecom.webhooks]]",
    "no_dingtalk": lambda _: "还没有登记钉钉的机器人，请先写 [[dingtalk.robots]] 或 [[dingtalk.webhooks]]",
    "no_deputy": lambda _: '选民群要有一位代表，请补上，例如 deputy = "li-guiying"',
    # between tables
    "taken": _taken,
    "unknown_reference": _unknown_reference,
    "renamed": lambda facts: f"同一个 id “{facts['id']}”在别处叫“{facts['name']}”，请改成一样，或换一个 id",
    "namesake": lambda facts: f"本站已有一位“{facts['name']}”，请加以区别，例如“{facts['name']}（东村）”",
    "on_roster": lambda _: "这个 id 已经是代表或站内人员，在网页群聊里本来就能选，请删去这一段",
    "nobody": _nobody,
}
"""What is wrong and what would be right, by the code of the finding."""

SYNTAX: Final = (
    ("Invalid value", "syntax_value"),
    ("Invalid date", "day"),
    ("twice", "syntax_twice"),
    ("overwrite", "syntax_twice"),
    ("Unclosed", "syntax_unclosed"),
    ("Unterminated", "syntax_unclosed"),
    (r"Illegal character '\n'", "syntax_unclosed"),
    ("Expected ']", "syntax_unclosed"),
)
"""Part of what tomllib says, and the code for it; anything else is `syntax`."""
