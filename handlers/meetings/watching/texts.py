"""What people read about projects that deputies watch (domain §2.3.3–2.3.7, §5.8)."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.dates.texts import day_words, month_day
from handlers.meetings.rules.watched_projects import CHECKS, Check, Problem, WatchedProject
from handlers.meetings.watching import words
from handlers.message import Choice

STAGES: Final = {stage: name for name, stage in reversed(tuple(words.STAGES.items()))}
CHECK_NAMES: Final = {check: name for name, check in words.CHECKS.items()}
BEFORE, AFTER = "整改前照片", "整改后照片"
CHECKED_CHOICES: Final = (Choice(digit=1, label="改好了"), Choice(digit=2, label="没改好"))


# --- the register ---


def listed(projects: Sequence[WatchedProject], today: date) -> str:
    if not projects:
        return "还没有监督的项目。登记一个，发：\n项目 村口修桥 水利站 民生实事 张明远、陈玉兰"
    return "\n".join((*(_line(one, today) for one in projects), "看一个，发“项目”加编号。"))


def _line(project: WatchedProject, today: date) -> str:
    slow = "，慢了" if project.is_slow(today) else ""
    return f"{project.number} {project.name}（{project.group}组），{STAGES[project.stage]}，问题{len(project.open_problems)}个{slow}"


def registered(project: WatchedProject, names: Sequence[str]) -> str:
    return f"好的，第{project.number}号项目“{project.name}”，{project.unit}负责，{project.group}组{'、'.join(names)}跟着看。\n{_checks(project)}"


def shown(project: WatchedProject, names: Sequence[str]) -> str:
    """One project: who watches it, its stage with what is still to be seen to, its problems."""
    problems = [problem_line(one) for one in project.problems]
    return "\n".join(
        (
            f"第{project.number}号“{project.name}”，{project.unit}负责，{project.group}组：{'、'.join(names)}",
            f"现在：{STAGES[project.stage]}",
            _checks(project),
            *problems,
        )
    )


def _checks(project: WatchedProject) -> str:
    def ticked(check: Check) -> str:
        return f"{CHECK_NAMES[check]}{'（已做）' if check in project.checked else ''}"

    wanted = CHECKS[project.stage]
    if not wanted:
        return "这一步没有要做的。"
    example = next((check for check in wanted if check not in project.checked), wanted[0])
    listed = "、".join(map(ticked, wanted))
    return f"这一步要做：{listed}。做了发“项目 {project.number} {CHECK_NAMES[example]}”。"


def problem_line(problem: Problem) -> str:
    return f"{problem.number} {problem.text}，{_state(problem)}"


def _state(problem: Problem) -> str:
    if problem.corrected_at is None:
        return f"{month_day(problem.due)}前改"
    return "已改好" if problem.checked_at is not None else "单位说已改，还没去看"


def noted(project: WatchedProject) -> str:
    return f"好的，第{project.number}号现在是“{STAGES[project.stage]}”。{_checks(project)}"


def no_such_project(number: int) -> str:
    return f"没有第{number}号项目。看有哪些，发“项目”。"


def no_such_problem(project: WatchedProject, number: int) -> str:
    return f"“{project.name}”没有第{number}个问题。看有哪些，发“项目 {project.number}”。"


def not_yours(project: WatchedProject) -> str:
    return f"“{project.name}”由别的组、别的单位管，您有事跟工作人员说。"


def no_such_step(number: int) -> str:
    steps = "、".join((*dict.fromkeys(STAGES.values()), *words.CHECKS))
    return f"没看懂走到哪一步。可以发“项目 {number}”加：{steps}"


# --- problems ---


def problem_found(project: WatchedProject, problem: Problem) -> str:
    return f"好的，“{project.name}”第{problem.number}个问题记下了，请{project.unit}{month_day(problem.due)}前改。整改通知单请查收（附件）。"


def problem_told(project: WatchedProject, problem: Problem) -> str:
    """Tell staff and unit what is to be put right."""
    demand = f"，要求：{problem.demand}" if problem.demand else ""
    return (
        f"督查“{project.name}”，第{problem.number}个问题：{problem.text}{demand}。请{project.unit}{month_day(problem.due)}前改好，"
        f"改好发：整改 {project.number} {problem.number} 已经……（可附照片）。通知单请查收（附件）。"
    )


def corrected(project: WatchedProject, problem: Problem) -> str:
    return f"好的，“{project.name}”第{problem.number}个问题记成已改，请提出的人去看。"


def ask_checked(project: WatchedProject, problem: Problem) -> str:
    return f"“{project.name}”的问题“{problem.text}”，{project.unit}说：{problem.correction}。您去看过，改好了回 1，没改好回 2。"


CHECKED: Final = "好的，记成已改好。"
NOT_CORRECTED: Final = "好的，记成没改好，请单位接着改。"


def right_now(project: WatchedProject, problem: Problem) -> str:
    return (
        f"“{project.name}”的问题“{problem.text}”，代表去看过，已改好。通知单请查收（附件）{_with_pictures([problem])}。"
    )


def _with_pictures(problems: Sequence[Problem]) -> str:
    """Say how many pictures a paper shows of before and of after."""
    counts = ((BEFORE, sum(len(one.before) for one in problems)), (AFTER, sum(len(one.after) for one in problems)))
    named = "、".join(f"{name}{count}张" for name, count in counts if count)
    return f"，有{named}" if named else ""


def still_wrong(project: WatchedProject, problem: Problem) -> str:
    return f"“{project.name}”的问题“{problem.text}”，代表去看了，还没改好，请{project.unit}接着改。"


def overdue(project: WatchedProject, problem: Problem) -> str:
    return f"“{project.name}”的问题“{problem.text}”到{month_day(problem.due)}该改好，还没有回音，请催{project.unit}。"


# --- inspections and looking back ---


def inspection(project: WatchedProject, on: date, meeting: str) -> str:
    """MSG-F7; a project without problems so far says nothing of them."""
    done = sum(one.corrected_at is not None for one in project.problems)
    before = f"上次提的{len(project.problems)}个问题，已改{done}个。" if project.problems else ""
    return f"{day_words(on)}去看“{project.name}”，集合{meeting}。{before}"


def inspection_set(project: WatchedProject, deputies: int) -> str:
    return f"好的，告诉了{deputies}位代表。看到问题发：报问题 {project.number} 6月10日 护栏没装（日期是哪天前改好，可附照片）"


def time_to_look_back(project: WatchedProject) -> str:
    return (
        f"“{project.name}”交付三个月了，该回头看一看。{_look_back_paper(project)}"
        f"看到问题发：报问题 {project.number} 6月10日 护栏没装"
    )


def look_back_for_head(project: WatchedProject) -> str:
    return f"“{project.name}”交付三个月了，请{project.group}组代表回头看。{_look_back_paper(project)}"


def looking_back(project: WatchedProject) -> str:
    """Give the paper to whoever moved the project to that stage."""
    return f"{noted(project)}\n{_look_back_paper(project)}"


def _look_back_paper(project: WatchedProject) -> str:
    problems = f"问题{len(project.problems)}个" if project.problems else "没提过问题"
    return f"对照表请查收（附件），{problems}{_with_pictures(project.problems)}。"
