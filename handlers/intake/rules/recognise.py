"""Whether plain speech is a petition, about what, and whether it belongs to another channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers.intake.rules import model as lanes
from handlers.intake.rules.features import Features, features
from handlers.intake.rules.model import Model, probability, shipped
from handlers.intake.rules.topics import FIFTEEN_CLASSES, SEVEN_CLASSES, category


class Decision(StrEnum):
    """What to do with what was said: register it, ask the speaker first, or let it be."""

    REGISTER = "register"
    ASK = "ask"
    NO = "no"


class SpeechKind(StrEnum):
    """The kind of speech, kept beside the topic (domain 9)."""

    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION_IDEA = "suggestion_idea"
    ENQUIRY = "enquiry"
    THANKS = "thanks"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which probability on a text is registered, and from which its speaker is asked.

    Asking costs one digit, ignoring costs trust: the band in which the speaker is asked is wide.
    """

    registers_from: float = 0.75
    asks_from: float = 0.25

    def decide(self, probability: float) -> Decision:
        """Return what a text is worth that is a petition with that *probability*."""
        if probability >= self.registers_from:
            return Decision.REGISTER
        return Decision.ASK if probability >= self.asks_from else Decision.NO


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text was taken for.

    *category* is a code of domain 9; *redirect* is one of domain 3.7 that the whole
    sentence speaks for, beside the words that are signs of one.
    """

    petition: bool
    probability: float
    decision: Decision
    kind: SpeechKind
    category: str
    group7: str
    group15: str
    redirect: str | None


DEFAULT: Final = Thresholds()
_SEVEN: Final = {lanes.SEVEN + name: name for name in SEVEN_CLASSES}
_FIFTEEN: Final = {lanes.FIFTEEN + name: name for name in FIFTEEN_CLASSES}
# Where precision and recall balance on texts that no weights were fitted to.
_PETITION_FROM: Final = 0.4
_REDIRECT_FROM: Final = 0.35
_ENQUIRY_FROM: Final = 0.5
_KINDS_BY_WORDS: Final = (SpeechKind.COMPLAINT, SpeechKind.REPORT, SpeechKind.SUGGESTION_IDEA)
_THANKS, _NOTICE = "thanks", "notice"


def recognise(text: str, detail: str = "", *, thresholds: Thresholds = DEFAULT, model: Model | None = None) -> Reading:
    """Return what *text*, mentions of the bot taken out before, is taken for; *detail* is the body under a title."""
    said = features(text)
    answers = (model or shipped()).answers(said.rows, features(detail).rows if detail else ())
    return reading_of(said, answers, thresholds)


def reading_of(said: Features, answers: Mapping[str, float], thresholds: Thresholds = DEFAULT) -> Reading:
    """Return what a text is taken for that bears *said* and has these *answers* of a model."""
    likely = probability(answers[lanes.PETITION])
    decision = thresholds.decide(likely)
    return Reading(
        petition=likely >= _PETITION_FROM,
        probability=likely,
        decision=decision,
        kind=_kind(said, answers, decision),
        category=category(said.lists, {name: answers[lane] for lane, name in _FIFTEEN.items()}),
        group7=_SEVEN[max(_SEVEN, key=answers.__getitem__)],
        group15=_FIFTEEN[max(_FIFTEEN, key=answers.__getitem__)],
        redirect=_redirect(answers),
    )


def _kind(said: Features, answers: Mapping[str, float], decision: Decision) -> SpeechKind:
    if decision is not Decision.REGISTER and probability(answers[lanes.ENQUIRY]) >= _ENQUIRY_FROM:
        return SpeechKind.ENQUIRY
    if probability(answers[lanes.PETITION]) < _PETITION_FROM:
        thanks = _THANKS in said.lists and _NOTICE not in said.lists
        return SpeechKind.THANKS if thanks else SpeechKind.OTHER
    return next((kind for kind in _KINDS_BY_WORDS if kind in said.lists), SpeechKind.HELP)


def _redirect(answers: Mapping[str, float]) -> str | None:
    likeliest = max(lanes.REDIRECTS, key=answers.__getitem__)
    return likeliest if probability(answers[likeliest]) >= _REDIRECT_FROM else None
