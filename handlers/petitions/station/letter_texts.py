"""What is read of a deputy's rating of the unit's letter (domain §3.3, §5.5 MSG-T7)."""

from datetime import date
from typing import Final

from handlers.dates.texts import day_words
from handlers.message import Choice
from handlers.people.rules.roster import Limits
from handlers.petitions.rules.petition import LetterRating, Petition, Rating, Track
from handlers.petitions.rules.showing import impersonal
from handlers.petitions.texts import RATINGS, day, handled_again_within

CHOICES: Final = tuple(Choice(digit=digit, label=RATINGS[one]) for digit, one in enumerate(Rating, start=1))
ASKED: Final = "满意回 1，基本满意回 2，不满意回 3。"
ASK_RESULT: Final = f"记下了。办理结果呢？{ASKED}"
ASK_REASON: Final = "哪里不满意？请说一句，我转给办理的单位。"


def please_rate(petition: Petition, until: date) -> str:
    """MSG-T7, the first of its two questions."""
    title = impersonal(petition.summary if petition.form is None else petition.form.title)
    return f"《关于{title}的答复》请您评价，{day_words(until)}前。先说办理态度：{ASKED}"


def rated(tail: int) -> str:
    return f"谢谢，尾号 {tail} 答复的评价记下了。"


def rated_again(petition: Petition, limits: Limits) -> str:
    """To the deputy: what follows from the result not being good enough."""
    return f"记下了，尾号 {petition.tail} 重新办，{handled_again_within(Track.SUGGESTION, limits)}内再答复。"


def rated_for_staff(petition: Petition, letter: LetterRating, name: str) -> str:
    result = "" if letter.result is None else f"，结果{RATINGS[letter.result]}"
    reason = f"：{letter.reason}" if letter.reason else ""
    return f"尾号 {petition.tail} {name}代表评价答复：态度{RATINGS[letter.attitude]}{result}{reason}。"


def confer_instead(tail: int) -> str:
    """To staff, below the rating: it was handled again before."""
    return f"这件已经重新办过一次，要不要会商请站长定，发“会商 {tail} 时间”。"


def again_for_voter(petition: Petition, surname: str, limits: Limits) -> str:
    within = handled_again_within(Track.SUGGESTION, limits)
    return f"尾号 {petition.tail}：{surname}代表看了答复不满意，重新办，{within}内再答复。"


def again_for_unit(petition: Petition, reason: str) -> str:
    until = "" if petition.due is None else f"，{day(petition.due)}前再答复"
    return f"尾号 {petition.tail} 代表对答复不满意，重新办理{until}：{reason}"


def no_letter(tail: int) -> str:
    return f"尾号 {tail} 现在没有要您评价的答复。"
