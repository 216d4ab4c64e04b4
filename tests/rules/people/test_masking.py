"""What points to a person is found however it is written; what is published and what is ordinary passes."""

from collections.abc import Sequence
from datetime import date
from timeit import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.people.rules.masking import Filter, Finding, Kind, mask, mask_name, masked, points_to_a_person
from handlers.people.rules.names import Names

FILTER = Filter(allowed=("0355-1234567", "13900001111", "12345", "孙丽", "赵敏超市"))
NAMES = Names(("赵敏", "欧阳小雨", "高明", "钱文静", "孙丽"))
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
WIDE = str.maketrans("0123456789xX", "０１２３４５６７８９ｘＸ")
GAPS = st.sampled_from(["", " ", "-", "  ", "　", "·"])
SCRIPTS = st.sampled_from([{}, CHINESE, WIDE])
DIGITS = st.text("0123456789", min_size=1)


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    return f"1{draw(st.sampled_from('3456789'))}{draw(st.text('0123456789', min_size=9, max_size=9))}"


@st.composite
def identities(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(1930, 1, 1), date(2025, 12, 31)))
    province = draw(st.sampled_from(["11", "14", "23", "37", "41", "54", "65", "82"]))
    body = f"{province}{draw(st.integers(100, 9999)):04}{day:%Y%m%d}{draw(st.integers(0, 999)):03}"
    # The check of GB 11643 from its definition: the weight of each place is a power of two modulo 11.
    rest = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body)) % 11
    return body + "10X98765432"[rest]


@st.composite
def cards(draw: st.DrawFn) -> str:
    body = "62" + draw(st.text("0123456789", min_size=13, max_size=16))
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body))]
    return body + str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def spaced(number: str, gap: str, size: int) -> str:
    return gap.join(number[start : start + size] for start in range(0, len(number), size))


def kinds(text: str, outgoing: Filter = FILTER) -> list[Kind]:
    return [finding.kind for finding in outgoing.findings(text, NAMES)]


def hidden(number: str, text: str, findings: Sequence[Finding]) -> bool:
    return any(
        finding.start <= text.index(number) and text.index(number) + len(number) <= finding.end for finding in findings
    )


@given(
    number=st.one_of(mobiles(), identities(), cards()),
    gap=GAPS,
    size=st.integers(1, 6),
    script=SCRIPTS,
    around=st.sampled_from([("", ""), ("打", "找我"), ("电话：", "。"), ("尾号 3 ", " 谢谢"), ("(", ")")]),
)
def test_a_personal_number_is_found_however_it_is_spaced(
    number: str, gap: str, size: int, script: dict[int, int], around: tuple[str, str]
) -> None:
    if number == "13900001111":
        return
    written = spaced(number, gap, size).translate(script)
    text = written.join(around)
    assert hidden(written, text, FILTER.findings(text, NAMES))


@pytest.mark.parametrize(
    "text", ["+8613812345678", "008613812345678", "13812345678/15912345678", "1 3 8 1 2 3 4 5 6 7 8"]
)
def test_a_mobile_is_found_with_its_prefix_and_beside_another(text: str) -> None:
    assert set(kinds(text)) == {Kind.MOBILE}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("140105900307801", Kind.IDENTITY),
        ("140105199003078019", Kind.IDENTITY),
        ("写信到 zhao.min@example.com", Kind.EMAIL),
        ("写信到 ｚｈａｏ＠ｅｘａｍｐｌｅ．ｃｏｍ", Kind.EMAIL),
        ("身份证号是什么什么", Kind.DISCLOSURE),
        ("病历：老毛病", Kind.DISCLOSURE),
        ("住址是三号院", Kind.DISCLOSURE),
        ("我家电话0355-7654321", Kind.LANDLINE),
        ("赵敏反映路灯不亮", Kind.NAME),
        ("请欧阳小雨来一趟", Kind.NAME),
        ("高明反映路灯不亮", Kind.NAME),
    ],
)
def test_what_points_to_a_person_is_found(text: str, kind: Kind) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "值班电话 0355-1234567",
        "值班电话 13900001111，急事打 12345",
        "供水站 0355-7654321",
        "孙丽代表您好",
        "去赵敏超市对面",
        "这个办法高明",
        "收到，已登记，尾号 12。进展我单独告诉您。",
        "3月20日 9:00-11:00 在镇文化站接待，5月10日顺延",
        "2026-03-20 17:30 共 12 件，办结 8 件，超期 1 件",
        "要带身份证和有关材料",
        "编号 2026031200015",
        "2026-03-20 09:00-11:00 和 2026-04-20 09:00-11:00",
        "值班 0355-1234567 12345 13900001111",
        "",
    ],
)
def test_what_is_published_or_ordinary_passes(text: str) -> None:
    assert kinds(text) == []


def test_a_published_number_does_not_hide_the_one_behind_it() -> None:
    text = "值班 13900001111 13812345678"
    assert mask(text, FILTER.findings(text, NAMES)) == "值班 13900001111 138****5678"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话１３８ １２３４ ５６７８。", "电话138****5678。"),
        ("140105199003078019", "140*************19"),
        ("卡号 6222021234567890128", "卡号 ****0128"),
        ("赵敏和欧阳小雨", "赵**和欧阳**"),
        ("a@b.cn 住址是三号院", "*** ***"),
        ("没有什么", "没有什么"),
    ],
)
def test_a_list_shows_what_it_may(text: str, masked: str) -> None:
    assert mask(text, FILTER.findings(text, NAMES)) == masked


@given(text=st.text("赵敏高明欧阳小雨0123456789 -x@.说:是住址", max_size=60))
def test_nothing_is_found_twice_after_masking_a_name_or_a_number(text: str) -> None:
    found = {finding.kind for finding in FILTER.findings(mask(text, FILTER.findings(text, NAMES)), NAMES)}
    assert found <= {Kind.DISCLOSURE, Kind.CARD, Kind.IDENTITY, Kind.MOBILE, Kind.NAME, Kind.EMAIL}


def test_a_finding_never_shows_what_was_found() -> None:
    text = "赵敏 13812345678"
    assert not any(secret in repr(FILTER.findings(text, NAMES)) for secret in ("赵敏", "138"))


def test_a_compound_surname_stays_whole() -> None:
    assert (mask_name("欧阳小雨"), mask_name("李敏"), mask_name("欧阳")) == ("欧阳**", "李**", "欧**")


def test_names_that_come_and_go_are_masked_from_then_on() -> None:
    line = "赵敏说孙丽家停电"
    shown = [masked(line, Names(names)) for names in (("赵敏",), ("赵敏", "孙丽"), ("孙丽",))]
    assert shown == ["赵**说孙丽家停电", "赵**说孙**家停电", "赵敏说孙**家停电"]


def test_a_name_is_masked_for_as_long_as_somebody_is_called_so() -> None:
    names = Names(("赵敏", "赵敏", "孙丽"))
    names.remove("赵敏")
    names.remove("孙丽")
    assert masked("赵敏说孙丽家停电", names) == "赵**说孙丽家停电"
    names.remove("赵敏")
    assert masked("赵敏说孙丽家停电", names) == "赵敏说孙丽家停电"


def test_a_prefectures_names_are_learnt_once_for_all_texts() -> None:
    names = Names(f"选民{number}" for number in range(100_000))
    names.add("赵敏")
    assert timeit(lambda: masked("赵敏说路灯不亮", names), number=100) / 100 < 1e-3


def test_whether_a_text_points_to_a_person_is_known_without_knowing_what_is_published() -> None:
    assert points_to_a_person("找我 13800002222")
    assert points_to_a_person("找我 13900001111")
    assert not points_to_a_person("路灯不亮，站里电话 0355-1234567")


def test_a_thousand_names_cost_little() -> None:
    names = Names(
        f"{surname}{one}{two}"
        for surname in "赵钱孙李周吴郑王"
        for one in "敏伟芳娜静强磊洋勇军杰"
        for two in "明超霞平刚桂英华玉兰丹鹏"
    )
    outgoing = Filter(allowed=())
    text = "收到，今天接待乡亲五位，记下三件事，当场答复一件，其余已编号去办，谢谢大家。值班电话0355-1234567。" * 4
    assert min(timeit(lambda: outgoing.findings(text, names), number=50) / 50 for _ in range(5)) < 500e-6
