"""What is sealed says nothing without its key."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.message import Account
from storage.sealing import KEY_BYTES, Sealer, WrongKey, load_key

ACCOUNT = Account(platform="fake", account="main", user="zhaomin")


@given(plain=st.binary(), place=st.text())
def test_what_was_sealed_is_unsealed_as_it_was(plain: bytes, place: str) -> None:
    sealer = Sealer(bytes(KEY_BYTES))
    assert sealer.unseal(sealer.seal(plain, place=place), place=place) == plain


def test_the_same_is_sealed_differently_each_time() -> None:
    sealer = Sealer(bytes(KEY_BYTES))
    assert sealer.seal(b"0399-6000009", place="contacts") != sealer.seal(b"0399-6000009", place="contacts")


@pytest.mark.parametrize(("key", "place"), [(b"\x01", "contacts"), (b"\x00", "messages")])
def test_another_key_or_another_place_unseals_nothing(key: bytes, place: str) -> None:
    sealed = Sealer(bytes(KEY_BYTES)).seal(b"0399-6000009", place="contacts")
    with pytest.raises(WrongKey):
        Sealer(key * KEY_BYTES).unseal(sealed, place=place)


def test_two_installations_name_a_person_differently() -> None:
    assert Sealer(bytes(KEY_BYTES)).person(ACCOUNT) != Sealer(b"\x01" * KEY_BYTES).person(ACCOUNT)


def test_a_short_key_is_no_key() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer(b"secret")


def test_a_missing_key_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    key = load_key(tmp_path / "key")
    assert len(key) == KEY_BYTES
    assert load_key(tmp_path / "key") == key
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "not hexadecimal", "00" * 31])
def test_a_file_that_holds_no_key_is_left_as_it_is(tmp_path: Path, content: str) -> None:
    (tmp_path / "key").write_text(content)
    with pytest.raises(ValueError, match="does not hold a key"):
        load_key(tmp_path / "key")
    assert (tmp_path / "key").read_text() == content
