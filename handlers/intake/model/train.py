"""Fits the shipped weights to labelled texts: `python -m handlers.intake.model.train FOLDER`.

FOLDER holds detect_train.jsonl, topic_train.jsonl and flags_train.jsonl, one labelled text a line. The sentences of
this folder are learned with them; those of development.jsonl never are, they judge what was learned.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Any, Final

from handlers.intake.rules import model as lanes
from handlers.intake.rules.features import ROWS, RUNS, features
from handlers.intake.rules.fitting import Example, Weights, fitted
from handlers.intake.rules.model import packed, written
from handlers.intake.rules.topics import FIFTEEN_CLASSES, SEVEN_CLASSES

HERE: Final = Path(__file__).parent
NOTHING: Final = Weights(rows=[0.0] * ROWS, bias=0.0)
# A word list speaks for all its words; a run of characters may be chance. Of what is a topic the runs tell more.
READINESS: Final = Weights(rows=[1.0] * RUNS + [9.0] * (ROWS - RUNS), bias=1.0)
TOPIC_READINESS: Final = Weights(rows=[1.0] * RUNS + [1.5] * (ROWS - RUNS), bias=1.0)
FOLDS: Final = 3
Row = dict[str, Any]

# Messages of a group are what is read in earnest, and the rarest: each counts for several titles of a message board.
CHAT: Final = 6.0
OWN: Final = 4.0
OWN_TOPIC: Final = 6.0
OWN_TALK: Final = 8.0
DETECT_COST: Final = 0.6
TOPIC_COST: Final = 2.0
FLAG_COST: Final = 0.3
# Few are urgent, and to pass over one costs more.
URGENT_COST: Final = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text, perhaps with its body, that answers some questions; each answer with the cost of getting it wrong."""

    texts: Sequence[Sequence[int]]
    answers: dict[str, bool]
    cost: float


def rows_of(path: Path) -> list[Row]:
    """Return the lines of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def one_of(names: Sequence[str], head: str, right: str) -> dict[str, bool]:
    """Return the answers of the lanes of a choice."""
    return {head + name: name == right for name in names}


def detection(folder: Path) -> Iterator[Labelled]:
    """Yield the texts that are petitions or not."""
    for row in rows_of(folder / "detect_train.jsonl"):
        answers = {
            lanes.PETITION: bool(row["label"]),
            lanes.ENQUIRY: row["subtype"] == "policy_q",
        }
        chat = row["style"] == "group-chat"
        yield Labelled(texts=[features(row["text"]).rows], answers=answers, cost=DETECT_COST * (CHAT if chat else 1.0))


def topics(folder: Path) -> Iterator[Labelled]:
    """Yield the titles with their classes; for the seven classes also with the bodies under them."""
    for row in rows_of(folder / "topic_train.jsonl"):
        segmented = row["author"] == "real-segmented"
        title, body = (part.replace(" ", "") if segmented else part for part in (row["text"], row["detail"] or ""))
        chat = row["author"] == "handwritten"
        share = CHAT if chat else 0.1 if row["scheme"] == "7" else 1.5
        rows = features(title).rows
        yield Labelled(texts=[rows], answers=one_of(FIFTEEN_CLASSES, lanes.FIFTEEN, row["label"]), cost=0.2 * share)
        if row["label"] in SEVEN_CLASSES and not chat:
            texts = [rows, features(body).rows] if body else [rows]
            share = 1.0 if row["scheme"] == "7" else 0.5
            answers = one_of(SEVEN_CLASSES, lanes.SEVEN, row["label"])
            yield Labelled(texts=texts, answers=answers, cost=TOPIC_COST * share)


def flags(folder: Path) -> Iterator[Labelled]:
    """Yield the texts that are urgent or belong to another channel, or do not."""
    channels = {"litigation": "R1", "crime": "R1", "discipline": "R2", "labor": "R3", "private": "R6"}
    for row in rows_of(folder / "flags_train.jsonl"):
        answers = one_of(lanes.REDIRECTS, "", channels.get(row["redirect"], ""))
        answers[lanes.URGENT] = bool(row["urgent"])
        cost = FLAG_COST * (2.0 if row["author"] == "handwritten" else 1.0)
        bodies = [row["detail"]] if row["detail"] else []
        texts = [features(text).rows for text in (row["text"], *bodies)]
        yield Labelled(texts=texts, answers=answers, cost=cost)


def own() -> Iterator[Labelled]:
    """Yield the sentences of this folder.

    Those of matters.jsonl tell what a matter is, not whether it is one: no chatter stands against them.
    """
    sentences = rows_of(HERE / "sentences.jsonl")
    for row in sentences:
        petition = row["petition"]
        answers = {
            lanes.PETITION: petition,
            lanes.ENQUIRY: row["kind"] == "enquiry",
        }
        cost = DETECT_COST * (OWN if petition else OWN_TALK)
        yield Labelled(texts=[features(row["text"]).rows], answers=answers, cost=cost)
    for row in (*sentences, *rows_of(HERE / "matters.jsonl")):
        texts = [features(row["text"]).rows]
        flagged = one_of(lanes.REDIRECTS, "", row["redirect"] or "") | {lanes.URGENT: row["urgent"]}
        yield Labelled(texts=texts, answers=flagged, cost=FLAG_COST)
        if row["petition"]:
            classes = one_of(FIFTEEN_CLASSES, lanes.FIFTEEN, row["group15"])
            yield Labelled(texts=texts, answers=classes, cost=0.2 * OWN_TOPIC)


def examples(labelled: Iterable[Labelled], lane: str) -> list[Example]:
    """Return the examples of one lane; a rare class of the fifteen weighs as much as one in fifteen would."""
    asked = [text for text in labelled if lane in text.answers]
    dearer = URGENT_COST if lane == lanes.URGENT else 1.0
    if lane.startswith(lanes.FIFTEEN):
        cost_of_yes = sum(text.cost for text in asked if text.answers[lane])
        dearer = max(1.0, sum(text.cost for text in asked) / len(FIFTEEN_CLASSES) / cost_of_yes)
    return [
        Example(texts=text.texts, yes=yes, cost=text.cost * (dearer if yes else 1.0))
        for text in asked
        for yes in [text.answers[lane]]
    ]


def calibrated(lane: Sequence[Example]) -> Weights:
    """Return weights whose score is the log of the odds, as measured on examples they were not fitted to."""
    scored: list[tuple[float, Example]] = []
    for fold in range(FOLDS):
        weights = fitted(NOTHING, [one for number, one in enumerate(lane) if number % FOLDS != fold], READINESS)
        scored += ((weights.score(one.texts), one) for one in lane[fold::FOLDS])
    slope, offset = _platt(scored)
    weights = fitted(NOTHING, lane, READINESS)
    return Weights(rows=[slope * weight for weight in weights.rows], bias=slope * weights.bias + offset)


def _platt(scored: Sequence[tuple[float, Example]]) -> tuple[float, float]:
    """Return slope and offset that turn scores into log odds, by Newton's method on the likelihood (Platt 1999)."""
    slope, offset = 1.0, 0.0
    for _ in range(30):
        gs = go = hss = hso = hoo = 1e-9
        for score, example in scored:
            likely = 1 / (1 + exp(-(slope * score + offset)))
            miss, spread = (likely - example.yes) * example.cost, likely * (1 - likely) * example.cost
            gs, go = gs + miss * score, go + miss
            hss, hso, hoo = hss + spread * score * score, hso + spread * score, hoo + spread
        determinant = hss * hoo - hso * hso
        slope, offset = slope - (hoo * gs - hso * go) / determinant, offset - (hss * go - hso * gs) / determinant
    return slope, offset


def train(folder: Path) -> dict[str, Weights]:
    """Return the weights of all lanes, fitted to the texts of *folder* and the sentences of this one."""
    kept_back = {tuple(features(row["text"]).rows) for row in rows_of(HERE / "development.jsonl")}
    sources = (detection(folder), topics(folder), flags(folder), own())
    labelled = [text for source in sources for text in source if tuple(text.texts[0]) not in kept_back]
    sure = (lanes.PETITION, lanes.ENQUIRY, lanes.URGENT, *lanes.REDIRECTS)
    return {
        lane: calibrated(of_lane) if lane in sure else fitted(NOTHING, of_lane, TOPIC_READINESS)
        for lane in lanes.LANES
        for of_lane in [examples(labelled, lane)]
    }


if __name__ == "__main__":
    (HERE / "weights.bin").write_bytes(written(packed(train(Path(sys.argv[1])))))
