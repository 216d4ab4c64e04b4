"""An official paper is known by its form; who tells of one in his own words has no paper."""

import pytest

from handlers.intake.rules.officialese import is_official


@pytest.mark.parametrize(
    "said",
    [
        "温馨提示：近日气温骤降，注意防寒",
        "各位业主：\n电梯明天检修",
        "【转发】关于禁止焚烧秸秆的通告",
        "青政办〔2026〕3号\n县人民政府办公室",
        "经研究，同意你村方案，特此函复",
        "感谢您的关注，您反映的噪音问题我局已转执法队",
    ],
)
def test_what_has_the_form_of_a_paper_is_official(said: str) -> None:
    assert is_official(said)


@pytest.mark.parametrize(
    "said",
    [
        "公交改线没通知",
        "依据县里2018年5号文件，这笔补贴该发了",
        "物业贴公告要涨价，业主都不同意",
        "温馨提示：路灯又坏了，有人管吗？",
        "请各位代表看看李村的路",
    ],
)
def test_what_tells_of_a_paper_is_not(said: str) -> None:
    assert not is_official(said)
