"""The house keeps its own rules: those that ruff, mypy and lint-imports cannot see."""

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import grimp
import pytest

import bot
import handlers
import storage

ROOT = Path(__file__).parent.parent
HOUSES = ("bot", "handlers", "storage")
READMES = ("README.md", "README.zh-CN.md")

AT_THE_TOP = {
    ".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", *READMES, "config.example.toml", "pyproject.toml",
    "requirements-dev.lock", "requirements.lock", "tests", *HOUSES,
}  # fmt: skip
COMMAND_ROW = re.compile(r"^\| `/(\S+)` \| `/(\S+)` \|", re.MULTILINE)
ARROW = re.compile(r"^ *(\w+) --> (\w+): ([\w, ]+)$", re.MULTILINE)
NAMES_NO_SUBJECT = re.compile(r"util|helper|manager|misc(?!hief)|common")
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
FOR_CHINESE = re.compile(r"(.*_)?texts\.py|words\.py")
PATH_OF_ONE_MACHINE = re.compile(r"(?<![\w./~-])/(?:home|root|tmp|work|Users)/\w")


def files(*parts: str, ending: str = "") -> list[Path]:
    """Every file of the repository under *parts*, tracked or about to be, as a path from its root."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *parts],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    names = listing.stdout.rstrip("\0").split("\0")
    return sorted(Path(name) for name in names if name.endswith(ending) and (ROOT / name).is_file())


def read(path: Path | str) -> str:
    return (ROOT / path).read_text("utf-8")


def report(complaints: Iterable[str]) -> None:
    """Fail with every complaint on a line of its own."""
    if found := sorted(complaints):
        pytest.fail("\n" + "\n".join(found), pytrace=False)


# --- README ---


@pytest.mark.parametrize("readme", READMES)
def test_readme_lists_every_command_and_no_other(readme: str) -> None:
    from handlers.commands import COMMANDS

    rows = {f"| `/{word}` | `/{letters}` |" for word, letters in COMMAND_ROW.findall(read(readme))}
    compare(readme, rows, {f"| `/{command.word.main}` | `/{command.word.ascii}` |" for command in COMMANDS})


@pytest.mark.parametrize("readme", READMES)
def test_readme_draws_every_transition_of_a_petition_and_no_other(readme: str) -> None:
    from handlers.petitions.rules.states import TRANSITIONS

    arrows = ARROW.findall(read(readme))
    drawn = {f"{before} --> {after}: {action}" for before, after, actions in arrows for action in actions.split(", ")}
    compare(readme, drawn, {f"{before} --> {after}: {action}" for (before, action), after in TRANSITIONS.items()})


def compare(readme: str, has: set[str], must_have: set[str]) -> None:
    report(
        chain(
            (f"{readme}: add {line}" for line in must_have - has),
            (f"{readme}: drop {line}" for line in has - must_have),
        )
    )


# --- words ---


def test_every_command_is_found_by_its_letters_even_with_a_number_behind_them() -> None:
    from handlers.commands import COMMANDS
    from handlers.find_command import Found, Vocabulary, find_command

    words = [command.word for command in COMMANDS]
    vocabulary = Vocabulary(words)
    for word in words:
        found = find_command(f"/{word.ascii}12", vocabulary, addressed=True)
        assert isinstance(found, Found)
        assert (found.word, found.rest) == (word, "12")


def test_every_refusal_has_words() -> None:
    from handlers.refusal_texts import WORDS
    from handlers.refusals import Refusal

    def kinds(of: type[Refusal]) -> Iterator[type[Refusal]]:
        return chain.from_iterable((kind, *kinds(kind)) for kind in of.__subclasses__())

    for house in (bot, handlers, storage):
        for module in pkgutil.walk_packages(house.__path__, f"{house.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    ours = (kind for kind in kinds(Refusal) if kind.__module__.startswith(HOUSES))
    report(
        f"{kind.__module__}: give {kind.__name__} an entry in refusal_texts.WORDS" for kind in ours if kind not in WORDS
    )


def test_chinese_stands_only_in_texts_and_words() -> None:
    def complaints() -> Iterator[str]:
        for path in files(*HOUSES, ending=".py"):
            if FOR_CHINESE.fullmatch(path.name):
                continue
            for string in strings(ast.parse(read(path))):
                if CHINESE.search(str(string.value)):
                    yield f"{path}:{string.lineno}: move {string.value!r} to texts.py or words.py"

    report(complaints())


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every string of a module but its docstrings: a string that is a statement is read by nobody but us."""
    for child in ast.iter_child_nodes(tree):
        match child:
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.Constant(value=str()):
                yield child
            case _:
                yield from strings(child)


# --- packages ---


def test_handlers_import_nothing_that_must_be_installed() -> None:
    graph = grimp.build_graph("handlers", include_external_packages=True, cache_dir=None)
    own = {"handlers", *sys.stdlib_module_names}

    def complaints() -> Iterator[str]:
        for module in graph.modules:
            for imported in graph.find_modules_directly_imported_by(module):
                if imported.split(".")[0] in own or (module, imported) == ("handlers.dates.lunar", "lunar_python"):
                    continue
                for line in graph.get_import_details(importer=module, imported=imported):
                    yield f"{module}:{line['line_number']}: leave {imported} to bot or storage"

    report(complaints())


def test_every_folder_with_code_is_a_package() -> None:
    folders = {path.parent for path in files(*HOUSES, ending=".py")}
    report(f"{folder}: add __init__.py" for folder in folders if not (ROOT / folder / "__init__.py").exists())


def test_the_wheel_holds_every_file_of_the_three_packages(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == {path.as_posix() for path in files(*HOUSES)}


# --- files ---


def test_every_file_is_named_after_a_subject() -> None:
    named = (part for path in files(*HOUSES, "tests") for part in (path.parent.name, path.stem))
    report(f"{name}: name what it is about" for name in set(named) if NAMES_NO_SUBJECT.search(name))


def test_the_top_of_the_repository_holds_what_it_should() -> None:
    report(f"{name}: does not belong at the top" for name in {path.parts[0] for path in files()} - AT_THE_TOP)


def test_no_file_names_a_path_of_one_machine() -> None:
    def complaints() -> Iterator[str]:
        for path in files():
            content = (ROOT / path).read_bytes()
            if b"\0" in content:
                continue
            for number, line in enumerate(content.decode("utf-8").splitlines(), 1):
                if PATH_OF_ONE_MACHINE.search(line):
                    yield f"{path}:{number}: {line.strip()}"

    report(complaints())


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_pins_every_dependency_and_names_no_place_to_get_it(lock: str) -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["postgres"], *(extras["dev"] if "dev" in lock else ())]
    pinned = set(re.findall(r"^([\w.-]+)==", read(lock), flags=re.MULTILINE))
    assert {re.split(r"[^\w.-]", name)[0] for name in wanted} <= pinned
    assert "://" not in read(lock)
