"""What a voter reads from the first word to the number, and about what is missing (domain §5.2, §5.3)."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from handlers.message import Choice
from handlers.people.rules.roster import Deputy, Station
from handlers.petitions.rules.petition import Petition
from handlers.words import Plain

CONSENT_CHOICES: Final = (
    Choice(digit=1, label="同意", plain=Plain.SURE, also=("可以", "行", "愿意", "同意登记")),
    Choice(digit=2, label="不留名字", also=("不留名", "匿名", "不要名字", "别留名字")),
    Choice(digit=3, label="不登记", also=("不要登记", "不用登记", "别登记", "不登记了")),
)
DRAFT_CHOICES: Final = (
    Choice(digit=1, label="要登记", plain=Plain.YES, also=("登记", "要登记")),
    Choice(digit=2, label="只是聊聊", plain=Plain.NO_THANKS, also=("聊聊", "随便聊聊", "不登记")),
)


def privacy_notice(station: Station) -> str:
    """MSG-P1."""
    return (
        f"小助手说明：您@我或同意登记的内容，会记下用来办事，由{station.name}保管，不在群里公布您的姓名电话。"
        "想看、想改、想删，发“我的信息”。全文发“隐私”。"
    )


CONSENT: Final = (
    "要登记您这件事，需要记下您的联系方式，只给您的代表和工作人员看。\n同意请回 1；不留名字请回 2；不登记请回 3。"
)
"""MSG-P3."""
CONSENT_AGAIN: Final = f"隐私说明改过了，全文发“隐私”。再问您一次：\n{CONSENT}"


SHARING_CHOICES: Final = (
    Choice(digit=1, label="给代表和单位看", plain=Plain.SURE, also=("给代表看", "给单位看", "都可以看")),
    Choice(digit=2, label="只给工作人员看", also=("只给工作人员", "给工作人员看", "不同意")),
    Choice(digit=3, label="不留", also=("不要留", "别留", "删", "删掉", "删了")),
)
SHARING: Final = (
    "您说的内容涉及身体、家境或孩子的情况。不是必须的，建议不发。\n"
    "同意给您的代表和办理单位看，请回 1；只给工作人员看，请回 2；不留请回 3，我马上删。"
)
"""After MSG-P4."""


def ask_to_register(petition: Petition, deputy: Deputy | None) -> str:
    """MSG-D1."""
    return f"您说的“{petition.summary}”，要登记给{whom(deputy)}吗？要登记回 1，只是聊聊回 2。"


def ask_to_register_too(petition: Petition) -> str:
    """MSG-D1 where others have told the same."""
    return f"您说的“{petition.summary}”，已有乡亲反映过。您也遇到了，要一起登记回 1，只是聊聊回 2。"


def ask_to_register_this(deputy: Deputy | None) -> str:
    """MSG-D1 where the words cannot be said again."""
    return f"您刚才说的，要登记给{whom(deputy)}吗？要登记回 1，只是聊聊回 2。"


def registered_in_group(tail: int) -> str:
    """MSG-D2."""
    return f"收到，已登记，尾号 {tail}。进展我单独告诉您。"


def registered_together(tails: Sequence[int]) -> str:
    """MSG-D2 to several at once; the tails rise."""
    return f"收到，{len(tails)}件都已登记，尾号 {'、'.join(_runs(tails))}。进展我单独告诉各位。"


def _runs(tails: Sequence[int]) -> Iterator[str]:
    """Name numbers that follow one another by the first and the last."""
    for _, run in groupby(enumerate(tails), key=lambda placed: placed[1] - placed[0]):
        first, *others = [tail for _, tail in run]
        yield f"{first}–{others[-1]}" if others else str(first)


def entered(tail: int) -> str:
    """MSG-D2 to a deputy or member of staff who entered what somebody else had said."""
    return f"收到，已登记，尾号 {tail}。"


def receipt(petition: Petition, next_step: str) -> str:
    """MSG-D3; a line whose fact is not known is left out."""
    return "\n".join(
        (
            "您好，您反映的事已登记：",
            f"编号 {petition.id}",
            f"事情：{petition.summary}",
            *(() if petition.place is None else (f"地点：{petition.place}",)),
            next_step,
            f"查进度发“进度 {petition.tail}”。说错了发“补充 {petition.tail} 加内容”。",
        )
    )


def looked_at_by(deputy: Deputy | None, days: int) -> str:
    """The receipt's line on who comes next, and within how many working days."""
    return f"下一步：{whom(deputy)}{days}个工作日内看。"


def at_night(tail: int) -> str:
    """MSG-X8."""
    return f"现在是休息时间，您的话我已记下（尾号 {tail}），明早给工作人员看。急事打 110、119、120。"


NAMELESS: Final = "您没有留名字，我可能没办法追问，也不一定能单独答复您。"


def whom(deputy: Deputy | None) -> str:
    """Return the deputy as voters know one, or the staff where none is at hand."""
    return "工作人员" if deputy is None else f"{deputy.surname}代表"


def same_here(tail: int) -> str:
    """The speaker's own matter, where it is said to be the same as another's."""
    return f"我也遇到尾号 {tail} 的事"


def same_here_about(tail: int, facts: Sequence[str]) -> str:
    """The same with what it is about, so that it can be read where the other is gone."""
    return f"{same_here(tail)}（{'，'.join(facts)}）" if facts else same_here(tail)


def already_registered(tail: int) -> str:
    """MSG-X5."""
    return f"这件事我已经记了，尾号 {tail}，不用再发。"


NOT_REGISTERED: Final = "好的，没有登记，您的话我没有留。以后有事随时跟我说。"
SPEAKER_ASKED: Final = "好的，我单独问一下这位乡亲，同意了就登记。"


def ask_quoted_speaker(petition: Petition, who: str) -> str:
    """Ask the one who was quoted whether the words may be registered."""
    return f"{who}想把您说的“{petition.summary}”登记下来，好跟着办。要登记回 1，不用回 2。"


# --- several messages, several matters ---

SPLIT_CHOICES: Final = (
    Choice(digit=1, label="分开", plain=Plain.SURE, also=("分开办", "分开登记")),
    Choice(digit=2, label="合并", plain=Plain.NO, also=("合在一起", "一起办", "不分", "不用分", "一件事")),
)
NOT_KEPT_EITHER: Final = (
    "这几句我也没有保存。请直接打 12388，由纪委监委受理，也能保护您。\n"
    "要是另外一件事，请前面加“诉求”再说一遍，例如：诉求 村口路灯不亮。"
)
SAY_IT_ALONE: Final = "要是还有别的事，请单独再说一遍，我照样登记。"
PICTURE_JOINED: Final = "收到，和您刚才说的放在一起。"


def joined(before: str, after: str) -> str:
    """Return two messages of one speaker as one text."""
    return f"{before}，{after}"


def ask_to_split(parts: Sequence[str]) -> str:
    """MSG-D10, as a question: nothing is split without consent."""
    listed = "；".join(f"{number}. {part}" for number, part in enumerate(parts, start=1))
    return f"您说了{len(parts)}件事，我分成{len(parts)}个号：{listed}。对请回 1，不对请回“合并”。"


def offer_withdrawal(tail: int) -> str:
    """Said with what was registered without being asked for."""
    return f"不想登记，发“撤回 {tail}”。"


# --- missing details ---

PLACE: Final = "请问在哪里？说村名和附近的标志就行，例如“李村小学门口”。也可以发定位。"
"""MSG-D4."""
SINCE: Final = "请问是什么时候开始的？例如“昨天晚上”“三天了”。"
"""MSG-D5."""
NOTED: Final = "好的，都记下了。有进展我告诉您。"
NOT_NAMED: Final = "好的，不留名字，照样办。有进展我告诉您。"
NO_MATTER: Final = "没关系，我先按现有内容转给代表。想起来了随时补充。"
WHAT_IS_IT: Final = "收到。请再说一句：是什么事，在哪里？我好一起登记。"
