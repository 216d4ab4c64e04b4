"""`liaison-bot cluster`: texts in, clusters out, and how well they agree with what people say."""

import io
import json
import sys
from pathlib import Path

import pytest

from bot import cli
from bot.clustering import Line, agreement, read

TOLD: tuple[dict[str, str | int], ...] = (
    {"id": "a", "text": "小学门口路灯不亮", "cluster": "灯"},
    {"id": 7, "text": "电梯老是卡在六楼", "cluster": "电梯"},
    {"id": "c", "text": "小学门口的路灯坏了", "cluster": "灯"},
)


def written(*rows: object) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def given_a_file(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "told.jsonl"
    path.write_bytes(content)
    return str(path)


def test_each_text_gets_the_id_of_the_first_of_its_matter_in_the_order_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["cluster", given_a_file(tmp_path, written(*TOLD))]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"id": "a", "cluster": "a"},
        {"id": 7, "cluster": 7},
        {"id": "c", "cluster": "a"},
    ]


def test_texts_are_read_from_standard_input_without_a_configuration(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(written(TOLD[0]) + b"\n")))
    assert cli.main(["cluster"]) == 0
    assert capsys.readouterr().out == '{"id": "a", "cluster": "a"}\n'


def test_no_texts_are_no_clusters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["cluster", given_a_file(tmp_path, b"")]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    "line", [b"no json", b'{"id": 1}', b'{"id": 1, "text": 2}', b"[]", b'{"id": 1, "text": "\xff"}']
)
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_printed(
    line: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["cluster", given_a_file(tmp_path, written(TOLD[0]) + line)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("第 2 行读不懂。")


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["cluster", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err == f"打不开 {tmp_path / 'none'}。\n"


def test_the_report_tells_precision_and_recall_and_prints_no_clusters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["cluster", "--report", given_a_file(tmp_path, written(*TOLD))]) == 0
    assert capsys.readouterr().out == (
        "全部 3 条：B³ 精确率 1.000 召回率 1.000 F 1.000\n有同伴的 2 条：B³ 精确率 1.000 召回率 1.000 F 1.000\n"
    )


def told_otherwise() -> list[Line]:
    """Found: a and c, 7. Told: a and 7, c."""
    told = [{**row, "cluster": cluster} for row, cluster in zip(TOLD, "xxy", strict=True)]
    return read(written(*told).splitlines(), labelled=True)


def test_b_cubed_averages_over_texts() -> None:
    measured = agreement(told_otherwise())
    assert measured.texts == 3
    assert measured.precision == pytest.approx((1 / 2 + 1 + 1 / 2) / 3)
    assert measured.recall == pytest.approx((1 / 2 + 1 / 2 + 1) / 3)


def test_texts_without_company_may_be_left_out_of_account() -> None:
    measured = agreement(told_otherwise(), with_company=True)
    assert measured.texts == 2
    assert measured.precision == pytest.approx((1 / 2 + 1) / 2)
    assert measured.recall == pytest.approx(1 / 2)
