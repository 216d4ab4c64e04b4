"""What people read about livelihood projects and their rating (domain §5.8, §4.10)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from handlers.dates.texts import day_words, month_day
from handlers.document import Cell, Document
from handlers.meetings.asking.group_room import Posted
from handlers.meetings.rules.livelihood import FEWEST_SHOWN, LivelihoodProject, ProjectList, Tally
from handlers.message import Choice
from handlers.people.rules.roster import Station

RATINGS: Final = (Choice(digit=2, label="满意"), Choice(digit=3, label="基本满意"), Choice(digit=4, label="不满意"))
SEAL: Final = "（盖章）"


# --- to the groups ---


def published(projects: ProjectList, township: str) -> str:
    lines = "\n".join(f"{number} {_named(one)}" for number, one in enumerate(projects.projects, start=1))
    return (
        f"{projects.number}年{township}要办的民生实事，定了{len(projects.projects)}件：\n{lines}\n"
        "办得怎么样，年底请大家评。"
    )


def _named(project: LivelihoodProject) -> str:
    return f"{project.name}（{project.unit}）" if project.unit else project.name


def rating_opened(projects: ProjectList, until: date) -> str:
    return (
        f"{projects.number}年的{len(projects.projects)}件民生实事办得怎么样，请大家评一评。"
        f"单独跟我说“测评”，一件一件回数字就行，{month_day(until)}截止，截止前可以改。"
        "一人一票，只公布票数，谁怎么评的不公布。"
    )


# --- to those who rate ---


def question(projects: ProjectList, number: int) -> str:
    """MSG-F5."""
    project = projects.projects[number - 1]
    return (
        f"{projects.number}年实事“{project.name}”，您看办得怎么样？满意回 2，基本满意回 3，不满意回 4。"
        "想说原因可以接着说。"
    )


NOTED: Final = "好的，记下了。"


def all_rated(count: int) -> str:
    return f"{count}件都评过了，谢谢您。想说原因可以接着说。截止前想改哪一件，发“测评”加第几件，例如：测评 {count}"


REASON_NOTED: Final = "好的，也记下了。"
NOT_NOW: Final = "现在没有民生实事的测评。"


def over(until: date) -> str:
    return f"测评{month_day(until)}已经截止，不能再评了。谢谢您。"


def no_such_project(count: int) -> str:
    return f"一共{count}件，请发“测评”加第几件，例如：测评 1"


# --- to staff ---


def listed(lists: Sequence[ProjectList], raters: int, today: date) -> str:
    """The lists there are; *raters* is how many took part in the one that is being rated, 0 where they are too few."""
    if not lists:
        return "还没有民生实事名单。定了发：\n民生实事 名单 村口修桥 水利站；幼儿园操场 教育办"
    lines = [f"{one.number}年{len(one.projects)}件，{_state(one, raters, today)}" for one in reversed(lists)]
    return "\n".join((*lines, "测评发“民生实事 测评 12月20日”，结果发“民生实事 结果”。"))


def _state(projects: ProjectList, raters: int, today: date) -> str:
    if projects.result is not None:
        return "测评已点票"
    if projects.rated_until is None:
        return "还没有测评"
    taken = f"已有{raters}人评过" if raters else f"评过的不足{FEWEST_SHOWN}人"
    return f"正在测评，{month_day(projects.rated_until)}截止，{taken}"


def list_set(projects: ProjectList, posted: Posted) -> str:
    return f"好的，{projects.number}年民生实事{len(projects.projects)}件，{_when(posted)}"


def rating_set(projects: ProjectList, until: date, posted: Posted) -> str:
    return (
        f"好的，{projects.number}年民生实事开始测评，{month_day(until)}截止，{_when(posted)}"
        "截止前只看得到有几人评过；截止第二天点票，测评表交给您。"
    )


def _when(posted: Posted) -> str:
    if not posted.days:
        return "这两周群里的通知排满了，没有发到群里。"
    first, last = min(posted.days), max(posted.days)
    when = day_words(first) if first == last else f"{day_words(first)}到{day_words(last)}"
    missed = f"有{posted.missed}个群排不下，没有发。" if posted.missed else ""
    return f"{when}发到群里。{missed}"


def no_list(year: int) -> str:
    return f"还没有{year}年的民生实事名单。定了发：\n民生实事 名单 村口修桥 水利站；幼儿园操场 教育办"


def rating_begun(year: int) -> str:
    return f"{year}年的民生实事已经开始测评，名单不能再改，测评也不能另开。"


def not_counted(year: int) -> str:
    return f"{year}年的民生实事还没有点票。截止前的票数谁都看不到。"


def result_ready(projects: ProjectList) -> str:
    people = f"{projects.raters}人参加" if projects.raters else f"参加的不足{FEWEST_SHOWN}人"
    return f"{projects.number}年民生实事测评：{people}，测评表请查收（附件）。"


def time_for_rating(year: int) -> str:
    return f"该请大家评{year}年的民生实事了。要开始，发“民生实事 测评”加截止日期，例如：民生实事 测评 12月20日"


# --- the printable result (domain §4.10) ---


def result_sheet(projects: ProjectList, station: Station, today: date) -> Document:
    """Return the counted ratings as a sheet to be printed and sealed."""
    start, end = projects.rated_from, projects.rated_until
    period = f"{day_words(start)}到{day_words(end)}" if start and end else ""
    people = f"{projects.raters}人" if projects.raters else f"不足{FEWEST_SHOWN}人"
    title = f"{projects.number}年民生实事项目满意度测评表"
    return Document(
        name=f"{title}.docx",
        title=title,
        paragraphs=(
            f"{station.name}　　测评时间：{period}　　参加：{people}",
            f"一人一票，截止前可以改。不足{FEWEST_SHOWN}票的项目不公布票数。",
        ),
        rows=tuple(_rows(projects)),
        footer=f"{station.name}　打印时间 {today.year}年{month_day(today)}　{SEAL}",
    )


def _rows(projects: ProjectList) -> Iterable[tuple[Cell, ...]]:
    for number, (project, tally) in enumerate(zip(projects.projects, projects.result or (), strict=True), start=1):
        yield Cell(label="项目", value=f"{number} {project.name}"), Cell(label="责任单位", value=project.unit)
        yield Cell(label="票数", value=_votes(tally)), Cell(label="结果", value=_outcome(tally))
        yield (Cell(label="意见", value="\n".join(tally.reasons) if tally else "", lines=2),)


def _votes(tally: Tally | None) -> str:
    if tally is None:
        return f"不足{FEWEST_SHOWN}票"
    return f"满意{tally.satisfied}　基本满意{tally.fairly}　不满意{tally.unsatisfied}"


def _outcome(tally: Tally | None) -> str:
    if tally is None:
        return "不公布"
    return f"满意和基本满意占{round(100 * (tally.satisfied + tally.fairly) / tally.votes)}%"
