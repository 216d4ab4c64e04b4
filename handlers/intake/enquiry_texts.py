"""What people read about questions that are no matters: who answers, and the answer (domain §3.6, §5.12)."""

from collections.abc import Iterable
from typing import Final

from handlers.message import Choice
from handlers.people import door_texts
from handlers.people.rules.roster import Door
from handlers.words import Plain

CHOICES: Final = (
    Choice(digit=1, label="转为意见", plain=Plain.SURE, also=("要", "要的", "转", "转成意见", "登记")),
    Choice(digit=2, label="只是问问", plain=Plain.NO_THANKS, also=("问问", "就问问", "随便问问")),
)
IN_PRIVATE: Final = "私聊"


def handed_on(when: str, phone: str) -> str:
    """After MSG-X9: a person answers; what is only asked is not registered unless wanted."""
    return f"您问的我转给工作人员，会在{when}答复您。现在着急可以打 {phone}。\n要转为意见登记下来吗？要回 1，只是问问回 2。"


def appointment(wish: str) -> str:
    """Return what is asked, as staff and speaker read it again with the answer."""
    return f"预约见代表：{wish}"


def appointment_asked(when: str, phone: str) -> str:
    return f"收到，您想预约见代表。工作人员在{when}告诉您时间、地点、见哪位代表。着急可以打 {phone}。"


def appointment_for_staff(number: int, wish: str) -> str:
    """Ask staff for a time, with what to type."""
    return f"【预约 {number}】有位乡亲想见代表：{wish}\n和代表定好后，请发“答问 {number} 10月23日上午9点到站里，张明远代表等您”，我转告本人。"


def by_list(doors: Iterable[Door]) -> list[str]:
    """Answer from the station's list of offices."""
    return [*(line for one in doors for line in door_texts.door(one)), "没说到点上，请回 9，我转工作人员。"]


def waits(phone: str) -> str:
    """Tell that an answer still comes, though nothing is registered."""
    return f"好的，不登记，等工作人员答复您。着急可以打 {phone}。"


def for_staff(number: int, words: str, group: str | None) -> str:
    """Hand a question to staff, with what to type."""
    return f"【咨询 {number}】{group or IN_PRIVATE} 有人问：{words}\n请发“答问 {number}”加您的答复，我转告本人。"


def answered(words: str, answer: str, phone: str) -> str:
    """Bring the answer to whoever asked."""
    return f"您问的“{words}”，工作人员答复：{answer}\n还有不明白的，再跟我说，或打 {phone}。"


def answered_noted(number: int) -> str:
    return f"咨询 {number} 的答复已转告本人。"


def overdue(number: int, words: str) -> str:
    """Tell the head that nobody has kept what was promised."""
    return f"【咨询超时】咨询 {number} 还没有人答复：{words}\n请过问。答复发“答问 {number}”加要说的话。"


def given_up(words: str, phone: str) -> str:
    """Tell whoever asked that nobody has answered."""
    return f"对不起，您问的“{words}”还没有人答上来。请直接打 {phone}，或打 12345。"


def no_such_enquiry(number: int) -> str:
    return f"没有等着答复的咨询 {number}，可能已经答复过。"
