"""What people read about a deadline: why it is on its day, and that it has moved (domain §3.3, §7.1)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from handlers.dates.day_kinds import ONE_DAY
from handlers.dates.periods import Measure, Term
from handlers.dates.texts import day_words, month_day
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.reckoning import Named, Reckoning
from handlers.petitions.texts import day, stage

PERIODS: Final[Mapping[Measure, str]] = {
    Measure.WORKING_DAYS: "数{count}个工作日",
    Measure.DAYS: "满{count}天",
    Measure.MONTHS: "满{count}个月",
}
MAKEUP: Final = "调休上班"
LOCAL: Final = "本地放假"
NO_DEADLINE: Final = "现在没有要等的日子。"


def without_deadline(petition: Petition) -> str:
    """Tell that nothing has to be done by any day."""
    return f"尾号 {petition.tail} 现在：{stage(petition)}。{NO_DEADLINE}"


def agreed(petition: Petition, due: datetime) -> str:
    """Tell that a day was not counted but agreed upon."""
    return f"尾号 {petition.tail} 最晚{day(due)}。这一天是办理时商定的，不是按天数推出来的。"


def explained(petition: Petition, due: datetime, why: Reckoning) -> str:
    """Tell from when a deadline was counted, what was left out and what says so."""
    lines = [
        f"尾号 {petition.tail} 最晚{day(due)}下班前。",
        f"从{day_words(why.term.start)}起算，当天不算，{_period(why.term)}。",
        _left_out(why),
        f"要算的：{_named(why.made_up)}。" if why.made_up else "",
        f"{'、'.join(map(str, why.unknown))}年节假日安排未公布，日期可能调整。" if why.unknown else "",
    ]
    return "\n".join(line for line in lines if line)


def moved(petition: Petition, before: date, after: date) -> str:
    """Tell that new holidays have moved a deadline."""
    return (
        f"尾号 {petition.tail} 的期限原来是{day_words(before)}。新的节假日安排出来后重新算过，"
        f"改为{day_words(after)}。怎么算的发“期限 {petition.tail}”。"
    )


def _left_out(why: Reckoning) -> str:
    if why.term.measure is not Measure.WORKING_DAYS:
        return f"那天正放假，顺延到放假后第一天：{_named(why.holidays)}。" if why.holidays else ""
    weekends = [f"周末{_days(why.weekends)}"] if why.weekends else []
    named = [_named(why.holidays)] if why.holidays else []
    return f"跳过：{'；'.join((*weekends, *named))}。" if weekends or named else ""


def _named(stretches: Sequence[Named]) -> str:
    return "；".join(f"{one.name or MAKEUP}{_days(one.days)}（{_source(one)}）" for one in stretches)


def _source(one: Named) -> str:
    return LOCAL if one.notice is None else f"《{one.notice.title}》{one.notice.number}"


def _days(days: Sequence[date]) -> str:
    runs: list[list[date]] = []
    for one in days:
        if runs and one == runs[-1][-1] + ONE_DAY:
            runs[-1].append(one)
        else:
            runs.append([one])
    return "、".join(month_day(run[0]) + (f"到{month_day(run[-1])}" if len(run) > 1 else "") for run in runs)


def _period(term: Term) -> str:
    return PERIODS[term.measure].format(count=term.count)
