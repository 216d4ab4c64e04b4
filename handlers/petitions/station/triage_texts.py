"""What people read while a petition is sorted: the station's staff, and a voter who is led to another door."""

from typing import Final

from handlers.message import Choice
from handlers.people.rules.roster import Deputy, Station
from handlers.petitions.rules.categories import Category
from handlers.petitions.rules.petition import Authority, Petition
from handlers.petitions.rules.redirects import Redirect
from handlers.petitions.rules.showing import shown

TO_A_PERSON: Final = Choice(digit=9, label="转工作人员")
WITH_A_DEPUTY: Final = Choice(digit=1, label="请代表一起调解")

LEVELS: Final = {Authority.TOWNSHIP: "乡镇", Authority.COUNTY: "县里"}
UNSORTED: Final = "还没有定代表"


def new_petition(petition: Petition, proposed: Deputy | None, village: str) -> str:
    """The triage question to the staff on duty."""
    where = f"（{village}）" if village else ""
    return f"新诉求尾号 {petition.tail}{where}：{shown(petition)}。\n{_what_to_do(petition.tail, proposed)}"


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


def classified(tail: int, category: Category, authority: Authority | None) -> str:
    level = "" if authority is None else f"，归{LEVELS[authority]}"
    return f"尾号 {tail} 归到“{category.field}·{category.topic}”{level}。"


def redirected_noted(tail: int, kind: Redirect) -> str:
    return f"尾号 {tail} 按 {kind} 引导。"


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


def wrongly_sorted(tail: int) -> str:
    """To staff, when a voter answers a redirect with 9."""
    return f"尾号 {tail} 的选民说引导得不对，要找人工。请联系；要重新登记，发“派 {tail} 姓名”。"


def mediation_wanted(tail: int) -> str:
    """To staff, when a voter wants a deputy at the mediation."""
    return f"尾号 {tail} 的选民愿意调解，想请一位代表参加。请安排。"


def deputy_will_be_asked(phone: str) -> str:
    return f"好的，我请工作人员安排代表，定了告诉您。着急可以打 {phone}。"


def person_will_call(phone: str) -> str:
    return f"好的，我请工作人员联系您。着急可以打 {phone}。"


def no_such_deputy(words: str) -> str:
    return f"没找到代表“{words}”，请写全姓名。本站代表发“代表”看。"


def door(kind: Redirect, station: Station) -> str:
    """MSG-R1 to MSG-R6. A local door whose telephone and address are not known is named without them."""
    return _DOORS[kind].format(
        county=station.county,
        township=station.township,
    )


_DOORS: Final = {
    Redirect.JUDICIAL: (
        "您好，您说的这件事已经在法院（公安、检察院）的程序里，代表和联络站按规定不能插手办案。\n"
        "您可以这样找：\n"
        "1 问案件进度：法院 12368\n"
        "2 对办案有意见：检察院 12309\n"
        "3 请律师、法律援助：12348（免费咨询）\n"
        "有些事有时间限制，请尽快问。\n"
        "如果我理解错了，请回 9，我转工作人员。"
    ),
    Redirect.ACCUSATION: (
        "您好，反映公职人员的问题，要由纪委监委来受理，这样才有法律效力，也能保护您。\n"
        "请打 12388，或到{county}纪委监委信访室。\n"
        "反映民警的问题打 12389。\n"
        "为了保护您，请不要在群里说姓名和细节。您刚才发给我的内容我没有保存。"
    ),
    Redirect.STATUTORY_PROCEDURE: (
        "您好，这件事法律规定了专门的办理办法：\n"
        "·劳动工资、工伤：劳动仲裁，或打 12333\n"
        "·对罚款、处理决定不服：{county}司法局行政复议窗口\n"
        "·想看政府文件：向该单位申请信息公开\n"
        "都有时间限制，请尽快去。要带身份证和有关材料。\n"
        "不知道走哪一条，请回 9。"
    ),
    Redirect.XINFANG: (
        "您好，这件事已经在信访渠道办理，联络站不能重复受理，也不能改变已有的意见。\n"
        "查进度、提意见请到：{township}信访接待室。\n"
        "您对我们镇里的工作有新的意见建议，随时告诉我，我照样给您登记。"
    ),
    Redirect.SECRET_PRIVATE: (
        "您好，这条消息里有别人的个人信息（或不便公开的内容），为了大家安全，请您先在群里撤回。\n"
        "事情还是可以说的：请回 9，工作人员单独和您联系。"
    ),
    Redirect.PRIVATE_DISPUTE: (
        "您好，家里和邻里、钱款合同上的事，最好坐下来调解，不收费：\n"
        "村（社区）人民调解委员会。\n"
        "也可以打 12348 问律师。\n"
        "如果您愿意，可以请一位代表一起参加调解，请回 1。"
    ),
}
DOOR_CHOICES: Final = {
    Redirect.JUDICIAL: (TO_A_PERSON,),
    Redirect.ACCUSATION: (TO_A_PERSON,),
    Redirect.STATUTORY_PROCEDURE: (TO_A_PERSON,),
    Redirect.XINFANG: (TO_A_PERSON,),
    Redirect.SECRET_PRIVATE: (TO_A_PERSON,),
    Redirect.PRIVATE_DISPUTE: (WITH_A_DEPUTY, TO_A_PERSON),
}
