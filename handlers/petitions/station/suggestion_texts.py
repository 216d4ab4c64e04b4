"""What is read of a suggestion: its form, who signs along, what the presidium looks at (domain §4.1, §5.5 MSG-T3)."""

from collections.abc import Callable, Sequence
from typing import Final

from handlers.message import Choice
from handlers.people.rules.roster import PersonId, Station
from handlers.petitions.rules.categories import CATEGORIES
from handlers.petitions.rules.petition import Authority, Petition, Source
from handlers.petitions.rules.showing import impersonal
from handlers.petitions.rules.suggestion_form import CHECKS, Check, CoSigner, SuggestionForm
from handlers.words import Plain

NameOf = Callable[[PersonId], str | None]
"""Gives the public name of a deputy."""

OWN_MATTER_CHOICES: Final = (
    Choice(digit=1, label="不是", plain=Plain.NO),
    Choice(digit=2, label="是，我回避", plain=Plain.SURE, also=("我回避", "回避")),
)
CO_SIGN_CHOICES: Final = (
    Choice(digit=1, label="附议", plain=Plain.YES),
    Choice(digit=2, label="不附议", plain=Plain.NO_THANKS),
)
CHECK_CHOICES: Final = (
    Choice(digit=1, label="没有", plain=Plain.NO),
    Choice(digit=2, label="有", plain=Plain.SURE, also=("有的", "有问题")),
)
REASON_CHOICES: Final = (Choice(digit=1, label="就按这一条退回", plain=Plain.SURE, also=("就按这条", "就按这一条")),)

SOURCES: Final = {
    Source.GROUP: "微信群",
    Source.DIRECT: "选民私聊",
    Source.QUOTE: "微信群",
    Source.PHONE: "电话",
    Source.MEETING: "接待或走访",
}
LEVELS: Final = {Authority.TOWNSHIP: "乡镇", Authority.COUNTY: "县"}
PUBLIC: Final = {True: "公开", False: "不公开", None: "（请写公开或不公开）"}
TO_FILL: Final = "（请补充）"

CHECKED: Final = {
    Check.OWN: "是代表本人或亲属的个人事情",
    Check.LETTER: "是转交群众来信，没有代表自己的意见",
    Check.CASE: "涉及正在办的具体案件",
    Check.ADVERTISING: "是学术探讨或推荐产品、作品",
    Check.EMPTY: "没有具体内容，看不出要办什么",
    Check.TENDER: "涉及招标投标或商业利益",
    Check.ACCUSATION: "是举报、控告某个人或单位",
}


def is_it_your_own(petition: Petition, surname: str) -> str:
    """Ask the lead deputy before anything is drafted in his name (domain §3.6)."""
    return (
        f"{surname}代表，尾号 {petition.tail} 要转为代表建议：{impersonal(petition.summary)}。\n"
        "本人或亲属的事不能作为代表建议。这是您本人或亲属的事吗？不是回 1，是（我回避）回 2。"
    )


def lead_asked(tail: int, surname: str) -> str:
    return f"尾号 {tail} 已请{surname}代表看登记表。"


def stepped_aside(tail: int) -> str:
    return f"好的，尾号 {tail} 您回避，我请工作人员另派代表。"


def stepped_aside_reason(surname: str) -> str:
    return f"{surname}代表回避"


def form(petition: Petition, drafted: SuggestionForm, lead: str, voters: int, station: Station, name_of: NameOf) -> str:
    """MSG-T3 with the form's fields as text; no voter is named on it."""
    category = CATEGORIES.get(petition.category or "")
    level = "" if petition.authority is None else LEVELS[petition.authority]
    fields = (
        ("编号", petition.id),
        ("标题", impersonal(drafted.title)),
        ("类别", "" if category is None else f"{category.field}·{category.topic}"),
        ("领衔代表", lead),
        ("附议代表", _co_signers(drafted.co_signers, name_of)),
        ("来源", SOURCES[petition.source]),
        ("反映选民", f"{voters}人（保密）"),
        ("情况和问题", impersonal(drafted.facts)),
        ("地点", petition.place or ""),
        ("原因分析", impersonal(drafted.analysis) or TO_FILL),
        ("具体建议", impersonal(drafted.proposal) or TO_FILL),
        ("附件", f"{len(petition.attachments)}件" if petition.attachments else ""),
        ("建议承办单位", drafted.suggested_unit),
        ("是否公开", PUBLIC[drafted.may_publish]),
        ("职权层级", level),
    )
    return "\n".join(
        (
            f"尾号 {petition.tail} 的登记表（报{station.congress}）我已经填好，请看有没有错：",
            *(f"{label}：{value}" for label, value in fields if value),
            f"没错发“签 {petition.tail}”。要改发“转建议 {petition.tail} 原因：… 建议：… 单位：… 附议：… 公开”，写哪项改哪项。",
        )
    )


def _co_signers(co_signers: Sequence[CoSigner], name_of: NameOf) -> str:
    said = {True: "已附议", False: "不附议", None: "已请"}
    return "、".join(f"{name_of(one.person)}（{said[one.agreed]}）" for one in co_signers)


def will_you_co_sign(petition: Petition, drafted: SuggestionForm, lead: str) -> str:
    analysis = f"\n原因分析：{impersonal(drafted.analysis)}" if drafted.analysis else ""
    proposal = f"\n具体建议：{impersonal(drafted.proposal)}" if drafted.proposal else ""
    return (
        f"{lead}代表请您附议，尾号 {petition.tail}：{impersonal(drafted.title)}\n"
        f"情况和问题：{impersonal(drafted.facts)}{analysis}{proposal}\n附议回 1，不附议回 2。"
    )


def co_signed(tail: int, *, agreed: bool) -> str:
    return f"尾号 {tail} 已记下您附议。" if agreed else f"好的，尾号 {tail} 您不附议。"


def co_signer_said(tail: int, name: str, *, agreed: bool) -> str:
    """To the lead deputy."""
    return f"{name}代表{'附议了' if agreed else '不附议'}尾号 {tail}。"


def too_late_to_co_sign(tail: int) -> str:
    return f"尾号 {tail} 的登记表已经报出，不用附议了。"


def check(tail: int, point: Check) -> str:
    """Ask the presidium about one point of its list."""
    number = CHECKS.index(point) + 1
    return f"尾号 {tail} 审核 {number}/{len(CHECKS)}：这件建议{CHECKED[point]}吗？没有回 1，有回 2。"


def why_returned(tail: int, point: Check) -> str:
    return f"尾号 {tail} 要退回代表，请说一句理由。就按“{CHECKED[point]}”退回，回 1。"


def all_in_order(tail: int) -> str:
    return f"尾号 {tail} 审核完，符合要求。交办发“交办 {tail} 单位”，要县里定发“上报 {tail} 部门”。"


def to_check(petition: Petition, lead: str, drafted: SuggestionForm, name_of: NameOf) -> str:
    """What the presidium reads when a suggestion comes in, before the first point of its list."""
    along = [name_of(one.person) or "" for one in drafted.co_signers if one.agreed]
    co = f"，{'、'.join(along)}附议" if along else ""
    proposal = f"\n具体建议：{impersonal(drafted.proposal)}" if drafted.proposal else ""
    unit = f"\n建议承办单位：{drafted.suggested_unit}" if drafted.suggested_unit else ""
    return f"{lead}代表报来登记表{co}，尾号 {petition.tail}：{impersonal(drafted.facts)}{proposal}{unit}"


def not_checked(tail: int) -> str:
    return f"尾号 {tail} 是代表建议，主席团还没有审核完，审核完才能交办。"


def no_lead_deputy(tail: int) -> str:
    return f"尾号 {tail} 还没有代表。请先发“派 {tail} 姓名”，再转建议。"
