"""Troubles are registered or asked about; talk, thanks, notices and questions of policy are let be."""

import json
from importlib.resources import files
from timeit import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.intake.rules.recognise import Decision, SpeechKind, recognise

LEXICON = json.loads(files("handlers.intake.rules").joinpath("lexicon.json").read_text(encoding="utf-8"))
TROUBLES = {
    "李村小学门口路灯不亮三天了": "0203",
    "自来水停了两天，全村没水": "0101",
    "垃圾桶满了没人管，臭得很": "0301",
    "楼下烧烤店油烟呛得睡不着": "0305",
    "工头拖欠我们三个月工资": "0901",
    "卫生院晚上没有医生值班": "0701",
    "业委会一直没选出来，希望管一管": "0403",
}


@pytest.mark.parametrize("text", TROUBLES)
def test_a_plain_trouble_is_registered_under_its_topic(text: str) -> None:
    reading = recognise(text)
    assert (reading.decision, reading.category) == (Decision.REGISTER, TROUBLES[text])


@pytest.mark.parametrize(
    "text",
    ["好的", "哈哈哈", "谢谢代表", "晚安各位", "低保标准是多少", "听说要开会了", "【通知】明天停水检修，请大家储水"],
)
def test_talk_is_let_be(text: str) -> None:
    assert recognise(text).decision is Decision.NO


@pytest.mark.parametrize("text", ["没水", "没信号", "评价一下这条路太烂了", "进度太慢了，路修了半年"])
def test_few_words_of_trouble_are_asked_about(text: str) -> None:
    assert recognise(text).decision is Decision.ASK


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("建议文化广场装几个座椅", SpeechKind.SUGGESTION_IDEA),
        ("投诉物业乱收费", SpeechKind.COMPLAINT),
        ("举报砖厂偷排污水", SpeechKind.REPORT),
        ("村口的桥栏杆断了", SpeechKind.HELP),
        ("感谢修好了路灯", SpeechKind.THANKS),
        ("请问医保怎么办理", SpeechKind.ENQUIRY),
        ("你好", SpeechKind.OTHER),
    ],
)
def test_the_kind_of_speech_is_told(text: str, kind: SpeechKind) -> None:
    assert recognise(text).kind is kind


def test_a_danger_is_urgent_and_a_lamp_is_not() -> None:
    assert recognise("3号楼着火了").urgent
    assert recognise("山上几户断粮了").urgent
    assert not recognise("路灯不亮三天了").urgent


@given(st.text(max_size=300))
def test_any_text_gets_a_probability_and_its_decision(text: str) -> None:
    reading = recognise(text)
    assert 0 <= reading.probability <= 1
    assert (reading.category is None) or reading.decision is not Decision.NO


def test_no_word_stands_in_two_groups() -> None:
    words = [word for entry in LEXICON["groups"].values() for word in entry["words"]]
    assert len(words) == len(set(words))


def test_every_kind_in_the_data_is_a_kind_of_speech() -> None:
    assert set(LEXICON["kinds"]) <= set(SpeechKind)


def test_a_message_is_read_in_well_under_a_millisecond() -> None:
    text = "我们村东头那条路坑坑洼洼的，下雨天孩子上学一身泥，能不能给修一修"
    assert min(timeit(lambda: recognise(text), number=100) / 100 for _ in range(5)) < 500e-6
