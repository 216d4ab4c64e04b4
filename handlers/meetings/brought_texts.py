"""What people read of what a reception brings: as it is entered and counted, and what became of it (MSG-J9, J10)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from handlers.dates.texts import day_words, month_day
from handlers.meetings.matters import Brought
from handlers.meetings.reception_day import Held
from handlers.meetings.rules.records import Counts
from handlers.meetings.texts import names_of, places_of
from handlers.message import Choice
from handlers.petitions.rules.petition import State
from handlers.words import Plain

COUNTS_CHOICES: Final = (Choice(digit=1, label="对", plain=Plain.SURE, also=("对着呢",)),)
THREE_NUMBERS: Final = "来了几人、记了几件、当场答复几件"
NUMBERS: Final = "5 3 1"

OUTCOMES: Final[Mapping[str, Sequence[State]]] = {
    "办结了": (State.CLOSED, State.ARCHIVED),
    "答复了": (State.ANSWERED_ON_SPOT, State.REPLIED, State.SURVEYING),
    "告诉了去处": (State.REDIRECTED,),
    "正在办": (State.IN_PROGRESS, State.EXTENDED, State.REOPENED, State.CONFERRED),
    "列入了计划": (State.PLANNED,),
    "交给单位了": (State.DISPATCHED,),
    "报上去了": (State.SUBMITTED, State.ESCALATED),
    "转给代表了": (State.TRIAGED, State.RETURNED_TO_DEPUTY),
    "工作人员在处理": (State.EMERGENCY, State.PRIVATE_HUMAN),
    "还在定由谁办": (State.DRAFT, State.REGISTERED, State.NEED_INFO, State.SENT_BACK),
    "和别的事一起办": (State.MERGED,),
    "撤回了": (State.WITHDRAWN,),
    "没有登记": (State.DECLINED,),
}
"""What is true of a matter in each state, in words that name neither it nor anybody."""


# --- to staff ---


def ask_who_came(begun: Sequence[tuple[Held, str]]) -> str:
    """Tell staff, as receptions begin, how to enter who came and what is told; each with the place to be named."""
    came = "，".join(
        f"{place if len(begun) > 1 else ''}发“到场 {_first(place)}{names_of(day).replace('、', ' ')}”"
        for day, place in begun
    )
    days, places = zip(*begun, strict=True)
    return f"{_which(days)}的接待开始了。代表到了，{came}。\n来人反映的事，用他的原话发：“{_entering(places[0])}”。"


def ask_counts(ended: Sequence[tuple[Held, Counts | None, str]]) -> str:
    """Ask what receptions brought, or whether what was entered is all; each with the place to be named."""
    which = _which([day for day, _, _ in ended])
    if len(ended) == 1:
        ((_, known, place),) = ended
        return f"{which}的接待结束了，{_asked_of_one(known, place, f'{THREE_NUMBERS}？')}"
    lines = (f"{place}：{_asked_of_one(known, place, '请发三个数，')}" for _, known, place in ended)
    return "\n".join((f"{which}的接待结束了，{THREE_NUMBERS}？请一处一处告诉我。", *lines))


def _asked_of_one(known: Counts | None, place: str, asked: str) -> str:
    numbers = f"{_first(place)}{NUMBERS}"
    if known is None:
        return f"{asked}例如：{numbers}"
    agree = f"发“{place} 对”" if place else "回 1"
    return (
        f"我这里记着来了{known.people}人、记了{known.matters}件、"
        f"当场答复{known.answered}件。对就{agree}；不对请发三个数，例如：{numbers}"
    )


def not_three_numbers(place: str) -> str:
    return f"请发三个数：{THREE_NUMBERS}。例如：{_first(place)}{NUMBERS}"


def not_possible(counts: Counts, entered: int, place: str) -> str:
    """Say which of the numbers cannot be."""
    if counts.answered > counts.matters:
        wrong = f"当场答复{counts.answered}件，比记的{counts.matters}件还多"
    else:
        wrong = f"来了0人，却记了{max(counts.matters, entered)}件"
    return f"{wrong}，请再看看。{not_three_numbers(place)}"


def which_place(places: Sequence[str]) -> str:
    """Ask which of several receptions the numbers are of."""
    return f"有{len(places)}处接待等着报数，请先写地方，例如“{places[0]} {NUMBERS}”。有：{'、'.join(places)}。"


def counts_noted(day: Held, counts: Counts, place: str, *, told: bool) -> str:
    """Confirm the numbers; what nobody has entered yet has no number, and is asked for."""
    where = "已告诉群里" if told else "只留档，不再发群里"
    text = f"记下了{f'，{place}' if place else ''}：来{counts.people}人，记{counts.matters}件，当场{counts.answered}件，{where}。"
    entered = len(day.kept.received)
    if counts.matters > entered:
        text += f"\n还有{counts.matters - entered}件没登记，没有编号。请用来人的原话一件一件发：“{_entering(place)}”。"
    elif counts.matters < entered:
        text += f"\n登记了{entered}件，比报的多，接待记录里两个数都写。"
    return text


def _entering(place: str) -> str:
    return f"接访 {_first(place)}2人 李村小学门口路灯不亮"


def _first(place: str) -> str:
    return f"{place} " if place else ""


def _which(days: Sequence[Held]) -> str:
    """Return the date and the places, for several may receive on one day."""
    return f"{month_day(days[0].date)}{places_of(days)}"


# --- to the groups ---


def ended(brought: Brought, following: date | None) -> str:
    """MSG-J9, or MSG-J10 where nobody came; only what was entered is said to have a number."""
    counts = brought.counts
    if counts.people == 0:
        then = "" if following is None else f"，下次接待{day_words(following)}"
        return f"今天没有乡亲来。有事随时@我{then}。"
    text = f"今天接待{counts.people}位乡亲，记下{counts.matters}件，当场答复{counts.answered}件"
    rest = counts.matters - counts.answered
    if counts.matters <= brought.entered.matters and brought.redirected <= rest:
        rest -= brought.redirected
        text += (f"，告诉去处{brought.redirected}件" if brought.redirected else "") + (
            "，其余已编号去办" if rest else ""
        )
    return f"{text}。谢谢大家。"


def outcome(on: date, states: Iterable[State]) -> str:
    """Tell the groups, a week later, how far the matters of a reception are; no names, no matters."""
    words = {state: said for said, of_it in OUTCOMES.items() for state in of_it}
    counted = Counter(words[state] for state in states)
    listed = "，".join(f"{counted[said]}件{said}" for said in OUTCOMES if counted[said])
    return f"{month_day(on)}接待时大家说的事：{listed}。谢谢大家。"
