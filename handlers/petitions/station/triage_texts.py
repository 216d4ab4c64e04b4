"""What people read while a petition is sorted: the station's staff, and its voter."""

from collections.abc import Sequence
from typing import Final

from handlers.message import Choice
from handlers.people.rules.roster import Deputy
from handlers.petitions.rules.categories import Category
from handlers.petitions.rules.petition import Authority, Petition
from handlers.petitions.rules.showing import shown

LEVELS: Final = {Authority.TOWNSHIP: "乡镇", Authority.COUNTY: "县里"}
UNSORTED: Final = "还没有定代表"


def new_petition(petition: Petition, proposed: Deputy | None, village: str) -> str:
    """The triage question to the staff on duty."""
    where = f"（{village}）" if village else ""
    return f"新诉求尾号 {petition.tail}{where}：{shown(petition)}。\n{_what_to_do(petition.tail, proposed)}"


def complaint(petition: Petition) -> str:
    """To the presidium or the county office alone: a complaint about the station's own people."""
    return (
        f"尾号 {petition.tail}（只发给您，请不要转）：有选民对站里的代表或工作人员有意见：{shown(petition)}。\n"
        f"请亲自了解，办完发“答复 {petition.tail} 加内容”。"
    )


def may_be_shared(petition: Petition, proposed: Deputy | None) -> str:
    """The question about what its voter did not want to be passed on before."""
    return f"尾号 {petition.tail} 选民同意给代表和办理单位看了。\n{_what_to_do(petition.tail, proposed)}"


def kept_from(tail: int, names: Sequence[str]) -> str:
    return f"尾号 {tail} 已回避：{'、'.join(names)}看不到这件事了。"


def needs_another(petition: Petition, names: Sequence[str]) -> str:
    """The question who is to have what its deputy may not handle."""
    return f"尾号 {petition.tail} 要回避{'、'.join(names)}：{shown(petition)}。\n{_what_to_do(petition.tail, None)}"


def not_mine(petition: Petition, surname: str, words: str, proposed: Deputy | None) -> str:
    """The question who else is to have a petition that its deputy passed on."""
    reason = f"：{words}" if words else ""
    return f"{surname}代表说尾号 {petition.tail} 不是本选区的{reason}。\n{_what_to_do(petition.tail, proposed)}"


def without_deputy(petition: Petition) -> str:
    """The question who is to have a petition whose voter answered no more."""
    return f"尾号 {petition.tail} 选民没有再补充：{shown(petition)}。\n{_what_to_do(petition.tail, None)}"


def give_to(proposed: Deputy) -> Choice:
    return Choice(digit=1, label=f"派给{proposed.name}代表")


def _what_to_do(tail: int, proposed: Deputy | None) -> str:
    by_digit = "" if proposed is None else f"派给{proposed.name}代表回 1。"
    return f"{by_digit}要派人发“派 {tail} 姓名”，别的：分类、引导、补问、不登记，都带尾号。"


def assigned(tail: int, name: str) -> str:
    return f"尾号 {tail} 已派给{name}代表。"


def given_to_another(tail: int, name: str) -> str:
    """To the deputy who had it."""
    return f"尾号 {tail} 已改派给{name}代表，您不用再管这一件。"


def classified(tail: int, category: Category, authority: Authority | None) -> str:
    level = "" if authority is None else f"，归{LEVELS[authority]}"
    office = category.usual_office(authority)
    usual = f"，一般归{office}管" if office else ""
    return f"尾号 {tail} 归到“{category.field}·{category.topic}”{level}{usual}。"


def declined(tail: int, reason: str, phone: str) -> str:
    """MSG-S13."""
    return f"尾号 {tail} 没有继续办：{reason}。有新情况请再说，或打 {phone}。"


def declined_noted(tail: int) -> str:
    return f"尾号 {tail} 不登记。"


def ask_back(tail: int, question: str) -> str:
    """One question to the voter."""
    return f"尾号 {tail} 还想问您一句：{question}"


def asked_back_noted(petition: Petition) -> str:
    if petition.voter is None:
        return f"尾号 {petition.tail} 的选民没有账号，请您打电话问。"
    return f"尾号 {petition.tail} 已去问选民，答了我告诉您。"


def supplied(tail: int) -> str:
    return f"好的，尾号 {tail} 补上了。"


def voter_supplied(petition: Petition, words: str, proposed: Deputy | None) -> str:
    """The triage question, asked again with what the voter added."""
    return f"尾号 {petition.tail} 选民补充：{shown(petition, words)}\n{_what_to_do(petition.tail, proposed)}"


def no_such_deputy(words: str) -> str:
    return f"没找到代表“{words}”，请写全姓名。本站代表发“代表”看。"
