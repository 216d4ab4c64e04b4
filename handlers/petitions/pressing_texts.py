"""What people read when something presses: deadlines ahead and past, and who was asked to hurry (domain §5.5, §5.9)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from handlers.dates.china_time import day_of
from handlers.dates.texts import day_words, month_day
from handlers.message import Choice
from handlers.people.rules.roster import Role, Station
from handlers.petitions.rules.acting import Turn, turn
from handlers.petitions.rules.petition import Petition, State
from handlers.petitions.rules.showing import impersonal, shown
from handlers.petitions.station.handling_texts import matter, unit_of
from handlers.petitions.texts import STAGES, day, stage
from handlers.words import Plain

THE_VOTER: Final = "选民"
THE_STATION: Final = "站里"
LISTED: Final = 20

ASK_UNIT_CHOICES: Final = (
    Choice(digit=1, label="请帮我问", plain=Plain.YES, also=("帮我问", "帮我问问", "问问", "问一下")),
)
HAND_OFF_CHOICES: Final = (Choice(digit=5, label="请代办手续", also=("代办", "代办手续")),)
CALL: Final = Choice(digit=1, label="电话催", also=("打电话", "打电话催"))
SLIP: Final = Choice(digit=2, label="发督办单", also=("督办单", "督办"))
INTERVIEW: Final = Choice(digit=3, label="请代表约见", also=("约见",))
ESCALATED_CHOICES: Final = (CALL, SLIP, INTERVIEW)

MISSING: Final[Mapping[State, str]] = {
    State.REGISTERED: "还没分派",
    State.NEED_INFO: "还没分派",
    State.PRIVATE_HUMAN: "还没联系选民",
    State.EMERGENCY: "还没接警",
    State.TRIAGED: "还没接手",
    State.ANSWERED_ON_SPOT: "还没告诉选民",
    State.RETURNED_TO_DEPUTY: "还没补好登记表",
    State.REPLIED: "还没把答复告诉选民",
    State.SUBMITTED: "还没交办",
    State.ESCALATED: "还没定办理单位",
    State.SENT_BACK: "还没另定单位",
    State.SURVEYING: "还没会商",
    State.CONFERRED: "还没有会商结果",
}
"""What has not been done where no unit has to answer."""
SIGNED_OR_ANSWERED: Final = "还没签登记表"
UNANSWERED: Final = "未答复"

NEXT: Final[Mapping[State, str]] = {
    State.REGISTERED: "派人发“派 {tail} 姓名”",
    State.NEED_INFO: "派人发“派 {tail} 姓名”",
    State.PRIVATE_HUMAN: "联系过了发“答复 {tail} 情况”",
    State.EMERGENCY: "有人处置了发“接警 {tail} 情况”",
    State.TRIAGED: "接手发“接手 {tail}”，当面答复了发“答复 {tail} 内容”",
    State.RETURNED_TO_DEPUTY: "补好后发“签 {tail}”",
    State.REPLIED: "请把答复告诉选民",
    State.SUBMITTED: "交办发“交办 {tail} 单位”",
    State.ESCALATED: "县里定了单位发“交办 {tail} 单位”",
    State.SENT_BACK: "另定单位发“交办 {tail} 单位”",
    State.SURVEYING: "会商发“会商 {tail} 时间”",
    State.CONFERRED: "有结果了发“回复 {tail} A 结果”",
}
OF_UNIT: Final = "有进展发“办理 {tail} 情况”，办好发“回复 {tail} A 结果”"
SIGN_OR_ANSWER: Final = "报人大发“签 {tail}”，当面答复了发“答复 {tail} 内容”"


# --- pressing ---


def pressing(petition: Petition, by: str, roles: Collection[Role]) -> str:
    """Tell one who must act that somebody asks after a petition, and what to type next."""
    asks = f"{by}催问尾号 {petition.tail}：{shown(petition)}。"
    if turn(petition) is not Turn.UNIT:
        return f"{asks}{missing(petition)}，期限{_day(petition)}。{next_step(petition)}。"
    if Role.UNIT in roles:
        return f"{asks}期限{_day(petition)}。{next_step(petition)}。"
    at_work = f"{asks}在{unit_of(petition)}办，期限{_day(petition)}。"
    return (
        f"{at_work}您方便时也催一下。" if Role.DEPUTY in roles else f"{at_work}请打电话问一下，{next_step(petition)}。"
    )


def pressed(petition: Petition, station: Station, at: datetime) -> str:
    """Tell the voter who was pressed, and by when something has to happen."""
    late = petition.due is not None and petition.due < at
    until = f"已超期{days_over(petition, at)}天，{THE_STATION}已经知道" if late else f"最晚{_by_when(petition)}"
    return f"尾号 {petition.tail} 已替您催了{whom(petition, station)}。现在到“{stage(petition)}”这一步，{until}。"


def pressed_for_station(petition: Petition, station: Station) -> str:
    """Tell deputy or staff who was pressed, and what is left to them."""
    return f"尾号 {petition.tail} 已催{whom(petition, station)}，一共催了{petition.pressed}次。{next_step(petition)}。"


def pressed_lately(petition: Petition, again_on: date) -> str:
    """Tell the voter that it was pressed lately, and when it may be again."""
    before = "" if petition.pressed_at is None else f"{month_day(day_of(petition.pressed_at))}"
    return (
        f"尾号 {petition.tail} {before}刚替您催过，现在到“{stage(petition)}”这一步。"
        f"{day_words(again_on)}起可以再催。急的话发“人工”。"
    )


def nothing_to_press(petition: Petition) -> str:
    """Tell that nobody has anything to do, or that it waits for the voter."""
    if petition.state in {State.NEED_INFO, State.SURVEYING}:
        return f"尾号 {petition.tail} 现在是“{STAGES[petition.state]}”，这一步在等您。"
    return f"尾号 {petition.tail} 现在是“{stage(petition)}”，不用催了。有新情况再告诉我。"


# --- the ladder ---


def due_soon(petition: Petition) -> str:
    """MSG-T4, to those who press a unit."""
    return f"尾号 {petition.tail} 交{unit_of(petition)}办，{_day(petition)}到期。要不要我帮您问一下？要回 1。"


def due_soon_to_act(petition: Petition) -> str:
    """MSG-T4 in the words of the one who has to act."""
    return f"尾号 {petition.tail} {_day(petition)}到期，{missing(petition)}。{next_step(petition)}。"


def not_taken_up(petition: Petition, working_days: int) -> str:
    """MSG-T2."""
    return f"尾号 {petition.tail} 已登记{working_days}个工作日，请您看一眼。忙的话回 5，请工作人员代办手续。"


def handed_off(petition: Petition, name: str) -> str:
    """Tell staff that a deputy is busy and asks them to see to the formalities."""
    return f"{name}代表请站里代办尾号 {petition.tail} 的手续：{shown(petition)}。另派发“派 {petition.tail} 姓名”。"


def handed_off_noted(tail: int) -> str:
    return f"好的，尾号 {tail} 我请工作人员代办。"


def overdue(petition: Petition, phone: str, now: datetime) -> str:
    """MSG-T5, to the one who must act."""
    over = f"尾号 {petition.tail} 已超期{days_over(petition, now)}天，"
    if turn(petition) is Turn.UNIT:
        return f"{over}{unit_of(petition)}还没答复。已告诉站里。您方便时也催一下，电话 {phone}。"
    return f"{over}{missing(petition)}。已告诉站里。{next_step(petition)}。"


def overdue_for_unit(petition: Petition, now: datetime) -> str:
    """MSG-T5 in a unit's words."""
    return f"尾号 {petition.tail} 已超期{days_over(petition, now)}天，还没收到答复。{next_step(petition)}。"


def overdue_for_staff(petition: Petition, station: Station, now: datetime) -> str:
    """MSG-T5 in staff's words."""
    over = days_over(petition, now)
    return f"尾号 {petition.tail} 已超期{over}天，{whom(petition, station)}{missing(petition)}。请催一下。"


def escalated(petition: Petition, station: Station, now: datetime) -> str:
    """MSG-G4."""
    over, who = days_over(petition, now), whom(petition, station)
    return (
        f"尾号 {petition.tail} 超期{over}天，{who}{missing(petition, UNANSWERED)}，"
        f"已催{petition.pressed}次。建议：1 电话催 2 发督办单 3 请代表约见。回数字我来办。"
    )


def task(petition: Petition, digit: int, station: Station) -> tuple[str, str]:
    """Return what staff or deputy are asked to do for the head, and what the head is told of it."""
    tail, who = petition.tail, whom(petition, station)
    if digit == SLIP.digit:
        return (
            f"请打印督办单，盖章后送{who}：\n{supervision_slip(petition, station)}",
            f"尾号 {tail} 的督办单已请工作人员送{who}。",
        )
    if digit == INTERVIEW.digit:
        return (
            f"站长请您就尾号 {tail} 约见{who}：{shown(petition)}。约好时间请告诉站里。",
            f"尾号 {tail} 已请代表约见{who}。",
        )
    return (
        f"站长请您打电话催{who}：尾号 {tail} {shown(petition)}。问到的发“办理 {tail} 情况”。",
        f"尾号 {tail} 已请工作人员打电话催{who}。",
    )


def supervision_slip(petition: Petition, station: Station) -> str:
    """A supervision slip; no voter is named on it."""
    due = "" if petition.due is None else f"，期限{day(petition.due)}"
    return (
        f"【督办单】{station.name}\n{whom(petition, station)}：编号 {petition.id}{due}，{missing(petition, UNANSWERED)}。\n"
        f"事项：{impersonal(matter(petition))}\n请尽快办理并书面答复。"
    )


def long_overdue(month: int, petitions: Sequence[Petition], station: Station, now: datetime) -> str:
    """The month's list to presidium and county: matters, no people."""
    lines = (
        f"尾号 {one.tail} {impersonal(one.summary)}，{whom(one, station)}{missing(one, UNANSWERED)}，"
        f"超期{days_over(one, now)}天"
        for one in petitions[:LISTED]
    )
    more = [f"还有{len(petitions) - LISTED}件。"] if len(petitions) > LISTED else []
    return "\n".join((f"【{month}月超期通报】{station.name}有{len(petitions)}件超期较久：", *lines, *more))


def whom(petition: Petition, station: Station) -> str:
    """Return who has to act, as the voter reads it: an office, or the deputy by surname."""
    match turn(petition):
        case Turn.UNIT:
            return unit_of(petition)
        case Turn.PRESIDIUM:
            return station.congress
        case Turn.HEAD:
            return "站长"
        case Turn.DEPUTY if (deputy := station.deputy(petition.deputy)) is not None:
            return f"{deputy.surname}代表"
        case _:
            return "工作人员"


def days_over(petition: Petition, now: datetime) -> int:
    """Return for how many days the limit has been over."""
    return 0 if petition.due is None else (day_of(now) - day_of(petition.due)).days


def _by_when(petition: Petition) -> str:
    return "近日要有下一步" if petition.due is None else f"{day(petition.due)}要有下一步"


def missing(petition: Petition, of_unit: str = "还没答复") -> str:
    """Return what has not been done yet."""
    if turn(petition) is Turn.UNIT:
        return of_unit
    if petition.state is State.TRIAGED and petition.accepted_by_deputy:
        return SIGNED_OR_ANSWERED
    return MISSING.get(petition.state, of_unit)


def next_step(petition: Petition) -> str:
    """Return what the one who has to act may type."""
    words = OF_UNIT if turn(petition) is Turn.UNIT else NEXT.get(petition.state, OF_UNIT)
    if petition.state is State.TRIAGED and petition.accepted_by_deputy:
        words = SIGN_OR_ANSWER
    return words.format(tail=petition.tail)


def _day(petition: Petition) -> str:
    return "近日" if petition.due is None else day(petition.due)
