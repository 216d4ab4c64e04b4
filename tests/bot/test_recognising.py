"""`liaison-bot recognise`: texts in, readings out, and how well they agree with what people say."""

import io
import json
import sys
from pathlib import Path

import pytest

from bot import cli
from bot.recognising import Accuracy, Row, accuracy, detections, flags, read, recognised, topics

TEXTS = (
    {"id": "a", "text": "李村小学门口路灯不亮三天了"},
    {"id": 2, "text": "哈哈哈晚安"},
    {"id": "c", "text": "请领导关注", "detail": "学校食堂饭菜有虫，老师乱收补课费，学生吃不饱"},
)
TOLD = (
    {"text": "李村小学门口路灯不亮三天了", "label": 1, "style": "group-chat"},
    {"text": "晚安各位", "label": 0, "style": "group-chat"},
    {"text": "投诉物业乱收费", "label": 1, "style": "message-board"},
    {"text": "哈哈哈", "label": 1, "style": "message-board"},
    {"text": "学校食堂饭菜有虫", "detail": "", "label": "教育文体", "scheme": "7"},
    {"text": "宽带断了没人修", "detail": None, "label": "科技与信息产业", "scheme": "15"},
    {"text": "3号楼着火了", "detail": "", "urgent": 1, "redirect": "none"},
    {"text": "法院判决半年了，对方就是不执行", "detail": "", "urgent": 0, "redirect": "litigation"},
)


def written(*rows: object) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def given_a_file(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "texts.jsonl"
    path.write_bytes(content)
    return str(path)


def test_each_text_gets_one_line_with_all_that_is_promised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["recognise", given_a_file(tmp_path, written(*TEXTS))]) == 0
    lamp, night, school = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert list(lamp) == [
        *("id", "petition", "probability", "decision", "category"),
        *("group7", "group15", "redirect", "urgent", "kind"),
    ]
    assert (lamp["id"], lamp["petition"], lamp["decision"], lamp["category"]) == ("a", True, "register", "0203")
    assert (night["id"], night["petition"], night["decision"]) == (2, False, "no")
    assert school["group7"] == "教育文体"


def test_without_a_file_standard_input_is_read_and_no_configuration_is_needed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(written(TEXTS[0]) + b"\n"), encoding="ascii"))
    assert cli.main(["recognise"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "a"


@pytest.mark.parametrize(
    "line",
    [b"no json", b"[]", b'{"id": 1}', b'{"text": "x"}', b'{"id": 1, "text": 2}', b'{"id":1,"text":"x","detail":3}'],
)
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: bytes
) -> None:
    assert cli.main(["recognise", given_a_file(tmp_path, written(TEXTS[0]) + line)]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "",
        "第 2 行读不懂。每行要有一个 JSON，写明 id 和 text；加 --report 时要写明 text 和标注（label 或 redirect）。\n",
    )


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["recognise", str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err


def test_the_report_tells_every_kind_of_label(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["recognise", "--report", given_a_file(tmp_path, written(*TOLD))]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "是不是意见，全部 4 条：精确率 1.000，召回率 0.667，F1 0.800" in lines
    assert "是不是意见，group-chat 2 条：精确率 1.000，召回率 1.000，F1 1.000" in lines
    assert "7 类：1 条，对 1.000，宏平均 F1 1.000" in lines
    assert "15 类：1 条，对 1.000，宏平均 F1 1.000" in lines
    assert "紧急：精确率 1.000，召回率 1.000，F1 1.000" in lines
    assert "引导 R1：精确率 1.000，召回率 1.000，F1 1.000" in lines


def test_the_shares_of_the_decisions_are_told_and_those_lost() -> None:
    everything, chat = detections(read(written(*TOLD).splitlines(), labelled=True))
    assert sum(everything.shares.values()) == pytest.approx(1)
    assert everything.lost == pytest.approx(1 / 3)
    assert (chat.style, chat.texts, chat.lost) == ("group-chat", 2, 0)


def test_recall_never_grows_with_the_threshold() -> None:
    everything, _ = detections(read(written(*TOLD).splitlines(), labelled=True))
    recalls = [accuracy.recall for _, accuracy in sorted(everything.at.items())]
    assert recalls == sorted(recalls, reverse=True)


def test_what_is_not_labelled_is_not_reported() -> None:
    rows = read(written(*TEXTS).splitlines())
    assert (detections(rows), topics(rows), dict(flags(rows))) == ([], [], {})


def test_accuracy_is_of_those_taken_and_of_those_told() -> None:
    found = accuracy([True, True, False, False], [True, False, True, True])
    assert found == Accuracy(precision=1 / 2, recall=1 / 3)
    assert found.f1 == pytest.approx(0.4)
    assert accuracy([False], [False]) == Accuracy(precision=1, recall=1)


def test_a_place_beside_a_court_is_led_nowhere_else() -> None:
    (row,) = read([json.dumps({"id": 1, "text": "法院门口的路灯不亮"}).encode()])
    assert recognised(row)["redirect"] is None


def test_a_danger_is_urgent_and_a_lamp_is_not() -> None:
    urgent = [
        recognised(Row(id=1, text=text))["urgent"]
        for text in ("3号楼着火了", "大雪封山，几户老人断粮了", "全村停水三天了，几百户人没水喝", "路灯不亮三天了")
    ]
    assert urgent == [True, True, True, False]
