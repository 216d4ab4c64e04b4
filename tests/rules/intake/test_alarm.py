"""Danger is heard at once; anger, memory and fear are not danger."""

import json
from importlib.resources import files

import pytest

from handlers.intake.rules.alarm import Danger, DangerKind, Unsure, alarm

DATA = json.loads(files("handlers.intake.rules").joinpath("alarm.json").read_text(encoding="utf-8"))
PHRASES = {phrase: kind for kind, lists in DATA["dangers"].items() for phrase in (*lists["sure"], *lists["unsure"])}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("着火了", DangerKind.FIRE),
        ("3号楼着火了，快来人", DangerKind.FIRE),
        ("煤气漏了", DangerKind.FIRE),
        ("有人被困在电梯里", DangerKind.FIRE),
        ("着火了怕烧到隔壁", DangerKind.FIRE),
        ("别人家着火了", DangerKind.FIRE),
        ("李大爷晕倒了", DangerKind.MEDICAL),
        ("有人落水", DangerKind.MEDICAL),
        ("不想活了", DangerKind.DESPAIR),
        ("她是不是不想活了", DangerKind.DESPAIR),
        ("電線掉路上了", DangerKind.ELECTRIC),
        ("孩子走丢了", DangerKind.CRIME),
        ("村口撞车了", DangerKind.TRAFFIC),
        ("着火了，有人不想活了", DangerKind.DESPAIR),
        ("我不活了", DangerKind.DESPAIR),
        ("奶奶昏过去了", DangerKind.MEDICAL),
        ("有人打架流血了", DangerKind.MEDICAL),
        ("电梯困人了", DangerKind.FIRE),
        ("被电了，人不动了", DangerKind.ELECTRIC),
        ("老公打我，快来人", DangerKind.CRIME),
        ("被抢了", DangerKind.CRIME),
        ("消防通道堵着，楼上着火了", DangerKind.FIRE),
    ],
)
def test_a_danger_of_now_is_heard(text: str, kind: DangerKind) -> None:
    assert alarm(text) == Danger(kind=kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("着 火 了", DangerKind.FIRE),
        ("救  命", DangerKind.MEDICAL),
        ("媒气漏了", DangerKind.FIRE),
        ("家里煤气泄露了", DangerKind.FIRE),
        ("我不想話了", DangerKind.DESPAIR),
    ],
)
def test_a_danger_is_heard_in_words_torn_or_misspelt(text: str, kind: DangerKind) -> None:
    assert alarm(text) == Danger(kind=kind)


@pytest.mark.parametrize(
    "text",
    [
        "气死我了",
        "热死了",
        "笑死",
        "困难补助怎么领",
        "嗓子冒烟了",
        "救命恩人",
        "谢谢救命之恩",
        "这是我的救命钱",
        "想死你了",
        "自杀式袭击的片子",
        "孩子没接触电影院",
        "建议装消防栓防着火",
        "老公打我电话没接到",
        "漏电的线已更换",
        "跳楼价",
        "天塌了",
        "去年着过火",
        "去年这里着火了",
        "充电桩容易着火",
        "楼道堆满纸箱，怕着火",
        "消防演练，假如着火",
        "没有着火",
        "电线老化有着火隐患",
        "路灯不亮三天了",
        "饭店烟囱冒黑烟",
        "",
    ],
)
def test_anger_memory_and_fear_are_no_danger(text: str) -> None:
    assert alarm(text) is None


@pytest.mark.parametrize("text", ["屋里冒烟", "有人打人", "听说西头着火了", "是着火了吗", "担心他不想活了"])
def test_what_may_be_a_danger_is_left_open(text: str) -> None:
    assert isinstance(alarm(text), Unsure)


@pytest.mark.parametrize("phrase", sorted(PHRASES))
def test_every_phrase_is_heard_as_its_kind(phrase: str) -> None:
    heard = alarm(f"{phrase}了")
    assert heard is not None
    assert heard.kind == PHRASES[phrase]


def test_an_idiom_is_longer_than_the_danger_it_takes_away() -> None:
    useless = [idiom for idiom in DATA["idioms"] if not any(phrase in idiom != phrase for phrase in PHRASES)]
    assert not useless
