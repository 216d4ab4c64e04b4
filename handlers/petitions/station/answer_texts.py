"""What is read of an answer before it is told, and of what was promised in one (domain §3.2, §5.11 MSG-C4)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from handlers.dates.china_time import CHINA_TIME
from handlers.dates.texts import month_day
from handlers.message import Choice
from handlers.petitions.rules.answers import LONGEST, Finding, Gap
from handlers.petitions.rules.commitments import Commitment
from handlers.petitions.rules.petition import Petition, ResultClass
from handlers.petitions.station.handling_texts import unit_of
from handlers.words import Plain

RESULTS: Final = {
    ResultClass.A: "已解决或基本解决",
    ResultClass.B: "正在解决或列入计划",
    ResultClass.C: "以后解决",
    ResultClass.D: "留作参考",
}
RESULT_CHOICES: Final = tuple(
    Choice(digit=digit, label=f"{result} {label}") for digit, (result, label) in enumerate(RESULTS.items(), start=1)
)
CHECKED_CHOICES: Final = (
    Choice(digit=1, label="照样发", plain=Plain.SURE, also=("发", "照发", "就这样发")),
    Choice(digit=2, label="改一改", plain=Plain.NO, also=("改", "改改", "我改一改", "先不发", "不发")),
)
STATUS_CHOICES: Final = (
    Choice(digit=1, label="办好了", also=("办完了", "弄好了", "好了", "修好了")),
    Choice(digit=2, label="还在办", also=("在办", "正在办", "还没办好", "没办好")),
    Choice(digit=3, label="办不了", also=("不办了", "办不成")),
)
DONE_CHOICES: Final = (
    Choice(digit=1, label="办了", plain=Plain.SURE, also=("办好了", "装好了", "修好了")),
    Choice(digit=2, label="没办", plain=Plain.NO, also=("没看到", "没动静", "没装")),
)
SEEN_CHOICES: Final = (
    Choice(digit=1, label="一样", plain=Plain.SURE, also=("差不多",)),
    Choice(digit=2, label="不一样", plain=Plain.NO, also=("没看到", "不是那样")),
)

GAPS: Final = {
    Gap.MATTER: "没提到选民问的事",
    Gap.WHO: "没说谁来办",
    Gap.WHEN: "没说什么时候办好",
    Gap.DONE: "没说办成什么样、哪天办的",
    Gap.WHY: "没说为什么",
    Gap.LONG: f"超过{LONGEST}个字，选民读着累",
}


def ask_result(tail: int) -> str:
    """Ask for the class that was left out."""
    kinds = "，".join(f"{label}回 {digit}" for digit, label in enumerate(RESULTS.values(), start=1))
    return f"尾号 {tail} 的答复是哪一类？{kinds}。"


def checked(tail: int, findings: Sequence[Finding]) -> str:
    """Tell what a voter may miss; whether to say it all the same is for a person to decide."""
    return "\n".join((f"尾号 {tail} 的答复还没发，选民看了可能不明白：", listed(findings), "照样发回 1，改一改回 2。"))


def listed(findings: Sequence[Finding]) -> str:
    return "\n".join(f"- {_finding(one)}" for one in findings)


def _finding(finding: Finding) -> str:
    words = "、".join(f"“{word}”" for word in finding.words)
    match finding.gap:
        case Gap.EMPTY:
            return f"{words}是空话，换成做了什么、哪天做"
        case Gap.STIFF:
            return f"{words}是公文话，换成平常话"
        case gap:
            return GAPS[gap]


def say_it_otherwise(tail: int, result: ResultClass) -> str:
    return f"好的，尾号 {tail} 没有发。改好后发“回复 {tail} {result} 内容”。"


def copy_for_co_signer(tail: int, answer: str) -> str:
    """Each co-signer gets the answer too (domain §4.4)."""
    return f"您附议的尾号 {tail} 有答复了：{answer}"


# --- commitments ---

KEPT: Final = "已经办好"
GOING_ON: Final = "还在办"


def ask_status(petition: Petition, promised: Commitment) -> str:
    """Ask unit or staff, each quarter, where a commitment stands."""
    by = "" if promised.until is None else f"（{_until(promised.until)}前）"
    return (
        f"尾号 {petition.tail} {unit_of(petition)}答应的“{promised.words}”{by}，现在怎么样？\n"
        "办好了回 1，还在办回 2，办不了回 3。"
    )


def not_said(petition: Petition, promised: Commitment, asked_on: date) -> str:
    """To staff and those above: a unit was asked where its commitment stands, and has said nothing."""
    return (
        f"尾号 {petition.tail} {unit_of(petition)}答应的“{promised.words}”，{month_day(asked_on)}问过，到现在没有回话。"
        f"请催一催；有了回话发“回复 {petition.tail}”加类别和内容。"
    )


def ask_why_not(tail: int) -> str:
    return f"尾号 {tail} 为什么办不了？说一句，我告诉选民。"


def status_noted(petition: Petition) -> str:
    told = "已告诉选民。" if petition.voter is not None else "选民没有账号，请您打电话告知。"
    return f"尾号 {petition.tail} 记下了。{told}"


def still_going_on(petition: Petition, promised: Commitment) -> str:
    """To the voter: the commitment stands."""
    by = "" if promised.until is None else f"，预计{_until(promised.until)}前"
    return f"尾号 {petition.tail} 答应的“{promised.words}”{promised.status}{by}。我会记着。"


def taken_back(petition: Petition, promised: Commitment, phone: str) -> str:
    """To the voter: the commitment is given up, and why."""
    return (
        f"尾号 {petition.tail} 原来答应的“{promised.words}”，{unit_of(petition)}说办不了：{promised.status}\n"
        f"您有意见发“人工”，或打 {phone}。"
    )


def do_you_see_it(petition: Petition, promised: Commitment, now: datetime) -> str:
    """MSG-C4; what no unit has said is not told as its word."""
    made = f"{_year(promised.made_at.year, now.year)}答应的“{promised.words}”，{unit_of(petition)}"
    if not promised.status:
        return f"{made}还没有说办得怎么样，我在催。您看到办了吗？办了回 1，没办回 2。"
    on = "" if promised.said_at is None else month_day(promised.said_at.astimezone(CHINA_TIME).date())
    return f"{made}{on}说{promised.status}。您看到的情况一样吗？一样回 1，不一样回 2。"


def seen_choices(promised: Commitment) -> tuple[Choice, ...]:
    """Return the answers to `do_you_see_it`."""
    return SEEN_CHOICES if promised.status else DONE_CHOICES


SEEN_ALIKE: Final = "好的，谢谢您告诉我。"


def seen_otherwise(tail: int) -> str:
    return f"记下了，尾号 {tail} 我告诉代表和工作人员，接着催。"


def seen_otherwise_for_staff(petition: Petition, promised: Commitment) -> str:
    if not promised.status:
        return f"尾号 {petition.tail} {unit_of(petition)}答应的“{promised.words}”，单位没有回话，选民说没办，请核实。"
    return f"尾号 {petition.tail} 答应的“{promised.words}”，选民看到的和{unit_of(petition)}说的不一样，请核实。"


def _until(day: date) -> str:
    return f"{day.year}年{month_day(day)}"


def _year(made: int, now: int) -> str:
    return {0: "今年", 1: "去年", 2: "前年"}.get(now - made, f"{made}年")
