"""The papers of project supervision: slips for what is to be put right, the monthly bulletin (domain §4.10, MSG-B1)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from handlers.dates.china_time import day_of
from handlers.dates.texts import month_day
from handlers.document import Cell, Document
from handlers.meetings.rules.watched_projects import MonthOfProjects, Problem, WatchedProject
from handlers.meetings.watching.texts import AFTER, BEFORE, STAGES, problem_line
from handlers.message import Choice
from handlers.people.rules.roster import Station

PUBLISH_CHOICES: Final = (Choice(digit=1, label="发布"),)
LISTED: Final = 5  # domain MSG-B1


# --- the slip ---


def slip_number(project: WatchedProject, problem: Problem, station: Station) -> str:
    """Return by what a slip is filed: the station's code, the year, the project and which of its problems it is."""
    return f"{station.code}督〔{day_of(problem.found_at).year}〕{project.number}-{problem.number}号"


def slip(project: WatchedProject, problem: Problem, names: Sequence[str], station: Station, today: date) -> Document:
    """Return the 督查整改通知单."""
    return Document(
        name=f"督查整改通知单{project.number}-{problem.number}.docx",
        title="督查整改通知单",
        paragraphs=(f"编号：{slip_number(project, problem, station)}　　{station.name}　　打印时间：{_date(today)}",),
        rows=tuple(_slip_rows(project, problem, names)),
        footer=f"{station.name}（盖章）",
    )


def _slip_rows(project: WatchedProject, problem: Problem, names: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    found, due = day_of(problem.found_at), problem.due
    yield Cell(label="项目", value=project.name), Cell(label="责任单位", value=project.unit)
    yield Cell(label="时间", value=_date(found)), Cell(label="参加代表", value="、".join(names))
    yield (Cell(label="问题", value=problem.text, lines=3),)
    yield (Cell(label="整改要求", value=problem.demand, lines=3),)
    yield (Cell(label="期限", value=f"{_date(due)}前"),)
    yield Cell(label="签收人", lines=2), Cell(label="签收日期")
    yield (Cell(label="整改情况", value=problem.correction, lines=4),)
    yield _before_and_after(problem)
    yield Cell(label="验收", value=_checked(problem), lines=2), Cell(label="代表签名")


def _before_and_after(problem: Problem) -> tuple[Cell, Cell]:
    """Return the boxes for the pictures, side by side; where there are none yet, people put theirs in."""
    return (
        Cell(label=BEFORE, value=_count(problem.before), lines=8, pictures=problem.before),
        Cell(label=AFTER, value=_count(problem.after), lines=8, pictures=problem.after),
    )


def _count(pictures: Sequence[str]) -> str:
    return f"{len(pictures)}张" if pictures else ""


def _checked(problem: Problem) -> str:
    return "" if problem.checked_at is None else f"{_date(day_of(problem.checked_at))}去看过，已改好"


def _date(day: date) -> str:
    return f"{day.year}年{month_day(day)}"


# --- looking back ---


def look_back(project: WatchedProject, names: Sequence[str], station: Station, today: date) -> Document:
    """Return the paper to look back with: each problem with what it was like before and after."""
    title = "项目回头看对照表"
    return Document(
        name=f"{title}{project.number}号.docx",
        title=title,
        paragraphs=(f"编号：{station.code}回〔{today.year}〕{project.number}号　　打印时间：{_date(today)}",),
        rows=tuple(_look_back_rows(project, names)),
        footer=f"{station.name}（盖章）",
    )


def _look_back_rows(project: WatchedProject, names: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    delivered = "" if project.delivered is None else _date(project.delivered)
    yield Cell(label="项目", value=project.name), Cell(label="责任单位", value=project.unit)
    yield Cell(label="小组", value=project.group), Cell(label="参加代表", value="、".join(names))
    yield Cell(label="交付日期", value=delivered), Cell(label="回头看日期")
    for problem in project.problems:
        yield (Cell(label=f"问题{problem.number}", value=problem.text, heading=True),)
        yield Cell(label="整改要求", value=problem.demand), Cell(label="期限", value=f"{_date(problem.due)}前")
        yield (Cell(label="整改情况", value=problem.correction, lines=2),)
        yield _before_and_after(problem)
        yield Cell(label="验收", value=_checked(problem)), Cell(label="回头看情况", lines=2)
    yield (Cell(label="回头看意见", heading=True),)
    yield (Cell(label="意见", lines=5),)
    yield Cell(label="代表签名", lines=2), Cell(label="日期")


# --- the monthly bulletin ---


def bulletin(month: MonthOfProjects, name: int, until: date) -> str:
    """MSG-B1: matters only, no names."""
    problems = "；".join(
        f"{project.name}{problem.text}（{month_day(problem.due)}前改）"
        for project, problem in month.open_problems[:LISTED]
    )
    return (
        f"【{name}月通报】{month.groups}个监督小组，{month.projects}个项目：正常{month.normal}，慢了{month.slow}。\n"
        f"主要问题：{problems or '没有'}。\n"
        f"上月{month.found_before}个问题已改{month.corrected}个。请各组{month_day(until)}前补充。"
    )


def bulletin_draft(text: str, month: int) -> str:
    """Show staff what would be told, with what this month asks for beside it (一季一督查, 半年一报告, 一年一审议)."""
    due = "".join(f"\n{line}" for months, line in _DUE if month in months)
    return f"{text}\n\n发到代表工作群回 1。{due}"


_DUE: Final = (
    ({3, 6, 9, 12}, "这个月该督查一次（一季一督查），定了发：督查 1 6月20日 上午9点 镇政府门口"),
    ({6, 12}, "这个月该请各单位报告半年情况（半年一报告）。"),
    ({12}, "年底该审议、测评（一年一审议）。"),
)
PUBLISHED: Final = "好的，发到代表工作群。"
NOTHING_WATCHED: Final = "还没有监督的项目，没有要通报的。"


def bulletin_sheet(projects: Sequence[WatchedProject], month: date, station: Station, today: date) -> Document:
    """Return the 一月一通报: each group's projects, how far they are, what is wrong, what became of it."""
    title = f"{month.year}年{month.month}月项目监督通报"
    return Document(
        name=f"{title}.docx",
        title=title,
        paragraphs=(
            f"编号：{station.code}通〔{month.year}〕{month.month}号　　{station.name}　　打印时间：{_date(today)}",
        ),
        rows=tuple(row for project in projects for row in _bulletin_rows(project, today)),
        footer=f"{station.name}（盖章）",
    )


def _bulletin_rows(project: WatchedProject, today: date) -> Iterator[tuple[Cell, ...]]:
    pace = "慢了" if project.is_slow(today) else "正常"
    done = [one for one in project.problems if one.corrected_at is not None]
    yield Cell(label="小组", value=project.group), Cell(label="项目", value=f"{project.number} {project.name}")
    yield Cell(label="责任单位", value=project.unit), Cell(label="进度", value=f"{STAGES[project.stage]}，{pace}")
    yield (Cell(label="问题", value="\n".join(map(problem_line, project.open_problems)), lines=2),)
    yield (Cell(label="已改的问题", value="\n".join(map(problem_line, done)), lines=2),)
    yield (Cell(label="建议", lines=2),)
