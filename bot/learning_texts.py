"""What learning from a station's corrections says."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.learning import Learned, Outcome
from handlers.intake.rules.learning import Measure

ROLLED_BACK: Final = "已换回学习以前的判断，运行中的小助手马上用上。"
NOTHING_EARLIER: Final = "现在用的就是程序自带的判断，没有更早的可以换回。"

_MEASURED: Final[Mapping[Measure, str]] = {
    Measure.DEVELOPMENT: "程序自带的例句",
    Measure.CORRECTIONS: "站里最近的纠正",
}
_OUTCOME: Final[Mapping[Outcome, str]] = {
    Outcome.IN_USE: "运行中的小助手马上用上新的判断。要换回原来的，请发 liaison-bot learn --rollback",
    Outcome.WORSE: "新的判断不如原来的，没有换，还用原来的。",
    Outcome.NOTHING_NEW: "没有新的可学，还用原来的判断。",
}


def lines(learned: Learned) -> Iterator[str]:
    """Yield what was learned from, how well it did before and does now, and what became of it; no word of any text."""
    yield f"站里的纠正：{learned.corrections} 条。"
    for measure, judged in learned.judgements.items():
        yield f"{_MEASURED[measure]} {judged.texts} 条：原来判错 {judged.before} 处，学了以后 {judged.after} 处。"
    yield _OUTCOME[learned.outcome]
