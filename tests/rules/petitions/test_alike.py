"""How alike two matters are, and which of many are the same."""

import json
from collections.abc import Sequence
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis.strategies import lists, sampled_from, text

from handlers.petitions.rules.alike import ALIKE, Weights, elsewhere, gist, likeness, likenesses
from handlers.petitions.rules.categories import CATEGORIES
from handlers.petitions.rules.clusters import clusters
from handlers.petitions.rules.company import ALIKE_OF_A_TOPIC

THINGS = files("handlers.petitions.rules").joinpath("things.json")
SAYINGS = (
    "李村小学门口路灯不亮三天了",
    "小学门口的路灯坏了，晚上黑得很",
    "李村停水两天了",
    "王庄停水了",
    "电梯老是卡在六楼",
    "今年的粮食补贴还没发",
    "垃圾桶满了没人拉",
    "那个垃圾桶一个星期没人来清运",
)


def alike(one: str, other: str) -> float:
    gists = [gist(one), gist(other)]
    weights = Weights(gists)
    return likeness(*map(weights.vector, gists))


@given(one=text(), other=text())
def test_likeness_is_mutual_and_below_one(one: str, other: str) -> None:
    assert alike(one, other) == pytest.approx(alike(other, one))
    assert 0.0 <= alike(one, other) < 1.0


@given(said=sampled_from(SAYINGS), other=sampled_from(SAYINGS))
def test_nothing_is_more_alike_to_a_text_than_itself(said: str, other: str) -> None:
    assert alike(said, other) <= alike(said, said) + 1e-9


def test_a_rare_word_in_common_says_more_than_common_ones() -> None:
    assert alike("石拱桥太窄了", "石拱桥什么时候加宽") > alike("我们这里没人管", "我们这里没人来")


def test_different_words_for_one_thing_are_alike() -> None:
    assert alike("屋里穿着羽绒服", "暖气一点都不热") > alike("屋里穿着羽绒服", "公厕该打扫了")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("自来水停了两天", "我家断水了"),
        ("自来水停了两天", "家里没水用"),
        ("停水一天了", "水龙头不出水"),
        ("路灯坏了", "路上黑灯"),
        ("路灯不亮", "晚上黑灯瞎火"),
        ("停电了", "电停了一晚上"),
        ("家里没电", "断电一天"),
        ("下水道不通", "下水道堵了"),
        ("垃圾没人清", "垃圾成堆"),
        ("狗咬人", "狗伤人了"),
        ("路上有大坑", "路坏了"),
        ("没网", "上不了网"),
    ],
)
def test_everyday_words_for_one_outage_are_alike_enough_to_be_proposed(one: str, other: str) -> None:
    assert likenesses(one, [other])[0] >= ALIKE_OF_A_TOPIC


def test_a_word_stands_for_one_thing_only() -> None:
    words = [word for thing in json.loads(THINGS.read_text(encoding="utf-8")) for word in thing]
    assert sorted(words) == sorted(set(words))


def test_a_matter_in_another_village_is_another_matter() -> None:
    assert elsewhere(gist("李村停水了"), gist("王庄停水了"))
    assert not elsewhere(gist("李村停水了"), gist("停水了"))
    assert likenesses("李村停水了", ["王庄停水了"]) == [0.0]


@pytest.mark.parametrize(("one", "other"), [("3号楼电梯坏了", "5号楼电梯坏了"), ("3路甩站", "201路甩站")])
def test_what_bears_another_number_is_another_matter(one: str, other: str) -> None:
    same, different = likenesses(one, [one, other])
    assert same > ALIKE
    assert different == 0.0


def test_no_village_is_read_from_words_that_only_look_like_one() -> None:
    assert not gist("村里没路灯，进村的路也坏了").places
    assert gist("张家湾的路").places == {"village": frozenset({"张家湾"})}


def test_the_likest_of_several_is_found() -> None:
    traffic, lamps, posters = likenesses(
        "小学门口路灯怎么还不亮", ["幼儿园门口堵车", "李村小学门口路灯不亮", "路灯杆上贴满广告"]
    )
    assert lamps > ALIKE > max(traffic, posters)


def test_nothing_alike_is_found_among_other_matters() -> None:
    assert max(likenesses("低保什么时候发", ["电梯坏了", "路灯不亮"])) < ALIKE
    assert likenesses("低保什么时候发", []) == []


def test_the_name_of_a_village_makes_no_two_matters_alike() -> None:
    assert max(likenesses("李村垃圾没人拉", ["李村路灯不亮"])) < ALIKE


def test_a_name_that_everybody_says_brings_nothing_together() -> None:
    matters = [category.topic for category in CATEGORIES.values()]
    assert max(map(len, clusters([f"柳河集镇{matter}" for matter in matters]))) <= 3


def test_each_matter_is_found_whatever_stands_between() -> None:
    told = ["电梯老是卡在六楼", "小学门口路灯不亮", "电梯又卡在六楼了", "小学门口的路灯坏了", "粮食补贴没发"]
    assert clusters(told) == [(0, 2), (1, 3), (4,)]


def test_matters_of_two_villages_stay_apart_though_a_third_text_names_none() -> None:
    found = clusters(["李村停水了", "王庄停水了", "停水了怎么办"])
    assert not any({0, 1} <= set(cluster) for cluster in found)


@given(told=lists(sampled_from(SAYINGS), max_size=40))
def test_every_text_is_in_one_cluster_and_same_texts_in_the_same(told: Sequence[str]) -> None:
    found = clusters(told)
    assert sorted(number for cluster in found for number in cluster) == list(range(len(told)))
    of = {number: cluster for cluster in found for number in cluster}
    assert all(of[n] == of[told.index(words)] for n, words in enumerate(told))


@settings(max_examples=20)
@given(told=lists(sampled_from(SAYINGS), unique=True, min_size=2))
def test_the_order_of_the_texts_changes_no_cluster(told: list[str]) -> None:
    def named(texts: list[str]) -> set[frozenset[str]]:
        return {frozenset(texts[n] for n in cluster) for cluster in clusters(texts)}

    assert named(told) == named(told[::-1])
