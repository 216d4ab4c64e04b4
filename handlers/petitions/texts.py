"""What a voter reads about a registered petition, to the rating and beyond (domain §5.4, §5.11, §6.5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from handlers.dates.china_time import CHINA_TIME
from handlers.dates.texts import day_words
from handlers.message import Choice
from handlers.people.rules.roster import Limits
from handlers.petitions.rules.petition import Action, Petition, Rating, State, Track
from handlers.petitions.rules.showing import shown
from handlers.petitions.rules.states import CLOSED, OPEN
from handlers.words import Plain

STAGES: Final = {
    State.DRAFT: "还没登记",
    State.REGISTERED: "已收到",
    State.NEED_INFO: "请补充",
    State.TRIAGED: "已转代表",
    State.ANSWERED_ON_SPOT: "已当面答复",
    State.SUBMITTED: "已报镇人大",
    State.RETURNED_TO_DEPUTY: "代表补充材料中",
    State.DISPATCHED: "已交{unit}办",
    State.ESCALATED: "已报县人大",
    State.SENT_BACK: "重新确定办理单位",
    State.IN_PROGRESS: "正在办理",
    State.EXTENDED: "需要多一点时间",
    State.PLANNED: "已列入计划",
    State.REPLIED: "已答复，请您评价",
    State.SURVEYING: "请您评价",
    State.REOPENED: "重新办理",
    State.CONFERRED: "正在会商",
    State.CLOSED: "办结",
    State.REDIRECTED: "已告诉您去处",
    State.PRIVATE_HUMAN: "工作人员私下联系您",
    State.EMERGENCY: "请马上拨打110、119、120",
    State.MERGED: "和其他乡亲的一起办",
    State.WITHDRAWN: "已撤回",
    State.DECLINED: "没有登记",
    State.ARCHIVED: "办结",
}
TAKEN_UP: Final = "代表已看到"
SOME_UNIT: Final = "有关单位"

WITHDRAW_CHOICES: Final = (
    Choice(
        digit=1, label="确定", plain=Plain.SURE, also=("不办", "不办了", "不用办", "不用办了", "撤", "撤了", "撤回")
    ),
    Choice(
        digit=2,
        label="不撤回",
        plain=Plain.NO,
        also=("不撤", "不撤了", "先不撤", "接着办", "继续办", "还是办", "还要办"),
    ),
)
RECALLED_CHOICES: Final = (
    Choice(digit=1, label="接着办", plain=Plain.SURE, also=("继续办", "办", "要办", "还要办")),
    Choice(digit=2, label="不办了", plain=Plain.NO, also=("不办", "不用办", "不用办了", "别办了")),
)
RATING_CHOICES: Final = (
    Choice(digit=1, label="看正式答复", also=("正式答复", "看答复")),
    Choice(digit=2, label="满意"),
    Choice(digit=3, label="基本满意"),
    Choice(digit=4, label="不满意"),
)
RATINGS: Final = {Rating.SATISFIED: "满意", Rating.FAIRLY: "基本满意", Rating.UNSATISFIED: "不满意"}
COMPLAINTS: Final = ("没办", "办得不好", "答复听不懂", "态度不好", "别的")
COMPLAINT_CHOICES: Final = tuple(Choice(digit=digit, label=label) for digit, label in enumerate(COMPLAINTS, start=1))


def stage(petition: Petition) -> str:
    """Return where a petition stands, as its voter is told."""
    if petition.state is State.TRIAGED and petition.accepted_by_deputy:
        return TAKEN_UP
    return STAGES[petition.state].format(unit=petition.unit or SOME_UNIT)


def day(moment: datetime) -> str:
    """Return the day of *moment* with its weekday."""
    return day_words(moment.astimezone(CHINA_TIME).date())


def day_seen_from(now: datetime, moment: datetime) -> str:
    """Return the day of *moment* with its weekday, and with its year where that is not the year of *now*."""
    year = moment.astimezone(CHINA_TIME).year
    return day(moment) if year == now.astimezone(CHINA_TIME).year else f"{year}年{day(moment)}"


def progress(petition: Petition) -> str:
    """Tell where a petition stands and by when something happens next."""
    lines = [f"尾号 {petition.tail}：{petition.summary}", f"现在：{stage(petition)}"]
    if petition.due is not None and petition.state not in CLOSED:
        lines.append(f"下一步最晚{day(petition.due)}。为什么是这一天，发“期限 {petition.tail}”。")
    return "\n".join(lines)


def progress_together(petition: Petition, parent: Petition) -> str:
    """Tell where a petition stands that is handled with another's, of which nothing more is said."""
    lines = [f"尾号 {petition.tail}：{petition.summary}", f"{stage(petition)}，现在：{stage(parent)}"]
    if parent.due is not None and parent.state not in CLOSED:
        lines.append(f"下一步最晚{day(parent.due)}。")
    return "\n".join(lines)


def mine(petitions: Sequence[Petition]) -> str:
    """List a voter's petitions, or say that there are none."""
    if not petitions:
        return "您还没有登记过。有事直接说给我听就行。"
    lines = (f"{one.tail} {stage(one)}：{one.summary}" for one in petitions)
    return "\n".join(("您登记过的：", *lines, "看其中一件发“进度”加尾号。"))


def which(petitions: Sequence[Petition]) -> str:
    """Ask which of several petitions with the same last digits is meant."""
    lines = (f"{digit} {one.id} {one.summary}" for digit, one in enumerate(petitions, start=1))
    return "\n".join((f"您有{len(petitions)}件尾号一样，是哪一件？回前面的数字。", *lines))


def which_rated(petitions: Sequence[Petition]) -> str:
    """Ask which of several answers is rated."""
    lines = (f"{digit} 尾号 {one.tail} {one.summary}" for digit, one in enumerate(petitions, start=1))
    return "\n".join(("您说的是哪一件？回前面的数字。", *lines))


def supplemented(tail: int) -> str:
    """Tell that something was added."""
    return f"收到，已补充到尾号 {tail}。"


def supplemented_for_staff(petition: Petition, text: str) -> str:
    """Tell deputy or staff what a voter added."""
    return f"尾号 {petition.tail} 选民补充：{shown(petition, text)}"


def confirm_withdrawal(tail: int) -> str:
    """MSG-S11."""
    return f"确定不办尾号 {tail} 了吗？确定回 1，不撤回 2。"


def withdrawn(tail: int) -> str:
    """MSG-S12."""
    return f"尾号 {tail} 已撤回，不再办理。以后有新情况再告诉我。"


def words_erased(tail: int) -> str:
    """Tell that nothing is left of the words, where it was too late to withdraw what they were about."""
    return f"尾号 {tail} 您说的内容都删了，只留编号和办到哪一步。"


def withdrawn_for_staff(tail: int) -> str:
    """Tell deputy or staff that there is nothing to be done any more."""
    return f"尾号 {tail} 选民已撤回，不用再办了。"


def goes_on(tail: int) -> str:
    """Tell that a petition was not withdrawn after all."""
    return f"好的，尾号 {tail} 接着办。"


def ask_recalled(petition: Petition) -> str:
    """Ask whether a petition still stands whose message was taken back."""
    return f"您撤回了刚才的话，那句话已登记为尾号 {petition.tail}。接着办回 1，不办了回 2。"


# --- rating ---


def formal_answer(petition: Petition) -> str:
    """Show the answer as it was given, and ask again."""
    return f"尾号 {petition.tail} 的答复：{petition.answer or ''}\n您觉得怎么样？满意回 2，基本满意回 3，不满意回 4。"


ASK_COMPLAINT: Final = "谢谢您直说。哪里不满意：1 没办 2 办得不好 3 答复听不懂 4 态度不好 5 别的。"
"""MSG-C2."""


def closed(tail: int, days: int) -> str:
    """MSG-S16."""
    return f"尾号 {tail} 已办结，谢谢您的评价。{days}天内有新情况还可以发“重办 {tail}”。"


def reopened(petition: Petition, limit: str, reason: str) -> str:
    """MSG-S14."""
    return f"您说不满意，尾号 {petition.tail} 重新办，{limit}内再答复。您的意见：{reason}"


def reopened_for_news(petition: Petition, limit: str, news: str) -> str:
    """MSG-S14 where the voter was content and something new came up."""
    return f"尾号 {petition.tail} 重新办，{limit}内再答复。新情况：{news}"


def handled_again_within(track: Track, limits: Limits) -> str:
    """How long handling again takes."""
    return f"{limits.again_months}个月" if track is Track.SUGGESTION else f"{limits.again}个工作日"


def reopened_for_staff(petition: Petition, reason: str) -> str:
    """Tell deputy or staff that a petition is handled again."""
    return f"尾号 {petition.tail} 选民要求重新办理：{reason or NO_REASON}"


def reopened_for_unit(petition: Petition, reason: str) -> str:
    """Tell those who work on it that their answer was none, and by when another is due."""
    until = "" if petition.due is None else f"，{day(petition.due)}前再答复"
    return f"尾号 {petition.tail} 选民不满意，重新办理{until}：{reason or NO_REASON}"


def other_doors(petition: Petition, phone: str) -> str:
    """Show the answer and the other doors to a voter whom no second round and no conference could content."""
    answer = "" if petition.answer is None else f"答复是：{petition.answer}\n"
    return (
        f"尾号 {petition.tail} 重新办过，也会商过，您的不满意我如实记下了。{answer}"
        f"还有意见可以打 12345 或 {phone}，接待日当面跟代表说也行。"
    )


def head_will_confer(petition: Petition) -> str:
    """Tell a voter who is dissatisfied for the second time what happens next."""
    until = "" if petition.due is None else f"，{day(petition.due)}前告诉您结果"
    return f"您还是不满意，我已请站长把代表和{petition.unit or SOME_UNIT}叫到一起再商量{until}。"


def confer_please(petition: Petition, reason: str) -> str:
    """Ask the head to bring deputy and unit together."""
    why = reason or NO_REASON
    return f"尾号 {petition.tail} 重新办过，选民仍不满意：{why}\n请会商，定了时间发“会商 {petition.tail} 时间”。"


def rated_for_staff(petition: Petition, rating: Rating) -> str:
    """Tell the deputy how a voter rated."""
    return f"尾号 {petition.tail} 选民评价：{RATINGS[rating]}。已办结。"


NO_REASON: Final = "没有细说"


# --- refusals ---


def wrong_state(petition: Petition, action: Action) -> str:
    """MSG-ERR8."""
    if action is Action.REOPEN and petition.state is State.ARCHIVED:
        return f"尾号 {petition.tail} 办结已久，不能再重办。有新情况直接说，我给您登记新的。"
    deed = DEEDS.get(action, "这样办")
    instead = "，可以补充" if petition.state in OPEN and action is Action.WITHDRAW else ""
    return f"尾号 {petition.tail} 现在是“{stage(petition)}”，不能{deed}{instead}。"


def assign_first(tail: int) -> str:
    """Tell staff how to answer what nobody has yet."""
    return f"尾号 {tail} 还没有派给代表，不能当面答复。先派人，发“派 {tail} 姓名”，再答复。"


def take_up_first(tail: int) -> str:
    """Tell a deputy how to answer what was told in his own group."""
    return f"尾号 {tail} 您还没有接手，不能当面答复。先发“接手 {tail}”，再答复。"


DEEDS: Final = {
    Action.WITHDRAW: "撤回",
    Action.MERGE: "并",
    Action.REGISTER: "分开",
    Action.SUPPLY: "补充",
    Action.REOPEN: "重办",
    Action.CLOSE: "评价",
    Action.TAKE_UP: "接手",
    Action.PASS_ON: "转",
    Action.ANSWER_ON_SPOT: "当面答复",
    Action.SUBMIT: "签",
    Action.RETURN: "退回",
    Action.TRIAGE: "派",
    Action.ASK: "补问",
    Action.REDIRECT: "引导",
    Action.DECLINE: "改成不登记",
    Action.DISPATCH: "交办",
    Action.ESCALATE: "上报",
    Action.ACCEPT: "签收",
    Action.SEND_BACK: "退办",
    Action.PROGRESS: "记进展",
    Action.EXTEND: "延期",
    Action.PLAN: "列入计划",
    Action.REPLY: "回复",
    Action.CONFER: "会商",
    Action.TAKE_PRIVATE: "接警",
}


def nothing_new(petition: Petition) -> str:
    """Show the earlier answer to a voter who says again what it was the answer to (domain §3.6)."""
    answer = "" if petition.answer is None else f"，答复是：{petition.answer}"
    return (
        f"尾号 {petition.tail} 已经办结{answer}\n有新情况请说一句，例如：重办 {petition.tail} 昨晚又坏了。发照片也行。"
    )


def reopened_before(petition: Petition, phone: str) -> str:
    """Show the answer again, and the other doors (domain §3.6)."""
    answer = "" if petition.answer is None else f"答复是：{petition.answer}\n"
    return f"尾号 {petition.tail} 已经重新办过一次。{answer}您要是还有意见，发“人工”，或打 {phone}。"
