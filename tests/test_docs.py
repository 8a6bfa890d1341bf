"""The documents say what is so: settings, links, paths, commands and feature ids are held against the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from flock import __main__ as command_line
from flock import config

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
FEATURES = ROOT / "docs" / "features.md"
DOCS = [file for folder in (".", "docs", "data", "benchmarks") for file in sorted((ROOT / folder).glob("*.md"))]
IDS = re.compile(r"[A-Z]\d{1,2}")

every_document = pytest.mark.parametrize("file", DOCS, ids=lambda file: file.relative_to(ROOT).as_posix())


@pytest.mark.parametrize("name", config.Settings.__dataclass_fields__)
def test_readme_has_every_setting_with_its_default(name: str) -> None:
    default = str(getattr(config.Settings(), name))
    row = f"| `FLOCK_{name.upper()}` | {f'`{default}`' if default else 'empty'} |"
    assert row in _readme(), f"the README's table of settings lacks the row that begins: {row}"


@every_document
def test_settings_named_exist(file: Path) -> None:
    known = {f"FLOCK_{name.upper()}" for name in config.Settings.__dataclass_fields__}
    assert set(re.findall(r"FLOCK_[A-Z_]*[A-Z]", file.read_text("utf-8"))) <= known


@every_document
def test_links_and_pictures_exist(file: Path) -> None:
    for target in _links(file.read_text("utf-8")):
        found = (file.parent / target).resolve()
        assert found.exists(), f"{file.name} links to {target}, which is not there"
        assert found.is_relative_to(ROOT), f"{file.name} links out of the repository: {target}"


@every_document
def test_paths_named_exist(file: Path) -> None:
    """A document may leave out the `flock/` before a room."""
    rooms = [room.name for room in (ROOT / "flock").iterdir() if room.is_dir()]
    start = "|".join(("flock", "pages", "tests", "docs", "data", "benchmarks", "deploy", *rooms))
    for path in re.findall(rf"`((?:{start})/[\w./-]*)`", file.read_text("utf-8")):
        assert (ROOT / path).exists() or (ROOT / "flock" / path).exists(), f"{file.name} names {path}, which is not there"


@every_document
def test_functions_named_exist(file: Path) -> None:
    """`tiles.key_range` and the like: a name that a module of that name has."""
    for module, name in re.findall(r"`(\w+)\.(\w+)(?:\(.*?\))?`", file.read_text("utf-8")):
        sources = list((ROOT / "flock").glob(f"**/{module}.py"))
        if sources and name not in ("py", "csv", "md", "sql", "js", "css", "json", "duckdb"):
            assert any(re.search(rf"^ *(def |class )?{name}\b", source.read_text("utf-8"), re.MULTILINE) for source in sources), (
                f"{file.name} names {module}.{name}, which is not there"
            )


@every_document
def test_make_targets_named_exist(file: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", "\n".join(_code(file.read_text("utf-8"))))) <= targets


@every_document
def test_commands_and_options_named_exist(file: Path) -> None:
    known = _commands()
    for name, rest in re.findall(r"python -m flock ([a-z][a-z-]*)(.*)", "\n".join(_code(file.read_text("utf-8")))):
        assert name in known, f"{file.name} names the command {name}, which is not there"
        assert set(re.findall(r"--[a-z][a-z-]*", rest)) <= known[name] | {"--help"}, (
            f"{file.name} gives {name} options it does not take"
        )


def test_feature_ids_in_tests_are_in_the_list() -> None:
    listed = set(re.findall(r"^\| ([A-Z]\d{1,2}) \|", FEATURES.read_text("utf-8"), re.MULTILINE))
    assert listed
    for file in sorted((ROOT / "tests").glob("**/test_*.py")):
        for found in _ids_named(file.read_text("utf-8")):
            assert found in listed, f"{file.relative_to(ROOT)} names {found}; docs/features.md does not have it"


def test_reading_of_documents() -> None:
    text = "Be sure to make sense. Run `make test` or:\n```\nmake run\n```\n[a](b.md#part) ![c](d.png) [e](https://x.y) [f](#g) `[h](i)`"
    assert list(_links(text)) == ["b.md", "d.png"]
    assert re.findall(r"make [a-z]+", "\n".join(_code(text))) == ["make run", "make test"]
    source = 'def test_m4_moves() -> None:\n    """Nothing reruns (M1, P1)."""\n    formula = "=SUM(A1)"'
    assert sorted(_ids_named(source)) == ["M1", "M4", "P1"]


def _readme() -> str:
    return README.read_text("utf-8")


def _links(text: str) -> Iterator[str]:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)", prose) + re.findall(r'(?:src|href)="([^"]+)"', prose):
        if not re.match(r"[a-z]+:|#", target):
            yield target.partition("#")[0]


def _code(text: str) -> list[str]:
    """Give fenced blocks and code spans; «make sure» in prose is not a command."""
    fenced = re.findall(r"```.*?```", text, flags=re.DOTALL)
    return fenced + re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def _commands() -> dict[str, set[str]]:
    """Give each command of the command line with the options it takes."""
    group = typer.main.get_command(command_line.app)
    return {name: {option for param in command.params for option in param.opts} for name, command in group.commands.items()}


def _ids_named(source: str) -> Iterator[str]:
    """Give ids as in `def test_m4_panning…` and as in a docstring's «(P3)» or «(M1, M2)»."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
            for group in re.findall(r"\(([A-Z]\d{1,2}(?:, [A-Z]\d{1,2})*)\)", ast.get_docstring(node) or ""):
                yield from IDS.findall(group)
        if isinstance(node, ast.FunctionDef) and (named := re.match(r"test_([a-z]\d{1,2})_", node.name)):
            yield named[1].upper()
