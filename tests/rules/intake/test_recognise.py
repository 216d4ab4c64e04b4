"""Troubles are registered or asked about; talk, thanks, notices and questions of policy are let be."""

from time import process_time
from timeit import timeit
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from handlers.intake.rules.recognise import Decision, SpeechKind, Thresholds, recognise

TROUBLES: Final = {
    "李村小学门口路灯不亮三天了": "0203",
    "自来水停了两天，全村没水": "0101",
    "垃圾桶满了没人管，臭得很": "0301",
    "楼下烧烤店油烟呛得睡不着": "0305",
    "工头拖欠我们三个月工资": "0901",
    "卫生院晚上没有医生值班": "0701",
    "业委会一直没选出来，希望管一管": "0403",
    "桥栏杆让车撞断了，小孩天天从那儿过": "0202",
    "末班车太早了，下晚班的都赶不上": "0204",
    "机井的水泵坏了，地里旱得冒烟": "0501",
    "低保说停就停了，也没人给个说法": "0801",
    "养老金这个月少发了一百多": "0805",
    "宽带断了一个礼拜没人来修": "0106",
    "建议给村里的广场装几个健身器材": "1401",
}
TALK: Final = (
    "好的",
    "哈哈哈",
    "谢谢代表",
    "晚安各位",
    "低保标准是多少",
    "听说要开会了",
    "【通知】明天停水检修，请大家储水",
    "今晚谁去跳广场舞",
    "我家娃考上高中了",
    "门口的路修好了，谢谢你们",
    "家电维修，上门服务，价格优惠",
    "请问残疾证在哪个窗口办",
    "小助手你会唱歌吗",
    "我们已经派师傅过去了，请耐心等待",
    "建议取消星期一哈哈",
    "老张家杀年猪，都去吃饭",
)
texts = st.text(max_size=300) | st.text(alphabet="路灯水电村里不亮停了谢谢哈请问吗，。？ 12", max_size=60)


@pytest.mark.parametrize("text", TROUBLES)
def test_a_plain_trouble_is_registered_under_its_topic(text: str) -> None:
    reading = recognise(text)
    assert (reading.petition, reading.decision, reading.category) == (True, Decision.REGISTER, TROUBLES[text])


@pytest.mark.parametrize("text", TALK)
def test_talk_is_no_petition(text: str) -> None:
    reading = recognise(text)
    assert not reading.petition
    assert reading.decision is not Decision.REGISTER


@pytest.mark.parametrize("text", ["没水", "评价一下这条路太烂了", "进度太慢了，路修了半年"])
def test_few_words_of_trouble_are_not_ignored(text: str) -> None:
    assert recognise(text).decision is not Decision.NO


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


@pytest.mark.parametrize(
    ("text", "redirect"),
    [
        ("法院判决半年了，对方就是不执行", "R1"),
        ("村支书把低保名额给了自己亲戚，收了好处费", "R2"),
        ("工头拖欠我们三个月工资", "R3"),
        ("邻居借钱不还，还打架", "R6"),
        ("路灯不亮三天了", None),
        ("举报砖厂偷排污水", None),
    ],
)
def test_what_has_a_door_of_its_own_is_told(text: str, redirect: str | None) -> None:
    assert recognise(text).redirect == redirect


def test_the_body_under_a_title_decides_its_class_with_it() -> None:
    title = "请领导关注我们的问题"
    assert recognise(title, "学校食堂饭菜有虫，老师乱收补课费，学生吃不饱").group7 == "教育文体"
    assert recognise(title, "公司拖欠工资，社保也不给交，劳动合同不签").group7 == "劳动和社会保障"


@given(text=texts, detail=texts)
def test_any_text_gets_a_probability_and_its_decision(text: str, detail: str) -> None:
    reading = recognise(text, detail)
    assert 0 <= reading.probability <= 1
    assert reading.decision is Thresholds().decide(reading.probability)
    assert reading == recognise(text, detail)


@given(text=texts, limits=st.lists(st.floats(0, 1), min_size=4, max_size=4).map(sorted))
def test_higher_thresholds_never_decide_for_more(text: str, limits: list[float]) -> None:
    order = [Decision.NO, Decision.ASK, Decision.REGISTER]
    lax = recognise(text, thresholds=Thresholds(asks_from=limits[0], registers_from=limits[2])).decision
    strict = recognise(text, thresholds=Thresholds(asks_from=limits[1], registers_from=limits[3])).decision
    assert order.index(strict) <= order.index(lax)


@given(number=st.integers(0, 9), text=st.sampled_from([*TROUBLES, *TALK]))
def test_width_script_and_digits_make_no_difference(number: int, text: str) -> None:
    line = f"{number}号 {text}"
    wide = line.replace(str(number), chr(ord("０") + number)).replace(" ", "\u3000")
    assert recognise(wide) == recognise(line) == recognise(f"7号 {text}")


def test_traditional_characters_make_no_difference() -> None:
    convert = OpenCC("s2t").convert
    assert recognise(convert("訴說路燈壞了沒人管")) == recognise("诉说路灯坏了没人管")


def test_a_message_takes_well_under_a_millisecond_of_the_processor() -> None:
    text = "我们村东头那条路坑坑洼洼的，下雨天孩子上学一身泥，能不能给修一修"
    assert min(timeit(lambda: recognise(text), timer=process_time, number=100) / 100 for _ in range(5)) < 500e-6
