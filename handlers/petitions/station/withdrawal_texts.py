"""What is read of a suggestion its lead deputy withdraws in writing, and the paper itself (domain §3.2, §3.6)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from handlers.document import Cell, Document
from handlers.message import Choice
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.showing import impersonal
from handlers.petitions.station.form_texts import FOOTER, SEAL, date_of

TITLE: Final = "撤回代表建议申请"
KEEP_CHOICES: Final = (Choice(digit=2, label="不撤回", also=("不撤", "不撤了", "先不撤", "接着办")),)


def why(tail: int, congress: str) -> str:
    """Ask for the reason: a suggestion is withdrawn in writing, not by a digit."""
    return f"撤回代表建议要书面提出。尾号 {tail} 请写明理由，我写成申请报{congress}，办理就此停止。不撤回回 2。"


def without_private_matters(tail: int) -> str:
    """Ask once more: the reason will be read by the voter, by the office and on paper."""
    return f"理由要写进申请，也会告诉选民和办理单位。请去掉身体、家境、孩子等别人的情况，再写一遍尾号 {tail} 的理由。不撤回回 2。"


def withdrawn(tail: int) -> str:
    return f"尾号 {tail} 已按您的书面申请撤回，不再办理。申请在下面，请签名交主席团。"


def withdrawn_for_voter(petition: Petition, surname: str, reason: str, phone: str) -> str:
    return (
        f"尾号 {petition.tail}：{surname}代表书面撤回了这件代表建议，理由：{impersonal(reason)}\n"
        f"您还想办，或有新情况，请再跟我说，我照样登记。也可以打 {phone}。"
    )


def withdrawn_for_station(tail: int, name: str, reason: str) -> str:
    return f"尾号 {tail} {name}代表书面撤回，不用再办了：{impersonal(reason)}"


def paper(
    petition: Petition, name: str, reason: str, co_signers: Sequence[str], congress: str, at: datetime
) -> Document:
    """Return the application to be signed by hand."""
    title = petition.summary if petition.form is None else petition.form.title
    return Document(
        name=f"撤回申请 {petition.id}.docx",
        title=TITLE,
        paragraphs=(f"{congress}主席团：", "根据代表建议办理的规定，现申请撤回下面这件建议。"),
        rows=(
            (Cell(label="编号", value=petition.id), Cell(label="领衔代表", value=name)),
            (Cell(label="标题（案由）", value=impersonal(title)),),
            (Cell(label="撤回理由", value=impersonal(reason), lines=6),),
            (Cell(label="附议代表\n（签名）", value="\n".join(f"{one}：" for one in co_signers), lines=2),),
            (Cell(label="代表签名", lines=2), Cell(label="日期", value=date_of(at))),
            (Cell(label="主席团意见", value=SEAL, lines=3),),
        ),
        footer=FOOTER,
    )
