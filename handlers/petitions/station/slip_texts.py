"""What presidium and units read of a slip on its way, and those who type for a unit (domain §4.3, §5.5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from handlers.message import Choice
from handlers.people.rules.roster import Deputy, Limits
from handlers.petitions.rules.categories import usual_office
from handlers.petitions.rules.petition import Extension, Petition, Track
from handlers.petitions.rules.showing import impersonal
from handlers.petitions.station.answer_texts import RESULTS
from handlers.petitions.station.handling_texts import before, matter, unit_of
from handlers.petitions.texts import day, day_seen_from
from handlers.words import Plain

EXTENSION_CHOICES: Final = (
    Choice(digit=1, label="同意", plain=Plain.YES),
    Choice(digit=2, label="不同意", plain=Plain.NO),
)


def to_hand_over(petition: Petition, name: str) -> str:
    return (
        f"{name}代表报来登记表，尾号 {petition.tail}：{impersonal(matter(petition))}。{usually(petition)}\n"
        f"交办发“交办 {petition.tail} 单位”，要县里定发“上报 {petition.tail} 部门”，要补充发“退回 {petition.tail} 理由”。"
    )


def usually(petition: Petition) -> str:
    """Say whose such matters usually are, where that is known."""
    office = usual_office(petition)
    return f"这类事一般归{office}管。" if office else ""


def slip(petition: Petition, send_back_until: datetime) -> str:
    """A unit's copy of what was handed over to it (domain §4.3); no voter is named on it."""
    return (
        f"尾号 {petition.tail} 交{unit_of(petition)}办：{impersonal(matter(petition))}{before(petition.due)}答复。\n"
        f"{suggested(petition)}"
        f"签收发“签收 {petition.tail}”，不归您单位管，{day(send_back_until)}前发“退办 {petition.tail} 理由”。"
    )


def suggested(petition: Petition) -> str:
    """Return the line with what the deputy suggests, and what is asked of the unit that handles a suggestion."""
    if petition.form is None or petition.form.signed_at is None:
        return ""
    proposal = f"代表建议：{impersonal(petition.form.proposal)}。" if petition.form.proposal else ""
    return f"{proposal}请先和代表沟通、实地看一看，逐条答复。\n"


def handed_over_noted(petition: Petition) -> str:
    return f"尾号 {petition.tail} 已交{unit_of(petition)}{before(petition.due)}答复。"


def escalated_noted(tail: int, department: str) -> str:
    return f"尾号 {tail} 已记为报县人大，交{department}。县里定了单位发“交办 {tail} 单位”。"


def form_sent_back_noted(tail: int) -> str:
    return f"尾号 {tail} 的登记表已退回代表。"


def accepted(petition: Petition) -> str:
    return f"尾号 {petition.tail} 已签收{before(petition.due)}答复。"


def not_yours_to_reassign(tail: int) -> str:
    return f"尾号 {tail} 是主席团交办的，改交别的单位也由主席团来定。"


def too_late_to_send_back(tail: int, until: datetime) -> str:
    return f"尾号 {tail} 退办的期限是{day(until)}，已经过了。办不下来请说明情况，请站长会商。"


def slip_sent_back(tail: int, unit: str, reason: str) -> str:
    return f"尾号 {tail} {unit}退办：{reason}。请另定单位，发“交办 {tail} 单位”。"


def slip_sent_back_noted(tail: int) -> str:
    return f"尾号 {tail} 已退办，请交办单位另定。"


def progress_noted(tail: int) -> str:
    return f"尾号 {tail} 的进展记下了。"


def extended_noted(tail: int, until: datetime, now: datetime) -> str:
    return f"尾号 {tail} 延到{day_seen_from(now, until)}。"


def may_it_be_extended(petition: Petition, extension: Extension, now: datetime) -> str:
    """Ask somebody else than the one who wants more time."""
    return (
        f"尾号 {petition.tail} {unit_of(petition)}想延到{day_seen_from(now, extension.until)}：{extension.reason}\n"
        f"现在的期限{_until(petition.due)}。同意回 1，不同意回 2。"
    )


def extension_asked(tail: int, names: Sequence[str]) -> str:
    return f"尾号 {tail} 延期已报{'、'.join(names)}，同意了才算数，定了告诉您。"


def extension_refused(petition: Petition) -> str:
    return f"尾号 {petition.tail} 没有同意延期，期限还{_until(petition.due)}。"


def too_long(petition: Petition, latest: datetime, limits: Limits, now: datetime) -> str:
    latest_day = day_seen_from(now, latest)
    if petition.track is Track.SUGGESTION:
        return f"尾号 {petition.tail} 是代表建议，从交办起最长六个月，最晚到{latest_day}。"
    return f"尾号 {petition.tail} 最长办{limits.service_hard}个工作日，最晚到{latest_day}。"


def nobody_to_agree(tail: int) -> str:
    return f"尾号 {tail} 延期要另一个人同意，站里名单上没有别人。请先加上主席团或站长。"


def _until(due: datetime | None) -> str:
    return "没有定" if due is None else f"是{day(due)}"


def may_it_be_planned(petition: Petition, plan: Extension, now: datetime) -> str:
    """Ask somebody else than the one who wants it planned for a day past every limit."""
    return (
        f"尾号 {petition.tail} {unit_of(petition)}想列入计划，{day_seen_from(now, plan.until)}办：{plan.reason}\n"
        f"超过最长期限，现在的期限{_until(petition.due)}。同意回 1，不同意回 2。"
    )


def plan_asked(tail: int, names: Sequence[str]) -> str:
    return f"尾号 {tail} 列入计划的日子超过最长期限，已报{'、'.join(names)}，同意了才算数，定了告诉您。"


def plan_refused(petition: Petition) -> str:
    return f"尾号 {petition.tail} 没有同意列入计划，期限还{_until(petition.due)}。"


def hard_to_understand(tail: int, findings: str) -> str:
    return f"尾号 {tail} 的原因要原样告诉选民，请换成平常话再发一次：\n{findings}"


def planned_noted(tail: int, until: datetime) -> str:
    return f"尾号 {tail} 记为列入计划，{until.year}年{day(until)}。"


def reply_noted(petition: Petition, deputy: Deputy | None) -> str:
    """What the one who typed the answer reads: its class, and that its deputy is to bring it."""
    result = "" if petition.result is None else f"（{petition.result}类，{RESULTS[petition.result]}）"
    way = "" if deputy is None else f"先请{deputy.surname}代表告诉选民。"
    return f"尾号 {petition.tail} 的答复记下了{result}。{way}"


def conferring_noted(petition: Petition) -> str:
    return (
        f"尾号 {petition.tail} 记为会商，已请代表{before(petition.due)}要有结果。有了发“回复 {petition.tail} A 结果”。"
    )


def conferred_noted(tail: int) -> str:
    return f"尾号 {tail} 会商结果记下了，已办结。"
