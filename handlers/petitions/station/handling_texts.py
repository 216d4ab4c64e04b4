"""What voters, deputies and units read while a petition is handled (domain §5.4, §5.5); triage has `triage_texts.py`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from handlers.message import Choice
from handlers.people.rules.roster import Deputy, Limits
from handlers.petitions.rules.petition import Extension, Petition, State, Track
from handlers.petitions.rules.showing import shown
from handlers.petitions.texts import SOME_UNIT, day, day_seen_from
from handlers.words import Plain

TAKE_UP_CHOICES: Final = (
    Choice(digit=1, label="接手", also=("我接", "接了", "我来接", "我来办", "接手了")),
    Choice(digit=2, label="不是我的选区", also=("不是我的", "不归我", "不归我管", "不是我选区")),
    Choice(digit=3, label="当场能答复", also=("能答复", "当场答复")),
)
RATING_CHOICES: Final = (
    Choice(digit=2, label="满意"),
    Choice(digit=3, label="基本满意"),
    Choice(digit=4, label="不满意"),
)
ANSWER_CHOICES: Final = (Choice(digit=1, label="看正式答复", also=("正式答复", "看答复")), *RATING_CHOICES)
TELL_ANSWER_CHOICES: Final = (
    Choice(digit=1, label="已当面告诉", plain=Plain.SURE, also=("说了", "说过了", "告诉了", "已告诉", "当面说了")),
    Choice(digit=2, label="请转达", plain=Plain.NO, also=("转达", "你转达", "帮我转达", "你告诉他")),
)


def no_private_way(tail: int, phone: str) -> str:
    """The group's line where the voter cannot be spoken to in private; after MSG-R00, and as silent on the matter."""
    return f"尾号 {tail} 有新消息。请这位乡亲加我，或打 {phone}，我单独告诉您。"


# To the voter.


def seen_by_deputy(tail: int, surname: str) -> str:
    """MSG-S1."""
    return f"尾号 {tail}：{surname}代表已经看到，会如实反映、跟着催。"


def submitted(tail: int, surname: str, congress: str) -> str:
    """MSG-S2."""
    return f"尾号 {tail}：{surname}代表已写成登记表，报{congress}。"


def handed_over(tail: int, unit: str, term: str) -> str:
    """MSG-S3."""
    return f"尾号 {tail}：已交{unit}办理，一般{term}答复。到时没消息我会去催。"


def escalated(tail: int, congress: str, department: str) -> str:
    """MSG-S4."""
    return f"尾号 {tail}：这件事要县里定，已由{congress}报县人大，交{department}办。时间会长一些，三个月内答复。"


def handed_to_another(tail: int, unit: str) -> str:
    """MSG-S5."""
    return f"尾号 {tail}：原来的单位说不归他们管，现在改交{unit}，让您久等了。"


def in_progress(tail: int, unit: str, line: str) -> str:
    """MSG-S6."""
    return f"尾号 {tail}：{unit}已经去看过，正在办。现场情况：{line}"


def extended(tail: int, extension: Extension, now: datetime) -> str:
    """MSG-S7."""
    return f"尾号 {tail}：这件事比较难，要到{day_seen_from(now, extension.until)}。原因：{extension.reason}。"


def planned(tail: int, until: datetime, reason: str) -> str:
    """MSG-S8."""
    return f"尾号 {tail}：已列入{until.year}年计划，预计{day(until)}。原因：{reason}。\n我会记着，到时再告诉您。"


def answered(tail: int, answer: str) -> str:
    """MSG-S9."""
    return f"尾号 {tail} 有结果了：{answer}\n要看正式答复回 1。您觉得怎么样？满意回 2，基本满意回 3，不满意回 4。"


def conferring(petition: Petition) -> str:
    """MSG-S15."""
    return f"尾号 {petition.tail}：站长请代表和{unit_of(petition)}坐到一起再商量{before(petition.due)}告诉您结果。"


def conferred(tail: int, answer: str, days: int) -> str:
    """What came of it, and that it is the end; after MSG-S9 and MSG-S16."""
    return f"尾号 {tail} 会商有结果了：{answer}\n这件事已办结，{days}天内有新情况还可以发“重办 {tail}”。"


def closed_unrated(tail: int, days: int) -> str:
    """MSG-S16 where no rating came."""
    return f"尾号 {tail} 已办结。{days}天内有新情况还可以发“重办 {tail}”。"


def remind_rating(tail: int) -> str:
    """MSG-C1."""
    return f"尾号 {tail} 的结果您看了吗？满意回 2，基本满意回 3，不满意回 4。不回也没关系。"


def asked_in_vain(petition: Petition) -> str:
    """MSG-D12."""
    missing = "地点" if petition.place is None else "一些情况"
    return f"尾号 {petition.tail} 还差{missing}，我先按现有内容转给代表。想起来了随时补充。"


# To the deputy.


def new_petition(petition: Petition, deputy: Deputy, village: str, name: str | None) -> str:
    """MSG-T1, with the voter's name where the voter agreed to that."""
    voter = f"{village}选民" + ("" if name is None else name)
    return (
        f"{deputy.surname}代表您好，{voter}反映：{matter(petition)}（尾号 {petition.tail}）。\n"
        "接手回 1，不是我的选区回 2，当场能答复回 3。"
    )


def taken_up(tail: int) -> str:
    return f"尾号 {tail} 您已接手。要报人大交单位办，发“签 {tail}”；当面答复了，发“答复 {tail} 加内容”。"


def passed_on(tail: int) -> str:
    return f"好的，尾号 {tail} 我请工作人员另派。"


def which_answer(tail: int) -> str:
    return f"尾号 {tail} 您是怎么答复的？说一句我就记下。例如：已和电工去看过，明天修。"


def answer_noted(petition: Petition) -> str:
    rating = "" if petition.voter is None else "我请选民评价。"
    return f"尾号 {petition.tail} 已记为当面答复。{rating}"


def signed(tail: int, congress: str) -> str:
    return f"尾号 {tail} 的登记表已报{congress}。"


def form_sent_back(tail: int, reason: str) -> str:
    return f"尾号 {tail} 的登记表退回来了：{reason}。补好后发“签 {tail}”。"


def tell_the_answer(tail: int, answer: str) -> str:
    """MSG-T6."""
    return f"尾号 {tail} 答复来了：{answer}。您亲自告诉选民更好，说完回 1；请我转达回 2。"


def survey_begun(petition: Petition) -> str:
    if petition.voter is None:
        return f"尾号 {petition.tail} 的选民没有账号，我转达不了，请您打电话告知。"
    return f"好的，尾号 {petition.tail} 我这就请选民评价。"


def confer_invitation(tail: int, when: str, unit: str) -> str:
    return f"尾号 {tail} 要会商：{when}，请和{unit}一起商量。"


def to_do(petitions: Sequence[Petition]) -> str:
    """A deputy's open petitions, soonest due first."""
    if not petitions:
        return "您现在没有待办的事。"
    return "\n".join((f"您有 {len(petitions)} 件：", *(f"{_line(one)}，{_next_step(one)}" for one in petitions)))


def _next_step(petition: Petition) -> str:
    match petition.state:
        case State.TRIAGED if not petition.accepted_by_deputy:
            return f"接手发“接手 {petition.tail}”"
        case State.TRIAGED:
            return f"发“签 {petition.tail}”或“答复 {petition.tail} 加内容”"
        case State.RETURNED_TO_DEPUTY:
            return f"补好后发“签 {petition.tail}”"
        case State.REPLIED:
            return "请告诉选民"
        case State.SURVEYING:
            return "等选民评价"
        case State.SUBMITTED | State.ESCALATED | State.SENT_BACK:
            return "等人大交办"
        case _:
            return f"{petition.unit or '站里'}在办"


def and_the_voter(noted: str, petition: Petition) -> str:
    """Add that the voter was told, or that only the speaker can tell one who has no account."""
    return noted + ("选民没有账号，请您打电话告知。" if petition.voter is None else "已告诉选民。")


def emergency_closed(tail: int) -> str:
    return f"尾号 {tail} 已记下有人处置。要按诉求办，发“派 {tail} 姓名”。"


def matter(petition: Petition) -> str:
    """Return the matter in one line, with what its words leave out of place and beginning."""
    facts = (("地点", petition.place), ("时间", petition.since))
    asked = (f"{name}：{fact}" for name, fact in facts if fact is not None and fact not in petition.summary)
    return "；".join((shown(petition), *asked))


# Lists.


def overdue(petitions: Sequence[Petition], count: int, now: datetime) -> str:
    """What has passed its limit, longest overdue first."""
    if not petitions:
        return "没有超期的。"
    lines = [f"{_subject(one)}，{one.unit or '站里'}，超 {_days_over(one, now)} 天" for one in petitions]
    return "\n".join((f"超期 {count} 件：", *lines, *_more(count, len(lines))))


def term(track: Track, days: int | None, limits: Limits, *, hard: bool = False) -> str:
    """Return how long an answer usually takes, as the voter is told: *days* if so many were set for this one."""
    if days is None and track is Track.SUGGESTION:
        return f"{limits.suggestion_hard_months if hard else limits.suggestion_months}个月内"
    return f"{days or (limits.service_hard if hard else limits.service)}个工作日内"


def unit_of(petition: Petition) -> str:
    """Return the unit as the voter reads it."""
    return petition.unit or SOME_UNIT


def _more(count: int, shown: int) -> Iterable[str]:
    return () if count <= shown else (f"还有 {count - shown} 件。",)


def _line(petition: Petition) -> str:
    return _subject(petition) + before(petition.due)


def _subject(petition: Petition) -> str:
    return f"尾号 {petition.tail} {shown(petition)}"


def _days_over(petition: Petition, now: datetime) -> int:
    return 0 if petition.due is None else (now.date() - petition.due.date()).days


def before(due: datetime | None) -> str:
    """Return a comma and, where there is one, the day by which something has to be done."""
    return "，" if due is None else f"，{day(due)}前"


# Refusals.


def no_such_tail(tail: int, own: Sequence[int]) -> str:
    """MSG-ERR3; said of others' petitions too, so that nobody learns that there is one."""
    known = f"您的有：{'、'.join(map(str, own))}" if own else "请核对一下尾号。"
    return f"没查到尾号 {tail}。{known}"


def not_shared(tail: int) -> str:
    return f"尾号 {tail} 说到身体、家境或孩子的情况，选民还没有同意给代表和单位看。请先由工作人员来办。"


def own_matter(tail: int, name: str) -> str:
    return f"尾号 {tail} 和{name}代表本人有关，按规定要回避。请派给别的代表。"


def not_signed(tail: int) -> str:
    return f"尾号 {tail} 还没有代表签登记表。请代表发“签 {tail}”，或者由主席团直接交办。"


NOT_A_DEPUTY_HERE: Final = "您不是本站的代表，这一步请本站代表来办。"
