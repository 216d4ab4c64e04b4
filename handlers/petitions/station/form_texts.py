"""The registration form of a suggestion as it is printed (domain §4.1); no voter is named on it."""

from datetime import datetime
from typing import Final

from handlers.dates.china_time import day_of
from handlers.dates.texts import clock_words, month_day
from handlers.document import Cell, Document
from handlers.petitions.rules.categories import CATEGORIES
from handlers.petitions.rules.petition import Action, Petition, State
from handlers.petitions.rules.showing import impersonal
from handlers.petitions.rules.suggestion_form import SuggestionForm
from handlers.petitions.station.answer_texts import RESULTS
from handlers.petitions.station.suggestion_texts import LEVELS, SOURCES, NameOf
from handlers.petitions.texts import RATINGS

TITLE: Final = "闭会期间代表建议、批评和意见登记表"
FOOTER: Final = "本表含个人信息，仅限办理使用"
SIGNATURE: Final = "（签名）"
PUBLIC: Final = {True: "公开", False: "不公开", None: ""}
TO_TICK: Final = "□ 符合　　□ 不符合，理由："
SEAL: Final = "（盖章）"
AT_UNIT: Final = frozenset({State.DISPATCHED, State.IN_PROGRESS, State.EXTENDED, State.PLANNED})


def registration_form(
    petition: Petition, form: SuggestionForm, lead: str, voters: int, name_of: NameOf, at: datetime
) -> Document:
    """Return the form with all that is known; what is not stays free, to be written by hand."""
    category = CATEGORIES.get(petition.category or "")
    signed_along = "\n".join(f"{name_of(one.person)}：" for one in form.co_signers if one.agreed)
    dispatched = _day_of(petition, Action.DISPATCH)
    due = "" if petition.due is None or petition.state not in AT_UNIT else date_of(petition.due)
    result = "" if petition.result is None else f"{petition.result}类（{RESULTS[petition.result]}）"
    return Document(
        name=f"登记表 {petition.id}.docx",
        title=TITLE,
        paragraphs=(f"编号：{petition.id}　　打印时间：{date_of(at)}{clock_words(at.time())}",),
        rows=(
            (Cell(label="届次"), Cell(label="类别", value="" if category is None else category.topic)),
            (Cell(label="标题（案由）", value=impersonal(form.title)),),
            (Cell(label="领衔代表", value=lead), Cell(label="代表证号")),
            (Cell(label="单位及职务"), Cell(label="电话")),
            (Cell(label="通讯地址"),),
            (Cell(label="附议代表\n（签名）", value=signed_along, lines=2),),
            (
                Cell(label="来源", value=SOURCES[petition.source]),
                Cell(label="反映选民", value=f"{voters}人（应反映人要求保密）"),
            ),
            (Cell(label="情况和问题", value=impersonal(form.facts), lines=4),),
            (Cell(label="原因分析", value=impersonal(form.analysis), lines=3),),
            (Cell(label="具体建议", value=impersonal(form.proposal), lines=3),),
            (
                Cell(label="附件", value=f"{len(petition.attachments)}件" if petition.attachments else ""),
                Cell(label="建议承办单位", value=form.suggested_unit),
            ),
            (Cell(label="是否公开", value=PUBLIC[form.may_publish]), Cell(label="职权层级", value=_level(petition))),
            (Cell(label="代表签名", lines=2), Cell(label="日期", value=date_of(form.signed_at))),
            (Cell(label="主席团\n审核意见", value=f"{_opinion(petition, form)}\n{SEAL}", lines=2),),
            (Cell(label="交办去向", value=petition.unit or ""), Cell(label="交办日期", value=dispatched)),
            (Cell(label="办理期限", value=due), Cell(label="结果分类", value=result)),
            (Cell(label="办理结果", value=impersonal(petition.answer or ""), lines=2),),
            (Cell(label="代表评价", value=_rating(petition), lines=2),),
            (Cell(label="反馈选民", value=_day_of(petition, Action.SURVEY)), Cell(label="反馈方式")),
            (Cell(label="归档日期", value=_day_of(petition, Action.ARCHIVE)), Cell(label="经办人")),
        ),
        footer=FOOTER,
    )


def exported(petition: Petition) -> str:
    return f"尾号 {petition.tail} 的登记表在下面，可以打印。里面有办理信息，请不要转到群里。"


def no_form(tail: int) -> str:
    return f"尾号 {tail} 还没有登记表。要写登记表，发“转建议 {tail}”。"


def _opinion(petition: Petition, form: SuggestionForm) -> str:
    """What the presidium found: all in order, or why it went back; until then something to tick."""
    last = petition.history[-1]
    if last.action is Action.RETURN:
        return f"不符合，理由：{last.reason}"
    in_order = form.signed_at is not None and form.next_check is None
    return "符合" if in_order else TO_TICK


def _rating(petition: Petition) -> str:
    said = petition.letter
    attitude = "" if said is None else RATINGS[said.attitude]
    result = "" if said is None or said.result is None else RATINGS[said.result]
    return f"态度：{attitude}　　结果：{result}\n意见：{'' if said is None else said.reason}"


def _level(petition: Petition) -> str:
    return "" if petition.authority is None else LEVELS[petition.authority]


def _day_of(petition: Petition, action: Action) -> str:
    """When that was last done, nothing where it was not."""
    return date_of(next((step.at for step in reversed(petition.history) if step.action is action), None))


def date_of(moment: datetime | None) -> str:
    """The date with its year, nothing where there is none."""
    return "" if moment is None else f"{day_of(moment).year}年{month_day(day_of(moment))}"
