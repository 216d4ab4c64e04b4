"""What the head of a station reads of its figures (domain §5.9)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from handlers.dates.texts import clock_words, day_words, month_day
from handlers.people.rules.roster import Station
from handlers.petitions.rules.hot_issues import HotIssue
from handlers.petitions.rules.petition import Action, Petition
from handlers.petitions.rules.showing import shown
from handlers.petitions.rules.silence import last_word
from handlers.petitions.texts import stage
from handlers.ports import Entry, Withheld
from handlers.reports import quota_texts, untold_texts
from handlers.reports.rules import figures
from handlers.reports.rules.quotas import Quota
from handlers.reports.untold import Untold

TOLD_MOST: Final = 2  # matters named in a digest, as in domain §5.9

COMMANDS: Final[Mapping[Action, str]] = {
    Action.TRIAGE: "派 {tail} 姓名",
    Action.ASK: "补问 {tail} 问题",
    Action.REDIRECT: "引导 {tail} R1",
    Action.DECLINE: "不登记 {tail} 理由",
    Action.CONFER: "会商 {tail} 时间",
}
"""What may be typed to move a petition on, by the step it takes."""


ERASED: Final[Mapping[str, str]] = {
    "messages": "原话{}条",
    "views": "议事的看法{}条",
    "contacts": "{}位的联系方式",
}
"""What the nights erase of what voters left, as the head is told it; staff see all of it in the trail."""

GIVEN_UP: Final[Mapping[Withheld | None, str]] = {
    None: "没送到",
    Withheld.FENCE: "群里已经够多没发",
    Withheld.SILENCE: "春节期间没发",
    Withheld.LATE: "过时没发",
    Withheld.FILTERED: "有个人信息没发",
    Withheld.NOT_THEIRS: "收的人已经不管没发",
    Withheld.GONE: "群没了没发",
}
"""What became of messages that are given up, by why the bot did not send them; None for what did not arrive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A petition on a digest, its words without what points to a person; *digit* shows it."""

    digit: int
    petition: Petition
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What waits at a station: lists of at most three, worst first, and how many there are in all.

    *unsent* are the messages given up that no digest has told of. *quotas* are what platforms count this month, of
    the whole installation.
    """

    silent: tuple[Matter, ...] = ()
    silent_count: int = 0
    to_decide: tuple[Matter, ...] = ()
    due_soon: tuple[Matter, ...] = ()
    overdue: tuple[Matter, ...] = ()
    overdue_count: int = 0
    unsent: tuple[Entry, ...] = ()
    untold: tuple[Untold, ...] = ()
    quotas: tuple[Quota, ...] = ()

    @property
    def matters(self) -> tuple[Matter, ...]:
        """All that carry a digit, in the order of their digits."""
        return (*self.silent, *self.to_decide, *self.due_soon, *self.overdue)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.matters or self.silent_count or self.overdue_count or self.unsent or self.untold)


def daily(
    counted: Mapping[str, int], since: date | None, standing: Standing, events: Sequence[str], now: datetime
) -> str:
    """MSG-G1; *since* is the first day it covers where that is not today."""
    return _lines(
        f"【{'今日' if since is None else f'{month_day(since)}以来'}】新增{_of(counted, figures.REGISTERED)}，"
        f"办结{figures.finished(counted)}，引导{_of(counted, figures.REDIRECTED)}，紧急{_of(counted, figures.ALARMED)}",
        _silent(standing, now),
        _listed("要您定", standing.to_decide),
        _listed("快到期", standing.due_soon),
        _overdue(standing, now),
        _unsent(standing),
        untold_texts.listed(standing.untold),
        quota_texts.short(standing.quotas, now.date()),
        f"明天：{'；'.join(events)}" if events else "",
        _how_to_see(standing),
    )


def weekly(
    counted: Mapping[str, int],
    before: Mapping[str, int],
    since: date | None,
    told_most: Sequence[HotIssue],
    uncounted: Sequence[str],
    standing: Standing,
    events: Sequence[str],
    now: datetime,
) -> str:
    """MSG-G2, as far as it is counted; *before* are the figures of the time before, of the same length.

    Done by the word of who handled it and solved by the voter's are two figures.
    """
    more = _of(counted, figures.REGISTERED) - _of(before, figures.REGISTERED)
    before_it = "前周" if since is None else "前一段"
    content = figures.satisfied(counted)
    return _lines(
        f"【{'上周' if since is None else f'{month_day(since)}以来'}】新增{_of(counted, figures.REGISTERED)}"
        f"（{f'比{before_it}{more:+}' if more else f'和{before_it}一样'}），"
        f"办结{figures.finished(counted)}，解决{_of(counted, figures.SOLVED)}"
        + ("" if content is None else f"，满意{content}%"),
        _told("最多的事", told_most),
        f"还没有人报人数：{'、'.join(uncounted)}" if uncounted else "",
        _silent(standing, now),
        _listed("超期没动", standing.overdue),
        f"本周：{'；'.join(events)}" if events else "",
        quota_texts.spent(standing.quotas, now.date()),
        _how_to_see(standing),
    )


def monthly(counted: Mapping[str, int], told_most: Sequence[HotIssue], erased: Mapping[str, int], months: str) -> str:
    """MSG-G3, as far as it is counted; *erased* says how much retention erased of each kind."""
    registered, finished = _of(counted, figures.REGISTERED), figures.finished(counted)
    done = figures.share(finished, registered)
    content = figures.satisfied(counted)
    shares = [
        *([] if done is None else [f"办结率{done}%"]),
        *([] if content is None else [f"满意率{content}%（评价{figures.ratings(counted)}人）"]),
    ]
    return _lines(
        f"【{months}】接待{_of(counted, figures.RECEIVED)}人次，收{registered}件："
        f"当场{_of(counted, figures.ANSWERED_ON_SPOT)}、交办{_of(counted, figures.DISPATCHED)}、"
        f"上报{_of(counted, figures.ESCALATED)}、引导{_of(counted, figures.REDIRECTED)}",
        "，".join(shares),
        f"办结{finished}件，乡亲说解决了{_of(counted, figures.SOLVED)}件",
        _classes(counted),
        _promises(counted),
        _told("重复最多", told_most),
        _erased(erased),
    )


def months(first: date, last: date) -> str:
    """Return the month or months from *first* to *last*, as the monthly digest is headed."""
    return (
        f"{last.month}月"
        if (first.year, first.month) == (last.year, last.month)
        else f"{first.month}月到{last.month}月"
    )


def uncounted(day: date, place: str) -> str:
    """Return a reception of which nobody has told anything."""
    return f"{month_day(day)}{place}"


def event(at: datetime, words: str, *, tomorrow: bool) -> str:
    """Return one of the things ahead, with its day where that is not tomorrow."""
    return words if tomorrow else f"{day_words(at.date())}{words}"


def at_hour(at: datetime, words: str) -> str:
    """Return what people come to, with its hour."""
    return f"{clock_words(at.timetz().replace(tzinfo=None))}{words}"


def reception(place: str) -> str:
    """Return what a reception is called as one of the things ahead."""
    return f"在{place}接待"


def to_be_done(agreed: Sequence[str]) -> str:
    """Return what was agreed and is still to be done, as one of the things ahead."""
    return f"定下还没办完{len(agreed)}件：{'、'.join(agreed)}"


def fixed(name: str, about: str) -> str:
    """Return what a date is about to which nobody comes."""
    return f"{name}“{about}”"


def topic(words: str) -> str:
    """Return what the talk over the week's topic is called as one of the things ahead."""
    return f"议事“{words}”"


def choice(matter: Matter) -> str:
    """Return what the button of a matter says."""
    return f"尾号 {matter.petition.tail}"


def card(petition: Petition, station: Station, now: datetime, actions: Sequence[Action]) -> str:
    """One matter on one screen, with what the reader can do next."""
    deputy = station.deputy(petition.deputy)
    commands = "、".join(f"“{COMMANDS[action].format(tail=petition.tail)}”" for action in actions if action in COMMANDS)
    return _lines(
        f"尾号 {petition.tail} {shown(petition)}",
        f"编号 {petition.id}，{month_day(petition.registered_at.date())}登记",
        "" if petition.place is None else f"地点：{petition.place}",
        "" if deputy is None else f"代表：{deputy.name}",
        f"现在：{stage(petition)}{_term(petition, now)}",
        f"可以发：{commands}" if commands else "",
    )


def _term(petition: Petition, now: datetime) -> str:
    if petition.due is None:
        return ""
    return f"，超{_days_over(petition, now)}天" if petition.due < now else f"，{month_day(petition.due.date())}前"


def _days_over(petition: Petition, now: datetime) -> int:
    return 0 if petition.due is None else (now.date() - petition.due.date()).days


def _of(counted: Mapping[str, int], figure: str) -> int:
    return counted.get(figure, 0)


def _listed(title: str, matters: Sequence[Matter]) -> str:
    return f"{title}：{_matters(matters)}" if matters else ""


def _matters(matters: Sequence[Matter]) -> str:
    return "；".join(f"{one.digit} {one.words}（尾号 {one.petition.tail}）" for one in matters)


def _told(title: str, issues: Sequence[HotIssue]) -> str:
    named = "、".join(f"“{issue.words}”{issue.voters}人" for issue in issues[:TOLD_MOST])
    return f"{title}：{named}" if named else ""


def _classes(counted: Mapping[str, int]) -> str:
    return _counts("答复", {f"{result}类": count for result, count in figures.of_class(counted).items()})


def _promises(counted: Mapping[str, int]) -> str:
    said = {"新答应": figures.PROMISED, "兑现": figures.PROMISE_KEPT, "不办了": figures.PROMISE_WITHDRAWN}
    return _counts("承诺", {words: _of(counted, figure) for words, figure in said.items()})


def _erased(erased: Mapping[str, int]) -> str:
    said = "、".join(words.format(erased[kind]) for kind, words in ERASED.items() if erased.get(kind))
    return f"保存期限到了，已经删掉乡亲留下的：{said}" if said else ""


def _counts(title: str, counts: Mapping[str, int]) -> str:
    """List what there is any of; nothing where there is none."""
    said = "、".join(f"{name}{count}" for name, count in counts.items() if count)
    return f"{title}：{said}" if said else ""


def _overdue(standing: Standing, now: datetime) -> str:
    if not standing.overdue:
        return ""
    longest = _days_over(standing.overdue[0].petition, now)
    return f"超期：{standing.overdue_count} 件（最久 {longest} 天）：{_matters(standing.overdue)}"


def _silent(standing: Standing, now: datetime) -> str:
    if not standing.silent:
        return ""
    longest = (now.date() - last_word(standing.silent[0].petition).date()).days
    return f"🔴 一直没给乡亲回话：{standing.silent_count} 件（最久 {longest} 天）：{_matters(standing.silent)}"


def _unsent(standing: Standing) -> str:
    why = Counter(entry.withheld for entry in standing.unsent)
    said = "，".join(f"{what}：{why[reason]} 条" for reason, what in GIVEN_UP.items() if why[reason])
    return f"{said}，发“送达”看" if said else ""


def _how_to_see(standing: Standing) -> str:
    return "看哪件回前面的数字。" if standing.matters else ""


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
