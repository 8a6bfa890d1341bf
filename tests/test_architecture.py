"""The rules of the house, read from the sources. Each rule is a function from a path and its text to complaints."""

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[1]
MOST_LINES = 320
MOST_PAGE_LINES = 90
MOST_TEST_LINES = 400

# Imports run one way: each room, and the rooms it may import, or the one module of a room. A file listed by its own name
# goes by that line instead of its room's: these are the places where concrete parts are put together.
BELOW_SERVICES = {"storage", "ingest", "geocoding", "domain", "errors"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "config": {"errors"},
    "domain": {"errors"},
    "storage": {"domain", "errors"},
    "ingest": {"domain", "errors"},
    "geocoding": {"domain", "errors"},
    "services": BELOW_SERVICES,
    "visuals": {"domain", "errors"},
    "web": {"services", "domain", "errors"},
    # What a geocoder is asked and answers are words for all; a page must know where the web room serves its scripts.
    "ui": {"services", "visuals", "domain", "errors", "config", "geocoding.answers", "web.assets"},
    "pages": {"ui", "services", "visuals", "domain", "errors"},
    "flock/parts.py": {"services", "config"} | BELOW_SERVICES,
    "flock/ui/resources.py": {"parts", "services", "config", "visuals"} | BELOW_SERVICES,
    "flock/__main__.py": {"parts", "services", "config"} | BELOW_SERVICES,
    "app.py": {"parts", "services", "config", "logs", "web", "ui"} | BELOW_SERVICES,
}
# Each third-party package that only some rooms may touch.
ONLY_IN = {
    "streamlit": ("pages/", "flock/ui/", "app.py"),
    "streamlit_folium": ("pages/", "flock/ui/"),
    "folium": ("flock/visuals/",),
    "branca": ("flock/visuals/",),
    "duckdb": ("flock/storage/",),
    "geopy": ("flock/geocoding/nominatim.py",),
    "igraph": ("flock/domain/",),
    "PIL": ("flock/ingest/pictures.py",),
    "starlette": ("flock/web/", "app.py"),
}
# Questions that read the table of members past `visible_members.sql`, and why that shows nobody to anybody.
MAY_READ_MEMBERS = {
    "visible_members": "it is the predicate",
    # Herself, or what the program asks about the one who acts.
    **dict.fromkeys(
        (
            "account_by_id",
            "account_is_demo",
            "account_is_sample",
            "account_known",
            "gate_progress",
            "home_of",
            "members_own",
            "sign_in_has_lead",
            "sign_in_member",
            "gate_by_vouch_code",
            "blocks_own",
            "profile_of",
        ),
        "herself, or somebody who gave her a code or whom she blocked by name",
    ),
    # The demo's door, and what is written and taken away.
    **dict.fromkeys(
        (
            "account_sample_people",
            "people_add_interactions",
            "people_remove_sample",
            "log_match",
            "log_undo_members",
            "member_import_undo",
        ),
        "writes, or the demo",
    ),
    **dict.fromkeys(("cells_homes", "integrity", "gazetteer_add_areas"), "counts, and shows nobody"),
    **dict.fromkeys(
        ("people_roster", "people_terms"),
        "what ranks: it decides only while nothing was written that the predicate reads, and a test holds it to the predicate",
    ),
    # Leads, behind a check of the role; their looks at a profile are logged.
    **dict.fromkeys(
        (
            "alert_members",
            "members",
            "members_state",
            "number_members",
            "unnumbered",
            "alert_unanswered",
            "introduction_suggest",
            "leading_leads",
            "leading_members",
            "log_guests",
            "suggestion_list",
            "report_notes",
            "report_queue",
            "staff_log_shown",
            "staff_other_leads",
            "staff_profile",
        ),
        "leads and organisers, checked by the service",
    ),
}
SHAPELESS = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}

Rule = Callable[[str, str], Iterator[str]]


def imports_one_way(path: str, source: str) -> Iterator[str]:
    """A lower room never imports a higher one, and rooms beside each other do not know of each other."""
    own = _room(path)
    allowed = MAY_IMPORT.get(path, MAY_IMPORT.get(own, set())) | {own}
    for module in _imported(path, source):
        parts = module.split(".")
        if parts[0] == "pages":
            yield f"{path} imports {module}: nothing imports a page"
        inside = parts[0] == "flock" and len(parts) > 1 and parts[1] != "__version__"
        if inside and not allowed & {parts[1], ".".join(parts[1:3])}:
            yield f"{path} imports {module}; from here it may be: {', '.join(sorted(allowed))}"


def packages_in_their_rooms(path: str, source: str) -> Iterator[str]:
    """Streamlit, DuckDB, folium and the like are each known to one room."""
    for module in _imported(path, source):
        rooms = ONLY_IN.get(module.split(".")[0])
        if rooms and not path.startswith(rooms):
            yield f"{path} imports {module}; only {', '.join(rooms)} may"


def names_say_what(path: str, source: str) -> Iterator[str]:
    """No module is called after nothing in particular."""
    for part in PurePosixPath(path).with_suffix("").parts:
        if SHAPELESS & set(part.split("_")):
            yield f"{path}: «{part}» does not say what is in it"


def modules_are_short(path: str, source: str) -> Iterator[str]:
    """A module is read in one sitting, a page at one glance; a file of tests is looked things up in."""
    lines = len(source.splitlines())
    most = {"pages": MOST_PAGE_LINES, "tests": MOST_TEST_LINES}.get(path.split("/")[0], MOST_LINES)
    if lines > most:
        yield f"{path} has {lines} lines; {most} is the most"


def pages_lie_one_folder_below(path: str, source: str) -> Iterator[str]:
    """Streamlit runs a page beside the script by its address, past the router; so none lies there."""
    if path.startswith("pages/") and path != "pages/router.py" and path.count("/") != 2:
        yield f"{path}: a page lies at pages/<section>/<page>.py"


def pages_are_scripts(path: str, source: str) -> Iterator[str]:
    """A page runs from top to bottom: its body is not wrapped in a function that the last line calls."""
    if not path.startswith("pages/"):
        return
    tree = ast.parse(source)
    plain = {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.decorator_list}
    if any(isinstance(node, ast.If) and "__name__" in ast.unparse(node.test) for node in tree.body):
        yield f"{path} asks for __name__: a page is only ever run"
    done = [node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.Import | ast.ImportFrom | ast.Assign)]
    done = [node for node in done if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
    calls = [node.value.func for node in done if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]
    if done and len(calls) == len(done) and all(isinstance(call, ast.Name) and call.id in plain for call in calls):
        yield f"{path} only calls its own functions: write their bodies out"


def sql_lives_in_storage(path: str, source: str) -> Iterator[str]:
    """Nobody outside storage writes SQL or holds a cursor."""
    if path.startswith("flock/storage/"):
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if word := re.search(r"\b(SELECT|INSERT|UPDATE|DELETE|MERGE INTO|CREATE TABLE)\b", node.value):
                yield f"{path}:{node.lineno} has SQL in it ({word[0]})"
        elif isinstance(node, ast.Attribute) and node.attr in ("execute", "executemany"):
            yield f"{path}:{node.lineno} runs SQL itself (.{node.attr})"


def html_only_in_ui(path: str, source: str) -> Iterator[str]:
    """Text that a browser reads as HTML is written in ui alone, where it is escaped."""
    if path.startswith("flock/ui/"):
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
            yield f"{path}:{node.value.lineno} passes unsafe_allow_html"
        elif isinstance(node, ast.Attribute) and ast.unparse(node) == "st.html":
            yield f"{path}:{node.lineno} calls st.html"


def sql_runs_on_a_lake(path: str, source: str) -> Iterator[str]:
    """A DuckLake has no keys, indexes, sequences or enums and gives back nothing that it writes, so no question leans on these."""
    text = re.sub(r"--.*", "", source)
    leaning = r"\b(PRIMARY\s+KEY|FOREIGN\s+KEY|REFERENCES|UNIQUE|INDEX|SEQUENCE|ON\s+CONFLICT|AS\s+ENUM|RETURNING)\b"
    for found in re.finditer(leaning, text, re.IGNORECASE):
        yield f"{path} says {found[0]}, which a DuckLake does not have"


def members_begin_with_who_sees_them(path: str, source: str) -> Iterator[str]:
    """Every question about members begins with `visible_members.sql`, but for those that are listed here with the reason why."""
    text = re.sub(r"--.*", "", source)
    question = PurePosixPath(path).stem
    if "/schema/" in path or question in MAY_READ_MEMBERS or "{visible}" in text:
        return
    if re.search(r"\b(?:FROM|JOIN)\s+member\b", text):
        yield f"{path} reads members without {{visible}}; begin with it, or say in MAY_READ_MEMBERS why it need not"


def names_no_machine(path: str, source: str) -> Iterator[str]:
    """A path of the machine that a thing was written on means nothing elsewhere."""
    for number, line in enumerate(source.splitlines(), 1):
        if found := re.search(r"(?<![\w.~*-])/(work|root|tmp|farm)\b", line):
            yield f"{path}:{number} names {found[0]}"


PYTHON_RULES: list[Rule] = [
    imports_one_way,
    packages_in_their_rooms,
    names_say_what,
    modules_are_short,
    pages_lie_one_folder_below,
    pages_are_scripts,
    sql_lives_in_storage,
    html_only_in_ui,
]


@pytest.mark.parametrize("rule", PYTHON_RULES, ids=lambda rule: rule.__name__)
def test_app_follows(rule: Rule) -> None:
    sources = [*ROOT.glob("app.py"), *ROOT.glob("flock/**/*.py"), *ROOT.glob("pages/**/*.py")]
    assert _complaints(rule, sources) == []


@pytest.mark.parametrize("rule", [names_say_what, modules_are_short], ids=lambda rule: rule.__name__)
def test_tests_and_benchmarks_follow(rule: Rule) -> None:
    assert _complaints(rule, [*ROOT.glob("tests/**/*.py"), *ROOT.glob("benchmarks/**/*.py")]) == []


def test_sql_runs_on_a_lake() -> None:
    assert _complaints(sql_runs_on_a_lake, list(ROOT.glob("flock/storage/sql/**/*.sql"))) == []


def test_members_are_read_through_who_sees_them() -> None:
    assert _complaints(members_begin_with_who_sees_them, list(ROOT.glob("flock/storage/sql/**/*.sql"))) == []


def test_listed_questions_about_members_exist() -> None:
    there = {file.stem for file in (ROOT / "flock" / "storage" / "sql").glob("**/*.sql")}
    assert set(MAY_READ_MEMBERS) - there == set()


def test_every_question_is_asked_and_exists() -> None:
    folder = ROOT / "flock" / "storage" / "sql"
    questions = {file.relative_to(folder).with_suffix("").as_posix() for file in folder.glob("**/*.sql")}
    questions = {question for question in questions if not question.startswith("schema/")}
    named: set[str] = set()
    for source in ROOT.glob("flock/storage/**/*.py"):
        named |= {node.value for node in ast.walk(ast.parse(source.read_text("utf-8"))) if _is_text(node)}
    assert questions - named == set(), "no function asks these"


def test_no_tracked_file_names_a_machine() -> None:
    tracked = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    files = [ROOT / name for name in tracked.split("\0") if name and (ROOT / name).is_file()]
    assert files
    assert _complaints(names_no_machine, files) == []


BAD = [
    (imports_one_way, "flock/domain/venues.py", "from flock.storage import venues"),
    (imports_one_way, "flock/storage/venues.py", "import flock.services.discovery"),
    (imports_one_way, "flock/storage/venues.py", "from flock.ingest import tables"),
    (imports_one_way, "flock/ingest/tables.py", "def read():\n    from flock.geocoding import answers"),
    (imports_one_way, "flock/services/imports.py", "from flock import parts"),
    (imports_one_way, "flock/services/imports.py", "from ..ui import cards"),
    (imports_one_way, "flock/web/api.py", "from flock.storage.database import Database"),
    (imports_one_way, "flock/visuals/layers.py", "from flock.services import discovery"),
    (imports_one_way, "pages/discover/places.py", "from flock.storage import venues"),
    (imports_one_way, "flock/ui/cards.py", "import pages.router"),
    (imports_one_way, "flock/ui/cards.py", "from flock.web import venue_tiles"),
    (imports_one_way, "flock/ui/cards.py", "from flock import geocoding"),
    (packages_in_their_rooms, "flock/services/discovery.py", "import streamlit as st"),
    (packages_in_their_rooms, "flock/visuals/layers.py", "from streamlit.runtime import caching"),
    (packages_in_their_rooms, "flock/ingest/tables.py", "import duckdb"),
    (packages_in_their_rooms, "flock/ui/map.py", "from folium.plugins import MarkerCluster"),
    (packages_in_their_rooms, "flock/visuals/layers.py", "from streamlit_folium import st_folium"),
    (packages_in_their_rooms, "flock/geocoding/offline.py", "from geopy.distance import geodesic"),
    (names_say_what, "flock/ui/utils.py", ""),
    (names_say_what, "flock/storage/venue_manager.py", ""),
    (names_say_what, "flock/common/text.py", ""),
    (modules_are_short, "flock/services/discovery.py", "x = 1\n" * (MOST_LINES + 1)),
    (modules_are_short, "pages/discover/places.py", "x = 1\n" * (MOST_PAGE_LINES + 1)),
    (modules_are_short, "tests/unit/domain/test_hours.py", "x = 1\n" * (MOST_TEST_LINES + 1)),
    (pages_lie_one_folder_below, "pages/places.py", ""),
    (pages_lie_one_folder_below, "pages/discover/deeper/places.py", ""),
    (pages_are_scripts, "pages/discover/places.py", "def show():\n    st.title('Places')\n\nshow()"),
    (pages_are_scripts, "pages/discover/places.py", "import x\nif __name__ == '__main__':\n    x.y()"),
    (sql_lives_in_storage, "flock/services/people.py", "text = 'SELECT * FROM venue'"),
    (sql_lives_in_storage, "pages/discover/places.py", "f'DELETE FROM venue WHERE name = {name}'"),
    (sql_lives_in_storage, "flock/services/people.py", "cursor.execute(text)"),
    (html_only_in_ui, "pages/discover/places.py", "st.markdown(name, unsafe_allow_html=True)"),
    (html_only_in_ui, "pages/discover/places.py", "st.html(name)"),
    (sql_runs_on_a_lake, "schema/0002.sql", "CREATE TABLE member (member_id UUID primary key)"),
    (sql_runs_on_a_lake, "add.sql", "INSERT INTO venue VALUES ($id) ON CONFLICT DO NOTHING"),
    (sql_runs_on_a_lake, "add.sql", "INSERT INTO venue VALUES ($id) RETURNING venue_id"),
    (sql_runs_on_a_lake, "schema/0002.sql", "CREATE INDEX near ON venue (quadkey)"),
    (members_begin_with_who_sees_them, "flock/storage/sql/nearby.sql", "SELECT name FROM member"),
    (members_begin_with_who_sees_them, "flock/storage/sql/nearby.sql", "SELECT 1 FROM venue JOIN member USING (x) -- {visible}"),
    (names_no_machine, "docs/operations.md", "Copy it to /" + "work/main first."),
    (names_no_machine, "Makefile", "DATA := /" + "tmp/data"),
]


@pytest.mark.parametrize(("rule", "path", "source"), BAD)
def test_rule_sees(rule: Rule, path: str, source: str) -> None:
    assert list(rule(path, source))


GOOD = [
    (imports_one_way, "flock/services/imports.py", "from flock.ingest import tables\nfrom flock.storage import venues"),
    (imports_one_way, "flock/storage/venues.py", "from flock.storage.database import Database\nfrom . import schema"),
    (imports_one_way, "flock/ui/resources.py", "from flock import __version__, parts"),
    (imports_one_way, "flock/ui/search.py", "from flock.geocoding.answers import Query"),
    (packages_in_their_rooms, "app.py", "from streamlit.starlette import App"),
    (packages_in_their_rooms, "flock/geocoding/nominatim.py", "import geopy"),
    (names_say_what, "flock/domain/community.py", ""),
    (pages_are_scripts, "pages/discover/places.py", "'Places.'\nimport x\nplaces = x.get()\nx.show(places)"),
    (pages_are_scripts, "pages/discover/places.py", "import x\n\n@x.fragment\ndef results():\n    x.y()\n\nresults()"),
    (sql_lives_in_storage, "flock/storage/venues.py", "cursor.execute('SELECT 1')"),
    (sql_lives_in_storage, "flock/ui/words.py", "label = 'Select a place, then update it'"),
    (sql_runs_on_a_lake, "nearest.sql", "-- no index needed\nSELECT venue_id FROM venue"),
    (
        members_begin_with_who_sees_them,
        "flock/storage/sql/nearby.sql",
        "WITH {visible} SELECT name FROM visible JOIN member USING (x)",
    ),
    (members_begin_with_who_sees_them, "flock/storage/sql/nearby.sql", "SELECT 1 FROM member_group"),
    (names_no_machine, "docs/operations.md", "See ../shared/data, https://example.org/x/work and var/tmp."),
]


@pytest.mark.parametrize(("rule", "path", "source"), GOOD)
def test_rule_lets_pass(rule: Rule, path: str, source: str) -> None:
    assert list(rule(path, source)) == []


def _complaints(rule: Rule, files: list[Path]) -> list[str]:
    found: list[str] = []
    for file in files:
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture or another binary file
        found += rule(file.relative_to(ROOT).as_posix(), text)
    return found


def _room(path: str) -> str:
    parts = PurePosixPath(path).with_suffix("").parts
    return parts[1] if parts[0] == "flock" and len(parts) > 1 else parts[0]


def _imported(path: str, source: str) -> Iterator[str]:
    """Give each imported name in full, wherever in the file the import stands."""
    package = PurePosixPath(path).parent.parts
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join((*above, *([node.module] if node.module else [])))
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
