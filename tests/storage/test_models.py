"""A station's own model is kept whole, the one before it too, and either can be put back."""

from dataclasses import replace
from pathlib import Path

import pytest

from handlers.intake.rules.model import Model, shipped
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


@pytest.mark.parametrize("content", [b"", b"{}", b"half a model"])
def test_a_model_of_another_shape_gives_way_to_the_shipped_one(tmp_path: Path, content: bytes) -> None:
    Models(tmp_path).keep(a_model(1))
    (tmp_path / "recogniser.bin").write_bytes(content)
    assert Models(tmp_path).current() == shipped()


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    Models(tmp_path).keep(a_model(1))
    assert [path.name for path in tmp_path.iterdir()] == ["recogniser.bin"]
