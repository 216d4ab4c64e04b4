"""Place, beginning and extent are taken only where they are said; a summary is the voter's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.intake.rules.details import Details, details, summary, tells_place, tells_since


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("李村小学门口路灯不亮三天了", Details(place="李村小学门口", since="三天了", extent=None)),
        ("我们３号楼电梯停运三天", Details(place="３号楼", since="三天", extent=None)),
        ("从昨天晚上开始全村停水", Details(place=None, since="昨天晚上", extent="全村")),
        ("王庄村东头的井盖没了，好几户都怕", Details(place="王庄村东头", since=None, extent="好几户")),
        ("张家巷的路灯坏了一个星期了", Details(place="张家巷", since="一个星期了", extent=None)),
        ("就我家没信号", Details(place=None, since=None, extent="就我家")),
        ("3月5日停电到现在，二十户人家", Details(place=None, since="3月5日", extent="二十户人家")),
        ("李村村口垃圾堆了一周没人收", Details(place="李村村口", since="一周", extent=None)),
        ("希望修路", Details(place=None, since=None, extent=None)),
        ("上学路上没灯", Details(place=None, since=None, extent=None)),
        ("停车难", Details(place=None, since=None, extent=None)),
        ("", Details(place=None, since=None, extent=None)),
    ],
)
def test_only_what_is_said_outright_is_taken(text: str, found: Details) -> None:
    assert details(text) == found


@pytest.mark.parametrize("endless", ["1" * 200_000, "三" * 200_000, "路灯坏了" * 50_000])
def test_endless_words_are_looked_through_once(endless: str) -> None:
    """Looked through from every sign of it, this would not end today."""
    assert details(endless) == Details(place=None, since=None, extent=None)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("你好，我想反映一下，张家巷的路灯坏了，谢谢", "张家巷的路灯坏了"),
        ("喂，说个事\n桥栏杆断了！", "桥栏杆断了"),
        ("代表的电话打不通", "代表的电话打不通"),
        ("謝謝", "謝謝"),
        ("", ""),
    ],
)
def test_fillers_at_the_ends_go(text: str, line: str) -> None:
    assert summary(text) == line


def test_a_long_matter_ends_after_a_whole_phrase() -> None:
    assert (
        summary("村东头的路坑坑洼洼的，孩子上学一身泥，能不能给修一修", limit=20)
        == "村东头的路坑坑洼洼的，孩子上学一身泥…"
    )


def test_a_number_is_not_cut_apart() -> None:
    assert summary("这条路从去年修到现在还没有通共计13812米", limit=18) == "这条路从去年修到现在还没有通共计…"


@given(text=st.text(), limit=st.integers(2, 60))
def test_a_summary_is_one_line_within_its_limit(text: str, limit: int) -> None:
    line = summary(text, limit)
    assert len(line) <= limit
    assert "\n" not in line
    assert line.removesuffix("…") in " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    ["昨天晚上", "三天了", "好久了", "从昨天开始的", "记不清了，好久了", "3月5号左右", "从过年到现在", "去年冬天"],
)
def test_a_time_is_an_answer_to_since_when(text: str) -> None:
    assert tells_since(text)


@pytest.mark.parametrize("text", ["今天天气不错", "晚上跳舞吗", "哈哈哈今天真热闹", "谢谢", "你们吃饭了吗", ""])
def test_chatter_is_no_answer_to_since_when(text: str) -> None:
    assert not tells_since(text)


@pytest.mark.parametrize(
    "text", ["大槐树底下", "老王家门口", "三组", "村西头那个坡上", "5号楼2单元", "李家祠堂", "我家"]
)
def test_a_place_is_an_answer_to_where(text: str) -> None:
    assert tells_place(text)


@pytest.mark.parametrize("text", ["今天天气不错", "哈哈哈", "你们吃饭了吗", "好的", "谢谢你们", ""])
def test_chatter_is_no_answer_to_where(text: str) -> None:
    assert not tells_place(text)
