"""What people read about activities beside what their kinds say (domain §5.7)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from handlers.dates.texts import clock_words, day_words, month_day
from handlers.document import Cell, Document
from handlers.meetings.activities.occasion import Occasion
from handlers.meetings.calendar_texts import moved_because
from handlers.meetings.rules.activity_days import PlannedActivity
from handlers.meetings.rules.activity_kinds import WEEKLY_TOPIC, WHOLE_YEAR, Audience, Kind
from handlers.meetings.rules.activity_records import ActivityDay, Agreed
from handlers.message import Choice
from handlers.people.rules.roster import DayChange, Deputy, Station
from handlers.reports.rules import figures
from handlers.words import Plain

COMING_CHOICES: Final = (
    Choice(digit=1, label="能来", plain=Plain.YES, also=("来", "能到", "可以来", "去", "能去", "到")),
    Choice(
        digit=2, label="不能来", plain=Plain.NO_THANKS, also=("来不了", "去不了", "不来", "不能去", "没空", "没时间")
    ),
)
POST_CHOICES: Final = (
    Choice(digit=1, label="发", plain=Plain.SURE, also=("发吧", "发出去")),
    Choice(digit=2, label="不发", plain=Plain.NO_THANKS, also=("先不发", "别发")),
)
AGREED_CHOICES: Final = (
    Choice(digit=1, label="办好了", also=("办完了", "弄好了", "好了")),
    Choice(digit=2, label="还在办", also=("在办", "正在办", "还没办好", "没办好")),
    Choice(digit=3, label="不办了", also=("不办", "办不了")),
)
LONGEST_POST: Final = 200
QUARTERS: Final = "一二三四"
MIDYEAR: Final = 6


# --- what the kinds' words are filled with ---


def facts(one: Occasion) -> Mapping[str, str]:
    """Return what stands in braces for everybody."""
    return {
        "name": one.kind.name,
        "day": day_words(one.date),
        "time": clock_words(one.planned.start),
        "place": one.kept.place,
        "subject": one.subject,
        "turn": one.planned.turn or one.station.township,
        "quarter": QUARTERS[(one.date.month - 1) // 3],
        "year": f"{one.planned.day.nominal.year}",
        "after": _after(one.planned.day.nominal, one.date),
    }


def _after(nominal: date, held: date) -> str:
    """Return what follows the half year that ends about *nominal*, as it is said on the day it is *held*."""
    if nominal.month <= MIDYEAR:
        return "下半年"
    return "明年" if held.year == nominal.year else "今年"


def filled(text: str, said: Mapping[str, str], deputy: Deputy | None = None) -> str:
    """Return *text* with its braces filled; *deputy* is whom it is for."""
    return text.format_map({**said, "surname": "" if deputy is None else deputy.surname})


def span(months: int, one: Occasion) -> str:
    """Return how long *months* up to an activity are called: all twelve are those of its year."""
    return f"{one.planned.day.nominal.year}年" if months == WHOLE_YEAR else f"近{months}个月"


def counted(counts: Mapping[str, int], within: str) -> str:
    """Return what was done *within* the time up to now; of what there was none nothing is said."""
    of_each = {
        "收到": counts.get(figures.REGISTERED, 0),
        "办结": figures.finished(counts),
        "交办": counts.get(figures.DISPATCHED, 0),
        "引导": counts.get(figures.REDIRECTED, 0),
    }
    said = [f"{what}{count}件" for what, count in of_each.items() if count] or ["没有收到诉求"]
    content = figures.satisfied(counts)
    rate = [] if content is None else [f"满意{content}%"]
    return f"{within}{'，'.join((*said, *rate))}。"


def counted_for_voters(counts: Mapping[str, int], within: str) -> str:
    """Return the same in words for everybody, nothing where nobody has told anything."""
    told, finished = counts.get(figures.REGISTERED, 0), figures.finished(counts)
    done = f"，办好{finished}件" if finished else ""
    return f"{within}大家反映了{told}件事{done}。" if told else ""


def last_time(agreed: Sequence[Agreed]) -> str:
    """Return what became of what the last one of its kind brought (MSG-F7)."""
    if not agreed:
        return ""
    return f"上次提的{len(agreed)}个问题，已改{sum(one.is_done for one in agreed)}个。"


# --- who comes ---


def see_you(one: Occasion) -> str:
    return f"好的，{one.kind.name}{day_words(one.date)}{clock_words(one.planned.start)}在{one.kept.place}见。"


def cannot_come(one: Occasion) -> str:
    return f"好的，{_called(one)}这次不等您了。"


AWAITED: Final = "还没等到您的答复，能来回 1，不能来回 2。"
SEATS_TAKEN: Final = "谢谢，这次已经够人了，下次再请您。"
NOT_HELD: Final = "这次活动已经过了，或者不办了。"


def enough(one: Occasion) -> str:
    return f"{_called(one)}已有{len(one.coming)}位代表能来：{_names(one.coming)}。"


def too_few(one: Occasion) -> str:
    coming = f"只有{len(one.coming)}位代表能来（{_names(one.coming)}）" if one.coming else "还没有代表能来"
    return f"{_called(one)}{coming}，没有别的代表可请了。"


def who_talks(one: Occasion) -> str:
    """Tell the moderator which deputies come, and who has not answered."""
    coming = f"能来的代表：{_names(one.coming)}" if one.coming else "还没有代表说能来"
    return f"{coming}；没答复：{_names(one.silent)}。" if one.silent else f"{coming}。"


# --- what is posted once staff agreed ---


WILL_POST: Final = "好的，到那天上午发到群里。"
WILL_NOT_POST: Final = "好的，这次不发。"
TOO_LONG: Final = f"发到群里超过{LONGEST_POST}字了，请写短些再发一次。"


# --- minutes, and what was agreed ---

NO_MINUTES_DUE: Final = "现在没有等着写纪要的活动。"
BRACKETS: Final = re.compile(r"[（(]([^（）()]*)[)）]\s*[。；;]?$")
BETWEEN: Final = re.compile(r"[，,、；;\s]+")
AND: Final = "、"
NUMBERING: Final = "0123456789 .、．)）:："
TOLD_BY: Final = "前"


def ask_minutes(days: Sequence[Occasion]) -> str:
    """Name what has no minutes yet, and how they are written."""
    lines = [f"{month_day(one.date)}{_called(one)}" for one in days]
    example = f"纪要 {days[0].kind.name} 加内容，一行一件；定下的事在后面括号里写谁办、哪天前，例如：\n修好东街路灯（供电所，{month_day(days[0].date)}前）"
    return "\n".join(("还没有纪要的：", *lines, f"请发：{example}"))


def minutes_missing(one: Occasion) -> str:
    return (
        f"{month_day(one.date)}{_called(one)}还没有纪要。请发“纪要 {one.kind.name}”加内容，一行一件，"
        "定下的事在后面括号里写谁办、哪天前。"
    )


def minutes_noted(one: Occasion) -> str:
    agreed = one.kept.agreed
    if not agreed:
        return f"{month_day(one.date)}{_called(one)}的纪要记下了，没有定下要办的事。"
    return "\n".join((f"{month_day(one.date)}{_called(one)}的纪要记下了，定下{len(agreed)}件：", *listed(agreed)))


def listed(agreed: Iterable[Agreed]) -> list[str]:
    """Return each thing with its number, who does it and until when."""
    return [f"{number} {with_term(one)}" for number, one in enumerate(agreed, start=1)]


def with_term(one: Agreed) -> str:
    """Return a thing that was agreed, with who does it and until when."""
    term = "，".join(
        part for part in (one.who, "" if one.until is None else f"{month_day(one.until)}{TOLD_BY}") if part
    )
    return f"{one.what}（{term}）" if term else one.what


def yours(one: Occasion, agreed: Agreed) -> str:
    return f"{month_day(one.date)}{_called(one)}定下，请您办：{with_term(agreed)}。到时候我来问办得怎么样。"


def how_far(day: ActivityDay, kind: Kind, agreed: Agreed, today: date) -> str:
    late = "" if agreed.until is None or agreed.until >= today else f"，过了{(today - agreed.until).days}天"
    return (
        f"{month_day(day.start.date())}{kind.name}定下的“{with_term(agreed)}”{late}，办得怎么样？"
        "办好了回 1，还在办回 2，不办了回 3。"
    )


WHY_NOT: Final = "为什么不办了？说一句，我告诉提这件事的乡亲。"
STILL: Final = "好的，记下还在办，下周再问您。"
WHY_NOTED: Final = "好的，记下不办了。"


def done(told: int) -> str:
    return f"好的，记下办好了{f'，告诉了提过的{told}位乡亲' if told else ''}。"


def ended_for_head(kind: Kind, agreed: Agreed) -> str:
    if agreed.is_done:
        return f"{kind.name}定下的“{agreed.what}”办好了。"
    return f"{kind.name}定下的“{agreed.what}”不办了：{agreed.dropped}"


def ended_for_voter(topic: str, agreed: Agreed) -> str:
    if agreed.is_done:
        return f"您说过的“{topic}”，议事定下的“{agreed.what}”办好了。还有不对的地方，跟我说。"
    return f"您说过的“{topic}”，议事定下的“{agreed.what}”不办了：{agreed.dropped}。您有话跟我说。"


def record(one: Occasion, said: Sequence[str] | None, counted: str, at: date) -> Document:
    """Return the minutes on paper (domain §4.10), with the views people *said*, None where nobody was asked for any.

    *counted* are the figures that were talked over, empty where that kind has none.
    """
    title = f"{one.kind.name}{'纪要' if counted else '记录'}"
    return Document(
        name=f"{title} {one.date}.docx",
        title=title,
        paragraphs=(
            f"编号：{one.station.code}{one.kind.name}{one.date:%Y%m%d}　　打印时间：{at.year}年{month_day(at)}",
        ),
        rows=tuple(_record_rows(one, said, counted)),
        footer=one.station.name,
    )


def _record_rows(one: Occasion, said: Sequence[str] | None, counted: str) -> Iterator[tuple[Cell, ...]]:
    kept, when = one.kept, f"{one.date.year}年{day_words(one.date)}{clock_words(one.planned.start)}"
    until = min((agreed.until for agreed in kept.agreed if agreed.until is not None), default=None)
    yield (Cell(label="议题" if counted else "主题", value=one.subject),)
    yield Cell(label="时间", value=when), Cell(label="地点", value=kept.place)
    yield Cell(label="主持"), Cell(label="代表", value=_names(one.coming))
    yield (Cell(label="列席", lines=2),)
    if counted:
        yield (Cell(label="有关数据", value=counted, lines=2),)
    if said is not None:
        yield (Cell(label="意见", value=f"{len(said)}条"),)
    yield (Cell(label="发言要点", value=(kept.minutes or "") if said is None else "\n".join(said), lines=8),)
    yield (Cell(label="定下的事", value="\n".join(listed(kept.agreed)) or "没有", lines=5),)
    if counted:
        yield (Cell(label="下步计划", lines=4),)
    yield (
        Cell(label="下次回看", value="" if until is None else f"{until.year}年{day_words(until)}"),
        Cell(label="记录人"),
    )


# --- what lies ahead ---


def ahead(days: Sequence[Occasion], open_: Sequence[tuple[Kind, Agreed]]) -> str:
    """Return what a station holds next, and what of all that was agreed is still to be done."""
    if not days and not open_:
        return "近两个月没有活动，也没有定下还没办完的事。"
    lines = [f"{day_words(one.date)}{clock_words(one.planned.start)} {_called(one)}，{one.kept.place}" for one in days]
    still = [f"{number} {with_term(agreed)}（{kind.name}）" for number, (kind, agreed) in enumerate(open_, start=1)]
    return "\n".join(
        (*(("近两个月的活动：", *lines) if lines else ()), *(("定下还没办完的：", *still) if still else ()))
    )


HOW_TO_CHANGE: Final = "要改发“活动 名称 改到 3月25日 原因”“活动 名称 取消 原因”或“活动 名称 议题 题目”。"


def subject_set(one: Occasion) -> str:
    return f"好的，{month_day(one.date)}{one.kind.name}说“{one.subject}”。"


def moved(one: Occasion, before: date, others: Sequence[str]) -> str:
    """Confirm a move, with what people would have to be at as well."""
    beside = f"不过那时{'、'.join(others)}也在办，代表没法两头都到。" if others else ""
    return f"好的，{one.kind.name}从{month_day(before)}改到{day_words(one.date)}，请过的人都告诉了。{beside}"


def moved_for_deputy(one: Occasion, before: date, reason: str) -> str:
    return (
        f"原定{month_day(before)}的{one.kind.name}因{reason}改到{day_words(one.date)}{clock_words(one.planned.start)}，"
        f"在{one.kept.place}。能来回 1，不能来回 2。"
    )


def moved_for_groups(one: Occasion, before: date, reason: str) -> str:
    return f"原定{month_day(before)}的{one.kind.name}因{reason}改到{day_words(one.date)}{clock_words(one.planned.start)}。给您添麻烦了，请相互转告。"


def why_moved(one: PlannedActivity, to: Audience) -> str:
    """Return a line that says where an activity was to be and why it is not, empty where it is held as planned.

    What else people have to be at is no matter of the groups'.
    """
    moved = moved_because(one.day)
    if moved is not None and one.gave_way and to is Audience.GROUPS:
        moved = f"原定{month_day(one.day.nominal)}，现改到{month_day(one.date)}"
    return "" if moved is None else f"{moved}。\n"


def gave_way(one: PlannedActivity) -> str:
    """Tell the head that an activity was put off because people had to be elsewhere."""
    when = f"{day_words(one.date)}{clock_words(one.start)}"
    return f"{one.kind.name}{moved_because(one.day)}，现在定在{when}。想另改日子，发：活动 {one.kind.name} 改到 新日子 原因"


def reception_at(place: str) -> str:
    return f"{place}的接待"


def held_beside(one: PlannedActivity, others: Sequence[str], place: str) -> str:
    """Tell the head that people would have to be at several things at once, and how that is changed.

    *place* names the reception to be moved, empty where it is the only one of that day.
    """
    how = (
        f"改期 {month_day(one.date)} 新日子 {place} 原因".replace("  ", " ")
        if one.kind.id == WEEKLY_TOPIC
        else f"活动 {one.kind.name} 改到 新日子 原因"
    )
    when = f"{day_words(one.date)}{clock_words(one.start)}"
    return f"{when}的{one.kind.name}和{'、'.join(others)}时间重叠，代表没法两头都到，请您错开，可以发：{how}"


def called_off(one: Occasion) -> str:
    return f"好的，{month_day(one.date)}的{one.kind.name}不办了，请过的人都告诉了。"


def called_off_for_all(one: Occasion, reason: str) -> str:
    return f"{month_day(one.date)}的{one.kind.name}因{reason}不办了。"


def no_such_kind(station: Station, names: Sequence[str]) -> str:
    if not names:
        return "本站没有开别的活动，要开请在配置里写 [[stations.activities]]。"
    return f"没看懂是哪个活动。本站的活动有：{'、'.join(names)}。{HOW_TO_CHANGE}"


NONE_AHEAD: Final = "这个活动近期没有安排。"
ONLY_LATER: Final = "只能改到今天以后的日子。"


def on_calendar(one: PlannedActivity, subject: str, change: DayChange | None) -> str:
    """Return an activity as it stands on a calendar: its name, whose turn it is or its subject, why it is not held."""
    turn = f"（{one.turn}）" if one.turn and one.turn != subject else ""
    not_held = f"（因{change.reason}不办）" if change is not None and not change.held else ""
    return f"{one.kind.name}{f'“{subject}”' if subject else ''}{turn}{not_held}"


def _called(one: Occasion) -> str:
    return f"{one.kind.name}“{one.subject}”" if one.subject else one.kind.name


def _names(deputies: Iterable[Deputy]) -> str:
    return "、".join(deputy.name for deputy in deputies)
