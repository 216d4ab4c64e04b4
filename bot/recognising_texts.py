"""What `liaison-bot recognise` says beside its answers."""

from collections.abc import Iterator

from bot.recognising import Accuracy, Detection, Row, detections, flags, topics
from handlers.intake.rules.recognise import DEFAULT, Decision


def unreadable(number: int) -> str:
    """Tell which line is none of those that are read."""
    return f"第 {number} 行读不懂。每行要有一个 JSON，写明 id 和 text；加 --report 时要写明 text 和标注（label 或 redirect）。"


def report(rows: list[Row]) -> Iterator[str]:
    """Yield how well the texts were told, line by line."""
    for detection in detections(rows):
        yield from _detection(detection)
    for one in topics(rows):
        yield f"{one.scheme} 类：{one.texts} 条，对 {one.right:.3f}，宏平均 F1 {one.macro_f1:.3f}"
    for name, accuracy in flags(rows).items():
        yield f"{'紧急' if name == 'urgent' else '引导 ' + name}：{_figures(accuracy)}"


def _detection(found: Detection) -> Iterator[str]:
    yield f"是不是意见，{found.style or '全部'} {found.texts} 条：{_figures(found.accuracy)}"
    shares = found.shares
    yield (
        f"  现在的门槛（{DEFAULT.registers_from:.2f} 起登记，{DEFAULT.asks_from:.2f} 起问一句）："
        f"登记 {shares[Decision.REGISTER]:.1%}，问 {shares[Decision.ASK]:.1%}，不理 {shares[Decision.NO]:.1%}；"
        f"意见被漏掉 {found.lost:.1%}"
    )
    for limit, accuracy in found.at.items():
        yield f"  {limit:.2f} 起：{_figures(accuracy)}"


def _figures(accuracy: Accuracy) -> str:
    return f"精确率 {accuracy.precision:.3f}，召回率 {accuracy.recall:.3f}，F1 {accuracy.f1:.3f}"
