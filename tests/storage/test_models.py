"""A station's own model is kept whole, the one before it too, and either can be put back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handlers.intake.rules.model import Model, shipped, written
from storage.errors import Unwritable
from storage.models import Models, NoEarlierModel


def a_model(mark: int) -> Model:
    return replace(shipped(), table=bytes([mark]) + shipped().table[1:])


def test_before_anything_was_learned_the_shipped_model_is_used(tmp_path: Path) -> None:
    assert Models(tmp_path).current() == shipped()


def test_what_was_kept_is_used_after_a_restart(tmp_path: Path) -> None:
    Models(tmp_path).keep(a_model(1))
    assert Models(tmp_path).current() == a_model(1)


def test_the_model_before_can_be_put_back_then_the_shipped_one_then_nothing(tmp_path: Path) -> None:
    models = Models(tmp_path)
    models.keep(a_model(1))
    models.keep(a_model(2))
    models.roll_back()
    assert models.current() == a_model(1)
    models.roll_back()
    assert models.current() == shipped()
    with pytest.raises(NoEarlierModel):
        models.roll_back()


def halved(content: bytes) -> bytes:
    return content[: len(content) // 2]


def with_one_bit_changed(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


def unsigned(content: bytes) -> bytes:
    return written(a_model(1))


def emptied(content: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [halved, with_one_bit_changed, unsigned, emptied])
def test_a_damaged_or_foreign_model_gives_way_to_the_shipped_one_and_is_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: Callable[[bytes], bytes]
) -> None:
    models = Models(tmp_path)
    models.keep(a_model(1))
    file = tmp_path / "recogniser.bin"
    file.write_bytes(damage(file.read_bytes()))
    assert (models.current(), models.current()) == (shipped(), shipped())
    assert len(caplog.records) == 1


def test_what_another_process_keeps_or_takes_back_is_used_at_once(tmp_path: Path) -> None:
    running, beside = Models(tmp_path), Models(tmp_path)
    assert running.current() == shipped()
    beside.keep(a_model(1))
    assert running.current() == a_model(1)
    beside.roll_back()
    assert running.current() == shipped()


def test_a_disk_that_takes_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unwritable):
        Models(tmp_path / "nowhere").keep(a_model(1))


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    Models(tmp_path).keep(a_model(1))
    assert [path.name for path in tmp_path.iterdir()] == ["recogniser.bin"]
