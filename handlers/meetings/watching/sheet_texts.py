"""The papers of project supervision: slips for what is to be put right, the monthly bulletin (domain §4.10, MSG-B1)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from handlers.dates.china_time import day_of
from handlers.dates.texts import month_day
from handlers.document import Cell, Document
from handlers.meetings.rules.watched_projects import MonthOfProjects, Problem, WatchedProject
from handlers.meetings.watching.texts import STAGES, problem_line
from handlers.message import Choice
from handlers.people.rules.roster import Station

PUBLISH_CHOICES: Final = (Choice(digit=1, label="发布"),)
LISTED: Final = 5  # domain MSG-B1


# --- the slip ---


def slip(project: WatchedProject, problem: Problem, names: Sequence[str], station: Station, today: date) -> Document:
    """Return the 督查整改通知单."""
    return Document(
        name=f"督查整改通知单{project.number}-{problem.number}.docx",
        title="督查整改通知单",
        paragraphs=(
            f"编号：{project.number}-{problem.number}　　{station.name}　　打印时间：{today.year}年{month_day(today)}",
        ),
        rows=tuple(_slip_rows(project, problem, names)),
        footer=f"{station.name}（盖章）",
    )


def _slip_rows(project: WatchedProject, problem: Problem, names: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    found, due = day_of(problem.found_at), problem.due
    yield Cell(label="项目", value=project.name), Cell(label="责任单位", value=project.unit)
    yield Cell(label="时间", value=f"{found.year}年{month_day(found)}"), Cell(label="参加代表", value="、".join(names))
    yield (Cell(label="问题", value=problem.text, lines=3),)
    yield (Cell(label="整改要求", value=problem.demand, lines=3),)
    yield (Cell(label="期限", value=f"{due.year}年{month_day(due)}前"),)
    yield (
        Cell(label="整改前照片", value=_pictures(problem.before), lines=8),
        Cell(label="整改后照片", value=_pictures(problem.after), lines=8),
    )
    yield (Cell(label="整改情况", value=problem.correction, lines=4),)
    checked = None if problem.checked_at is None else day_of(problem.checked_at)
    seen = "" if checked is None else f"{checked.year}年{month_day(checked)}去看过，已改好"
    yield (Cell(label="验收", value=seen, lines=3),)


def _pictures(pictures: Sequence[str]) -> str:
    return f"{len(pictures)}张，另附" if pictures else ""


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


def bulletin_sheet(projects: Sequence[WatchedProject], month: int, station: Station, today: date) -> Document:
    """Return the 一月一通报: each group's projects, how far they are, what is wrong, what became of it."""
    title = f"{month}月项目监督通报"
    return Document(
        name=f"{title}.docx",
        title=title,
        paragraphs=(f"{station.name}　　打印时间：{today.year}年{month_day(today)}",),
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
