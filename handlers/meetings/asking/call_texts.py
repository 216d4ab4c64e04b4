"""What people read about calls for views (domain §5.8, §4.10)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from handlers.dates.texts import day_words, month_day
from handlers.document import Cell, Document
from handlers.meetings.asking import words
from handlers.meetings.rules.calls import Adoption, Call, CallKind, Item, Speaker, opinions
from handlers.message import Choice
from handlers.words import Plain

SPOKEN: Final[Mapping[CallKind, str]] = {
    CallKind.DRAFT: "立法",
    CallKind.PROPOSALS: "实事",
    CallKind.BUDGET: "预审",
}
"""With which word a view is given."""

SPEAKERS: Final[Mapping[Speaker, str]] = {
    Speaker.DEPUTY: "代表",
    Speaker.STAFF: "工作人员",
    Speaker.VOTER: "群众",
}
LISTED: Final = 10
NOT_SURE: Final = "说不准"


# --- to the groups ---


def draft_opened(call: Call) -> str:
    """MSG-F1; a draft asked about again says so, and how a view is told from other talk."""
    points = [f"{item.label}{'：' if item.label else ''}{item.point}" for item in call.items]
    about = points[0] if len(points) == 1 else "".join(f"\n{point}" for point in points)
    return (
        f"{call.organ}在起草《{call.title}》{_round(call)}，想听听大家的话。和咱们有关的是：{about}\n"
        f"您同意吗？有什么难处？@我说，{month_day(call.closes)}截止。不懂条文没关系，说实际就行。\n"
        "开头写“立法”两个字，我就记成您的意见。"
    )


def proposals_opened(closes: date) -> str:
    """MSG-F4, and how a proposal is told from other talk."""
    return (
        f"明年镇里打算办几件实事，您最盼哪一件？@我说，{month_day(closes)}前。\n开头写“实事”两个字，我就记成您的提议。"
    )


def draft_thanks(call: Call) -> str:
    """MSG-F2."""
    return f"《{call.title}》收到大家{len(call.views)}条意见，已原样报上去。采纳情况一有消息就告诉大家。"


def adopted_in_group(call: Call, adoption: Adoption) -> str:
    """MSG-F3."""
    return f"咱们提的“{adoption.point}”写进了《{call.title}》{adoption.article}。"


# --- to those who speak ---


def thanks(kind: CallKind, *, again: bool) -> str:
    if again:
        return "好的，又记下一条。"
    match kind:
        case CallKind.DRAFT:
            return "谢谢，您的意见记下了，原样报上去。"
        case CallKind.PROPOSALS:
            return "谢谢，您的提议记下了。定了哪几件，会告诉大家。"
        case CallKind.BUDGET:
            return "谢谢，您的预审意见记下了，会前交给工作人员。"


def which_item(choices: Sequence[Choice]) -> str:
    return "说的是哪一条？" + "，".join(f"{choice.label}回 {choice.digit}" for choice in choices)


def item_choice(call: Call, item: Item, *, several: bool) -> str:
    """How an item is called in a choice; with its draft where several are open."""
    return f"《{call.title}》{item.label}" if several else item.label


def item_noted(label: str) -> str:
    return f"好的，记在“{label}”下面。" if label != NOT_SURE else "没关系，记下了。"


def none_open(kind: CallKind) -> str:
    match kind:
        case CallKind.DRAFT:
            return "现在没有征求意见的法规。有事直接跟我说就行。"
        case CallKind.PROPOSALS:
            return "现在不在征集民生实事。有事直接跟我说就行。"
        case CallKind.BUDGET:
            return "现在没有要预审的报告。"


def shown(calls: Sequence[Call]) -> str:
    """What is open, and how to answer."""
    return "\n".join(_shown(call) for call in calls)


def _shown(call: Call) -> str:
    word = SPOKEN[call.kind]
    head = f"{call_title(call)}，{month_day(call.closes)}截止"
    items = "".join(f"\n{item.label}{'：' if item.label and item.point else ''}{item.point}" for item in call.items)
    return f"{head}。{items}\n想说的发“{word}”加您的话。"


def adopted(call: Call, adoption: Adoption) -> str:
    """Tell one who spoke what came of it, and ask whether the groups may hear of it."""
    return (
        f"您提过意见的《{call.title}》有结果了：“{adoption.point}”写进{adoption.article or '去'}了。谢谢您。\n"
        "愿意在群里也说一声（不提您的名字）回 1，不用回 2。"
    )


AGREE_CHOICES: Final = (
    Choice(digit=1, label="愿意", plain=Plain.YES),
    Choice(digit=2, label="不用", plain=Plain.NO_THANKS),
)
AGREED: Final = "好的，谢谢您。"
NOT_TOLD: Final = "好的，不在群里说。"


# --- to staff ---


def call_title(call: Call) -> str:
    match call.kind:
        case CallKind.DRAFT:
            return f"《{call.title}》{_round(call)}征求意见"
        case CallKind.PROPOSALS:
            return f"{call.title}征集"
        case CallKind.BUDGET:
            return call.title


def _round(call: Call) -> str:
    return f"（第{call.round}次征求意见）" if call.round > 1 else ""


def proposals_title(year: int) -> str:
    return f"{year}年民生实事"


def budget_title(year: int) -> str:
    return f"{year}年人代会前预算预审"


def opened(call: Call, days: Collection[date], missed: int) -> str:
    """Tell staff under which number a call stands, and when the groups hear of it."""
    head = f"好的，第{call.number}号：{call_title(call)}，{month_day(call.closes)}截止。"
    if not days:
        return f"{head}这两周群里的通知排满了，没有发到群里。"
    first, last = min(days), max(days)
    when = day_words(first) if first == last else f"{day_words(first)}到{day_words(last)}"
    some = f"有{missed}个群排不下，没有发。" if missed else ""
    return f"{head}{when}发到群里。{some}截止后把意见表交给您；要先看，发“征集 {call.number}”。"


def listed(calls: Sequence[Call], today: date) -> str:
    """The newest calls, one a line."""
    if not calls:
        return "还没有征集过意见。要征集，发：\n征集 县人大常委会《物业管理条例》 4月20日 物业费收支要公开"
    lines = [
        f"{call.number} {call_title(call)}，{_until(call, today)}，{len(call.views)}条"
        for call in sorted(calls, key=lambda call: call.number, reverse=True)[:LISTED]
    ]
    return "\n".join((*lines, "要意见表，发“征集”加编号。"))


def _until(call: Call, today: date) -> str:
    return f"{month_day(call.closes)}截止" if call.is_open(today) else f"{month_day(call.closes)}已截止"


def table_ready(call: Call) -> str:
    if not call.views:
        return f"{call_title(call)}，没有收到意见。"
    people = len({view.by for view in call.views})
    return f"{call_title(call)}：{people}人说了{len(call.views)}条，意见表请查收（附件）。"


ASK_REPORTED: Final = "已经原样报上去的，回 1，我在群里谢谢大家。"
REPORTED_CHOICES: Final = (Choice(digit=1, label="已报", plain=Plain.SURE, also=("报了", "报上去了")),)
THANKED: Final = "好的，群里谢过大家了。采纳了哪一条，发“采纳”告诉我。"
NO_ROOM: Final = "好的，记下了。这两周群里的通知排满了，没有发。"


def not_posted(text: str, groups: int) -> str:
    return f"“{text[:20]}……”有{groups}个群没能发出，已过了日子，不再补发。"


def adoption_noted(people: int) -> str:
    return f"好的，告诉了提过这一条的{people}个人。有人愿意、没有人反对，才发到群里。"


def time_for_proposals(year: int) -> str:
    return f"该征集{year}年的民生实事了。要征集，发“征集 实事”加截止日期，例如：征集 实事 10月31日"


# --- what cannot be done ---


def no_such_call(number: int) -> str:
    return f"没有第{number}号征集。看有哪些，发“征集”。"


def nobody_spoke(label: str) -> str:
    return (
        f"没有人对“{label}”提过意见。看意见表，发“征集”加编号。"
        if label
        else "请说明是哪一条，例如：采纳 3 第12条 物业费收支公开"
    )


def day_passed(day: date) -> str:
    return f"{month_day(day)}已经过了，请写以后的日子。"


def too_long_for_groups(length: int) -> str:
    return f"发到群里一次最多200字，这样有{length}字了，请把要点写短些，或分两次发。"


# --- the table (domain §4.10) ---


def table(call: Call, read: Mapping[str, str]) -> Document:
    """Return what was said as a sheet; *read* gives each view's words as a sheet may show them."""
    title = (
        f"{call_title(call)}汇总表"
        if call.kind is not CallKind.DRAFT
        else f"《{call.title}》{_round(call)}意见征集汇总表"
    )
    return Document(
        name=f"{title.replace('《', '').replace('》', '')}.xlsx",
        title=title,
        paragraphs=(f"共{len(call.views)}条意见，不含姓名；意见为原话。",),
        rows=tuple(_rows(call, read)),
    )


def _rows(call: Call, read: Mapping[str, str]) -> Iterable[tuple[Cell, ...]]:
    for opinion in opinions(call):
        item = call.item(opinion.about)
        view, reason = _reason(read[opinion.text])
        yield (
            Cell(label="名称", value=call.title),
            Cell(label="条款", value=opinion.about or "未指明"),
            Cell(label="原文", value=item.original or item.point if item else ""),
            Cell(label="意见", value=view),
            Cell(label="理由", value=reason),
            Cell(label="提出人类别", value="、".join(SPEAKERS[one] for one in opinion.speakers)),
            Cell(label="人数", value=f"{opinion.people}"),
            Cell(label="是否采纳", value=_adoption(call, opinion.about)),
        )


def _reason(text: str) -> tuple[str, str]:
    """Part what is wanted from why, both as they were said; the reason is empty where none is set off."""
    found = [(text.find(word), word) for word in words.REASONS if text.find(word) > 0]
    if not found:
        return text, ""
    at, _ = min(found)
    return text[:at].rstrip("，,；; "), text[at:]


def _adoption(call: Call, about: str) -> str:
    found = next((one for one in call.adoptions if one.about == about), None)
    return "" if found is None else f"有采纳，见{found.article}：{found.point}"
