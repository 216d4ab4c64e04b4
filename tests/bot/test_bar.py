"""How far something long has come."""

from io import StringIO

from bot.verbs.bar import Bar


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_a_bar_that_moves_with_each_percent_and_ends_its_line() -> None:
    terminal = Terminal()
    bar = Bar(terminal)
    for done in range(1, 401):
        bar.show(done, 400)
    shown = terminal.getvalue().split("\r")[1:]
    assert len(shown) == 101
    assert shown[45] == "[#########...........] 已处理 180 条，共 400 条（45%）"
    assert shown[-1] == "[####################] 已处理 400 条，共 400 条（100%）\n"


def test_a_file_has_a_line_each_ten_seconds_and_none_where_it_was_short() -> None:
    file, seconds = StringIO(), iter(range(1000))
    bar = Bar(file, seconds=lambda: next(seconds) / 4)
    for done in range(1, 10_001):
        bar.show(done, 10_000)
    lines = file.getvalue().splitlines()
    assert lines == ["已处理 3900 条，共 10000 条（39%）", "已处理 7900 条，共 10000 条（79%）"]
    short = StringIO()
    Bar(short, seconds=lambda: 0.0).show(100, 100)
    assert short.getvalue() == ""
