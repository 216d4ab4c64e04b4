"""A card says what was asked, and a click on it what was answered, however late."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.dingtalk.wire.cards import asking, fits, settled, track_of
from bot.platforms.dingtalk.wire.clicks import change_by, clicked_by_callback, clicked_by_stream
from bot.platforms.dingtalk.wire.told import Clicked, Unknown
from bot.sending.choosing import Chosen, chosen_by
from bot.web.unreadable import Unreadable
from handlers.message import Account, Choice, Quote, Scope
from tests.wire.dingtalk import GROUP, NOW, PRIVATE, ROBOT, ZHAO, without, written

QUESTION = "周五接待日您能来吗？\n1 能  2 不能"
YES_NO = (Choice(digit=1, label="能"), Choice(digit=2, label="不能"))
TRACK = "6f0e7b1c-6a6f-5b0e-9d1b-0a2f5b8c7d11"


def click(private: object, **more: object) -> Mapping[str, object]:
    return {
        "type": "actionCallback",
        "outTrackId": TRACK,
        "corpId": "dingCORP",
        "userId": ZHAO.user,
        "userIdType": 1,
        "spaceType": "IM_ROBOT",
        "spaceId": "s1",
        "extension": "{}",
        "content": json.dumps({"cardPrivateData": private}),
        **more,
    }


def said(text: str, **more: object) -> Mapping[str, object]:
    return click({"actionIds": ["b2"], "params": {"said": text}}, **more)


def clicked(payload: Mapping[str, object]) -> Clicked:
    one = clicked_by_callback(written(payload), ROBOT, NOW)
    assert isinstance(one, Clicked)
    return one


# --- clicks ---


def test_a_click_is_the_digit_it_stands_for_said_about_the_question_it_was_put_to() -> None:
    one = clicked(said(asking(QUESTION, YES_NO)["said2"]))
    assert one.chosen == Chosen(words="2", label="不能", question=QUESTION)
    assert (one.heard.text, one.heard.quote) == ("2", Quote(text=QUESTION, from_bot=True))
    assert (one.heard.place, one.heard.scope, one.heard.sender) == (PRIVATE, Scope.DIRECT, ZHAO)
    assert (one.heard.sent_at, one.heard.answer) == (NOW, None)


def test_a_click_comes_alike_by_callback_and_in_a_frame() -> None:
    payload = said("1\n能\n几点？")
    assert clicked_by_stream(written(payload).decode(), ROBOT, NOW) == clicked(payload)


@pytest.mark.parametrize("space", ["IM_GROUP", "im_group"])
def test_a_click_in_a_group_is_said_there(space: str) -> None:
    heard = clicked(said("1", spaceType=space, spaceId="cidGROUP1==")).heard
    assert (heard.place, heard.scope) == (GROUP, Scope.GROUP)


@pytest.mark.parametrize("space", ["IM", "im", "", None])
def test_a_click_of_which_it_is_not_told_who_saw_it_is_answered_in_private(space: object) -> None:
    heard = clicked(said("1", spaceType=space, spaceId="cidX==")).heard
    assert (heard.place, heard.scope) == (PRIVATE, Scope.DIRECT)


@pytest.mark.parametrize("kind", [2, "2"], ids=repr)
def test_an_outsiders_click_is_his_by_his_union_id(kind: object) -> None:
    heard = clicked(said("1", userId="uLI", userIdType=kind)).heard
    assert heard.sender == Account(platform="dingtalk", account="station", user="union:uLI")


def test_nobody_is_somebody_else_by_a_user_id_that_looks_so() -> None:
    assert clicked(said("1", userId="union:uLI")).heard.sender.user == "union:union:uLI"


def test_what_was_chosen_may_stand_under_another_name_and_as_an_object() -> None:
    private = {"actionIds": [], "params": {"said": "1\n能\n几点？"}}
    bare = without(said("1\n能\n几点？"), "content")
    for written_so in (
        {"value": json.dumps({"cardPrivateData": private})},
        {"content": {"cardPrivateData": private}},
        {"content": json.dumps({"cardPrivateData": json.dumps(private)})},
    ):
        assert clicked({**bare, **written_so}) == clicked(said("1\n能\n几点？"))


@pytest.mark.parametrize("ids", [[2], "2", 2], ids=repr)
def test_the_number_of_a_button_is_taken_however_its_kind_is_written(ids: object) -> None:
    assert clicked(click({"actionIds": ids})).heard.text == "2"


@pytest.mark.parametrize("params", [{}, None, {"said": ""}, {"said": []}])
def test_a_button_without_words_is_the_number_it_has(params: object) -> None:
    one = clicked(click({"actionIds": ["2"], "params": params}))
    assert (one.heard.text, one.heard.quote, one.chosen) == ("2", None, Chosen(words="2"))


@pytest.mark.parametrize(
    "private",
    [
        {},
        None,
        5,
        [],
        {"actionIds": []},
        {"actionIds": ["submit"]},
        {"actionIds": {"1": "1"}},
        {"params": {"said": "\n能\n"}},
    ],
)
def test_a_click_that_says_nothing_is_acknowledged(private: object) -> None:
    assert clicked_by_callback(written(click(private)), ROBOT, NOW) == Unknown(kind="card")


def test_who_says_the_same_of_one_card_again_says_nothing_new() -> None:
    first = clicked(said("1\n能\n几点？")).heard.id
    assert clicked(said("1\n能\n几点？", spaceId="s2", extension="{1}")).heard.id == first
    others = (said("2\n不能\n几点？"), said("1\n能\n几点？", userId="w"), said("1\n能\n几点？", outTrackId="T2"))
    assert len({first, *(clicked(one).heard.id for one in others)}) == 4
    assert first.startswith("dingtalk:station:click-")


@pytest.mark.parametrize("name", ["outTrackId", "userId"])
@pytest.mark.parametrize("value", [None, "", [], "a\0b", "i" * 513])
def test_a_click_without_what_it_needs_is_malformed(name: str, value: object) -> None:
    for payload in (without(said("1"), name), {**said("1"), name: value}):
        with pytest.raises(Unreadable) as refused:
            clicked(payload)
        assert refused.value.status == 400


def test_a_click_in_a_group_that_is_not_named_is_malformed() -> None:
    with pytest.raises(Unreadable):
        clicked(said("1", spaceType="IM_GROUP", spaceId=""))


# --- cards ---


def test_a_card_has_a_variable_for_all_that_its_template_shows() -> None:
    assert asking(QUESTION, YES_NO) == {
        "question": QUESTION,
        "chosen": "",
        "label1": "能",
        "said1": f"1\n能\n{QUESTION}",
        "label2": "不能",
        "said2": f"2\n不能\n{QUESTION}",
        **{f"{name}{number}": "" for name in ("label", "said") for number in range(3, 7)},
    }


def test_a_card_shows_what_was_chosen_and_keeps_the_rest() -> None:
    chosen = Chosen(words="2", label="不能", question=QUESTION)
    assert settled(chosen) == {"chosen": "不能"}
    assert change_by(chosen) == {
        "cardData": {"cardParamMap": {"chosen": "不能"}},
        "cardUpdateOptions": {"updateCardDataByKey": True},
    }


def test_a_card_stays_as_it_is_where_the_choice_has_no_name() -> None:
    assert change_by(Chosen(words="2")) == {}


@given(
    digit=st.integers(1, 99),
    label=st.text(max_size=20).filter(lambda text: "\n" not in text),
    question=st.text(max_size=200),
)
def test_a_button_says_what_was_put_on_it(digit: int, label: str, question: str) -> None:
    chosen = Chosen(words=str(digit), label=label, question=question)
    assert chosen_by(chosen.key) == chosen
    assert len(chosen.key.encode()) <= 1000


@given(post=st.text())
def test_a_card_is_known_by_its_post_whatever_signs_that_has(post: str) -> None:
    track = track_of(post)
    assert track == track_of(post) != track_of(f"{post}!")
    assert (len(track), track.isascii()) == (36, True)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        (QUESTION, ()),
        (QUESTION, tuple(Choice(digit=n, label=str(n)) for n in range(1, 8))),
        (QUESTION, (Choice(digit=1, label="一" * 21),)),
        (QUESTION, (Choice(digit=1, label=""),)),
        ("问" * 201, YES_NO),
    ],
)
def test_what_no_card_can_hold_is_left_to_words(text: str, choices: tuple[Choice, ...]) -> None:
    assert not fits(text, choices)


def test_no_variable_is_longer_than_the_platform_allows() -> None:
    choices = tuple(Choice(digit=n, label="😀" * 20) for n in range(1, 7))
    assert fits("😀" * 200, choices)
    assert max(len(value.encode()) for value in asking("😀" * 200, choices).values()) <= 1000
