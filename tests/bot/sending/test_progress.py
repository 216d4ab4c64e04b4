"""How a post that was begun goes on: from the piece that was not taken, and what an open outcome means."""

from collections import deque
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.platforms.base import DeliveryError, File, NoWay, Throttled, Uncertain, Unreachable
from bot.sending.progress import Progress
from bot.sending.reactions import TooLong
from bot.sending.ways import Piece, Way, Words
from handlers.message import Scope
from tests.bot.wecom.stage import IN_GROUP, a_post


class Wire:
    """Takes pieces, or fails in the order it is told to; None is a piece that is taken."""

    def __init__(self, *outcomes: DeliveryError | None) -> None:
        self.outcomes = deque(outcomes)
        self.tried: list[tuple[str, str]] = []

    async def send(self, piece: Piece, key: str) -> None:
        self.tried.append((key, piece.text if isinstance(piece, Words) else ""))
        outcome = self.outcomes.popleft() if self.outcomes else None
        if outcome is not None:
            raise outcome


def a_way(wire: Wire, *, name: str = "reply", finished: str = "") -> Way:
    return Way(name=name, send=wire.send, longest=64, literal=str, finished=finished)


IN_THREE = a_post("\n".join("清理河道淤泥垃圾" * 2 for _ in range(3)), key="k")
THROTTLED = Throttled("45009", wait=timedelta(seconds=1))
OPEN = Unreachable("not acknowledged", maybe_taken=True)
FINISHED = NoWay("846608")


async def test_another_try_begins_with_the_piece_that_was_not_taken() -> None:
    wire, progress = Wire(None, THROTTLED), Progress()
    with pytest.raises(Throttled):
        await progress.go_on(a_way(wire), IN_THREE)
    await progress.go_on(a_way(wire), IN_THREE)
    assert [key for key, _ in wire.tried] == ["k/0", "k/1", "k/1", "k/2"]


@pytest.mark.parametrize(("outcomes", "begun"), [((None, THROTTLED), True), ((THROTTLED,), False)])
async def test_what_fails_says_whether_some_of_the_post_was_shown(
    outcomes: tuple[DeliveryError | None, ...], begun: bool
) -> None:
    with pytest.raises(Throttled) as failed:
        await Progress().go_on(a_way(Wire(*outcomes)), IN_THREE)
    assert failed.value.begun is begun


async def test_where_the_way_wants_it_time_lies_between_two_pieces() -> None:
    wire, slept = Wire(None, THROTTLED), list[float]()

    async def sleep(seconds: float) -> None:
        assert len(wire.tried) == len(slept) + 1, "not before the first piece of a try"
        slept.append(seconds)

    progress = Progress(sleep=sleep)
    way = replace(a_way(wire), apart=3.1)
    with pytest.raises(Throttled):
        await progress.go_on(way, IN_THREE)
    assert slept == [3.1]


async def test_what_one_way_took_another_says_from_the_beginning() -> None:
    first, second, progress = Wire(None, THROTTLED), Wire(), Progress()
    with pytest.raises(Throttled):
        await progress.go_on(a_way(first), IN_THREE)
    await progress.go_on(a_way(second, name="push"), IN_THREE)
    assert [key for key, _ in second.tried] == ["k/0", "k/1", "k/2"]


async def test_where_one_way_said_the_words_and_refused_the_file_another_shows_only_the_file() -> None:
    with_file = replace(IN_THREE, file=File(name="排班.xlsx", content=b"0123456789"))
    first, second, progress = Wire(None, None, None, NoWay("40006")), Wire(), Progress()
    with pytest.raises(NoWay):
        await progress.go_on(a_way(first), with_file)
    await progress.go_on(a_way(second, name="push"), with_file)
    assert second.tried == [("k/3", "")]


async def test_words_that_were_changed_meanwhile_are_said_from_the_beginning() -> None:
    wire, progress = Wire(None, THROTTLED), Progress()
    with pytest.raises(Throttled):
        await progress.go_on(a_way(wire), IN_THREE)
    await progress.go_on(a_way(wire), replace(IN_THREE, text="已删去"))
    assert wire.tried[-1] == ("k/0", "已删去")


async def test_row_26_a_stream_that_was_not_acknowledged_is_shown_again_in_its_place() -> None:
    wire, progress = Wire(OPEN), Progress()
    post = a_post("您好", key="k")
    with pytest.raises(Unreachable):
        await progress.go_on(a_way(wire, finished="846608"), post)
    await progress.go_on(a_way(wire, finished="846608"), post)
    assert wire.tried == [("k/0", "您好")] * 2


async def test_row_26_a_stream_that_is_finished_by_the_try_before_has_been_shown() -> None:
    wire, progress = Wire(OPEN, FINISHED), Progress()
    post = a_post("您好", key="k")
    with pytest.raises(Unreachable):
        await progress.go_on(a_way(wire, finished="846608"), post)
    await progress.go_on(a_way(wire, finished="846608"), post)


async def test_row_21_a_stream_that_is_finished_otherwise_has_not_been_shown() -> None:
    with pytest.raises(NoWay):
        await Progress().go_on(a_way(Wire(FINISHED), finished="846608"), a_post("您好"))


async def test_row_26_a_card_that_was_not_acknowledged_is_no_stream_that_could_be_finished() -> None:
    wire, progress = Wire(OPEN, FINISHED), Progress()
    post = a_post("能来吗？", key="k", choices=[(1, "能来")])
    way = replace(a_way(wire, finished="846608"), fits=lambda text, choices: True)
    with pytest.raises(Unreachable):
        await progress.go_on(way, post)
    with pytest.raises(NoWay):
        await progress.go_on(way, post)


async def test_row_26_after_two_tries_without_a_word_a_stream_is_given_up_for_another_way() -> None:
    wire, progress = Wire(OPEN, OPEN), Progress()
    post = a_post("您好")
    for _ in range(2):
        with pytest.raises(Unreachable):
            await progress.go_on(a_way(wire, finished="846608"), post)
    for _ in range(2):
        with pytest.raises(NoWay):
            await progress.go_on(a_way(wire, finished="846608"), post)
    assert len(wire.tried) == 2


async def test_row_26_what_a_group_may_have_read_is_said_once_more_and_then_given_up() -> None:
    wire, progress = Wire(None, OPEN, OPEN), Progress()
    post = replace(IN_THREE, place=IN_GROUP, scope=Scope.GROUP)
    with pytest.raises(Unreachable):
        await progress.go_on(a_way(wire), post)
    with pytest.raises(Uncertain) as given_up:
        await progress.go_on(a_way(wire), post)
    assert ([key for key, _ in wire.tried], given_up.value.begun) == (["k/0", "k/1", "k/1"], True)


async def test_row_26_a_try_of_a_process_that_died_counts() -> None:
    with pytest.raises(Uncertain):
        await Progress().go_on(a_way(Wire(OPEN)), replace(a_post("您好", IN_GROUP), maybe_shown=True))


async def test_row_26_somebody_in_private_rather_reads_it_again_than_never() -> None:
    wire, progress, post = Wire(*[OPEN] * 5), Progress(), a_post("您好")
    for _ in range(5):
        with pytest.raises(Unreachable):
            await progress.go_on(a_way(wire), post)
    await progress.go_on(a_way(wire), post)
    assert len(wire.tried) == 6


async def test_row_16_of_what_was_too_long_only_what_was_not_taken_is_sent_again() -> None:
    wire, progress = Wire(TooLong("too long"), None, THROTTLED), Progress()
    way, post = replace(a_way(wire), longest=4000), a_post("清理河道淤泥垃圾\n" * 100, key="k")
    with pytest.raises(Throttled):
        await progress.go_on(way, post)
    await progress.go_on(way, post)
    assert [key for key, _ in wire.tried] == ["k/0", "k/0", "k/1", "k/1", "k/2"]
    parts = [text for _, text in (wire.tried[1], *wire.tried[3:])]
    assert "\n".join(part.partition("\n")[2] for part in parts) == post.text


async def test_row_16_what_is_too_long_even_in_short_parts_is_refused() -> None:
    with pytest.raises(TooLong):
        await Progress().go_on(a_way(Wire(*[TooLong("too long")] * 100)), IN_THREE)


async def test_a_post_that_has_ended_is_forgotten() -> None:
    wire, progress = Wire(None, THROTTLED), Progress()
    with pytest.raises(Throttled):
        await progress.go_on(a_way(wire), IN_THREE)
    progress.end(IN_THREE)
    await progress.go_on(a_way(wire), IN_THREE)
    assert [key for key, _ in wire.tried] == ["k/0", "k/1", "k/0", "k/1", "k/2"]
