"""Text that other programs take for code, on every surface that shows text of people: read literally, executed nowhere, asking nobody."""

import csv
import io
import json
import logging
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import httpx2
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, Error, Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from flock.domain import tiles
from flock.domain.positions import LatLon
from tests.app.conftest import said_of
from tests.browser import hostile_world
from tests.browser.hostile_world import TEXTS
from tests.browser.test_doors import database_folder
from tests.browser.test_hostile_names import CANARY, IN_VIEW, ROOT, as_read

SHOWN_MS = 60_000
COMMUNITY = "{{7*7}} <b>${1}</b> ![x](//pixel.example/t.png)"
SECRET = "only for tests: nobody else may know it"
# All that a page says: what is seen, what stands in fields, what is read out, and the tables behind drawn grids.
ALL_TEXT = """() => [
    document.body.innerText,
    ...Array.from(document.querySelectorAll("input, textarea"), one => one.value),
    ...Array.from(document.querySelectorAll("[aria-label], [title], [alt]"),
        one => ["aria-label", "title", "alt"].map(name => one.getAttribute(name) || "")).flat(),
    ...Array.from(document.querySelectorAll("canvas [role=gridcell]"), one => one.textContent),
    document.title,
]"""

# Where a text of people is shown: page and what it is of. A page that shows another has to be named here, and shows it literally.
SURFACES = {
    "places": "place address source licence",
    "map": "place",
    "a place": "place address source licence edited",
    "compare": "place address",
    "suggest": "place address wanted remark edited",
    "found by word": "place address",
    "nothing found": "typed",
    "people": "name does interest",
    "notices": "decision",
    "say hello": "name",
    "report her": "name",
    "block her": "name",
    "introductions": "name does help learn",
    "talk": "name does hello message group interest",
    "look after places": "place",
    "edit a place": "place address source licence",
    "history": "place address",
    "merge": "place address",
    "suggestions": "place address wanted remark",
    "suggestions answered": "place wanted remark answer",
    "members": "name does",
    "reports": "name report note",
    "community": "name",
    "columns of a table": "cell",
    "rows of a table": "cell",
    "a log": "cell",
    "open data as CSV": "place address source licence edited",
    "open data as GeoJSON": "place address source licence edited",
    "open data as Parquet": "place address source licence edited",
    "tiles": "place",
    "her own data": "name interest group effect",
}  # fmt: skip


_KINDS = sorted({of for all_of in SURFACES.values() for of in all_of.split()} | {"hours", "phone", "effect"})
MARK = re.compile(rf"(?<!\d)(\d\d)-({'|'.join(_KINDS)})\b")


def without_format(text: str) -> str:
    """Leave out what is not seen; some fields take it out as they are written."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


class Reader:
    """Reads pages as somebody and keeps, by surface, which texts were there, and whatever was not as it was written."""

    def __init__(self, url: str, page: Page) -> None:
        self.url, self.page = url, page
        self.found: dict[str, set[tuple[int, str]]] = {}
        self.wrong: list[str] = []
        self.foreign: list[str] = []
        page.on("request", self._asked)
        page.on("dialog", lambda dialog: (self.wrong.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda told: self.wrong.append(told.text) if "SyntaxError" in told.text else None)

    def go(self, surface: str, address: str, *, until: str = "") -> None:
        """Open a page, wait until a mark is on it, and read it."""
        self.page.goto(f"{self.url}/{address}")
        self.read(surface, until=until)

    def read(self, surface: str, *, until: str = "") -> None:
        """Read what is there, in all its frames."""
        wanted = until or SURFACES[surface].split()[0]
        expect(self.page.get_by_text(re.compile(rf"\d\d-{wanted}")).first).to_be_attached(timeout=SHOWN_MS)
        self.look(surface)

    def look(self, surface: str) -> None:
        """Read what is there by now."""
        self.page.wait_for_load_state("networkidle")
        for frame in self.page.frames:
            self.take(surface, frame.evaluate(ALL_TEXT))
            if frame.evaluate("window.flock_was_here") is not None:
                self.wrong.append(f"{surface}: a script ran")

    def take(self, surface: str, texts: list[str]) -> None:
        """Hold each marked text against what was written."""
        for text in texts:
            read = without_format(as_read(text))
            for mark in MARK.finditer(read):
                number, of = int(mark[1]), mark[2]
                written = without_format(as_read(f"{TEXTS[number % len(TEXTS)]} {mark[0]}"))
                before = read[max(0, mark.end() - len(written)) : mark.end()]
                self.found.setdefault(surface, set()).add((number, of))
                if before.casefold() != written.casefold() and "…" not in read[max(0, mark.start() - 3) : mark.start()]:
                    self.wrong.append(f"{surface}, {mark[0]}: {before!r} is not {written!r}")

    def _asked(self, request: object) -> None:
        address: str = request.url  # type: ignore[attr-defined]
        if not address.startswith((self.url, "data:", "blob:")):
            self.foreign.append(address)


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """Keep what anybody logs in this process, however small."""
    heard, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(heard), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield heard
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


@pytest.fixture(scope="module")
def app(app_server, gazetteer_path: Path, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("hostile")
    with everything_logged() as heard:
        file = hostile_world.build(folder, gazetteer_path)
    (folder / "build.log").write_text(heard.getvalue())
    told = folder / "secrets.toml"
    told.write_text(
        f'[auth]\nredirect_uri = "http://localhost/oauth2callback"\ncookie_secret = "{SECRET}"\n'
        '[auth.garden]\nclient_id = "flock"\nclient_secret = "x"\nserver_metadata_url = "http://localhost/none"\n'
    )
    settings = {"FLOCK_DATABASE": str(file), "FLOCK_COMMUNITY": COMMUNITY, "FLOCK_LOG_LEVEL": "debug"}
    return app_server(secrets=told, **settings)


@pytest.fixture
def reader_as(app, browser: Browser) -> Iterator[Callable[[str], Reader]]:
    """Give `reader_as(who)`: a browser of hers."""
    contexts = []

    def begin(who: str) -> Reader:
        contexts.append(context := browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB"))
        value = create_signed_value(SECRET, USER_COOKIE_NAME, json.dumps({"origin": app.url, **said_of(who)})).decode()
        context.add_cookies([{"name": USER_COOKIE_NAME, "value": value, "url": app.url}])
        return Reader(app.url, context.new_page())

    yield begin
    for context in contexts:
        context.close()


def test_every_surface_shows_what_people_wrote_as_they_wrote_it(app, reader_as: Callable[[str], Reader]) -> None:
    member, lead = reader_as("member"), reader_as("lead")
    with httpx2.Client(base_url=app.url, trust_env=False) as client:
        routes(member, client)
        ids = {
            one["properties"]["name"]: one["properties"]["venue_id"]
            for one in client.get("/api/venues.geojson").json()["features"]
        }
    places(member, list(ids.values()))
    people(member, lead)
    organise(lead, list(ids.values()))
    leads(lead)
    tables(lead)
    own_data(lead)
    found: dict[str, set[tuple[int, str]]] = {}
    for reader in (member, lead):
        for surface, marks in reader.found.items():
            found.setdefault(surface, set()).update(marks)
        assert COMMUNITY in reader.page.title()
    asked = {(name, of) for name, all_of in SURFACES.items() for of in all_of.split()}
    assert member.wrong + lead.wrong == []
    assert member.foreign + lead.foreign == []
    assert not (ROOT / CANARY).exists()
    assert asked - {(name, of) for name, marks in found.items() for _, of in marks} == set(), "not shown, so not tried"
    assert len(asked) >= 40
    assert len({number for marks in found.values() for number, _ in marks}) == len(TEXTS) >= 60


def test_no_log_no_figure_and_no_health_has_a_word_of_it(app, reader_as: Callable[[str], Reader]) -> None:
    """All that was written by services, shown on pages, typed and uploaded, with every log at its most talkative."""
    reader = reader_as("member")
    reader.go("nothing found", f"?q={quote(TEXTS[0] + ' 00-typed')}")
    written = (database_folder(app) / "build.log").read_text()
    with httpx2.Client(base_url=app.url, trust_env=False) as client:
        told = {address: client.get(address).text for address in ("/metrics", "/health")}
    for name, text in {"while it was written": written, "the app's log": app.log, **told}.items():
        assert MARK.findall(text) == [], name
        assert "flock_was_here" not in text, name
        assert "@example" not in text, name
        assert "LS1" not in text, name
    lines = [json.loads(line) for line in app.log.splitlines() if line.startswith("{")]
    answered = [line for line in lines if line["message"] == "answered"]
    assert len(answered) > 10
    assert all(re.fullmatch(r"[0-9a-f]{32}", line["request_id"]) for line in answered)


def routes(reader: Reader, client: httpx2.Client) -> None:
    """What programs fetch: the text is whole, and a formula is none in a table that a spreadsheet opens."""
    told = client.get("/api/venues.csv").text.removeprefix("\ufeff")
    cells = [cell for row in list(csv.reader(io.StringIO(told)))[1:] for cell in row]
    assert not [cell for cell in cells if re.match(r"[=+@\t\r\n-]", cell) and not re.fullmatch(r"[-+]?[\d.]+", cell)]
    reader.take("open data as CSV", [re.sub(r"^'(?=[=+@\t\r\n-])", "", cell) for cell in cells])
    features = client.get("/api/venues.geojson").json()["features"]
    reader.take("open data as GeoJSON", [str(value) for one in features for value in one["properties"].values()])
    table = pq.read_table(io.BytesIO(client.get("/api/venues.parquet").content)).to_pylist()
    reader.take("open data as Parquet", [str(value) for row in table for value in row.values()])
    x, y = tiles.column_row(LatLon(53.808, -1.538), 14)
    for column, row in ((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
        reader.take("tiles", json_texts(client.get(f"/tiles/venues/14/{column}/{row}.json").json()))


def json_texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in json_texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in json_texts(one)]
    return [value] if isinstance(value, str) else []


def places(reader: Reader, ids: list[str]) -> None:
    for number in range(1, -(-len(ids) // 12) + 1):
        reader.go("places", f"?page={number}")
    pins = reader.page.frame_locator("iframe").first.locator(".flock-marker button")
    in_view = pins.evaluate_all(IN_VIEW)
    pins.nth(in_view).hover()
    pins.nth(in_view).focus()
    for frame in reader.page.frames[1:]:
        reader.take("map", frame.evaluate(ALL_TEXT))
    for venue_id in ids[::6]:
        reader.go("a place", f"place?id={venue_id}")
    reader.go("compare", f"compare?ids={','.join(ids[:3])}")
    reader.go("suggest", f"suggest?id={ids[7]}")
    reader.go("found by word", "?q=place")
    reader.go("nothing found", f"?q={quote(TEXTS[0] + ' 00-typed')}")


def opened(page: Page, key: str, choice: str) -> None:
    """Open a dialog about the first person; a menu closes again where the page happens to be drawn anew."""
    for _ in range(4):
        with suppress(AssertionError, Error):
            page.locator(f'[class*="st-key-{key}"] button:visible').first.click(timeout=SHOWN_MS)
            if choice:  # in the menu, not in the words that explain its button
                page.get_by_text(re.compile(f"^{choice}(?! or report)")).last.click(timeout=SHOWN_MS / 6)
            expect(page.get_by_role("dialog")).to_be_visible(timeout=SHOWN_MS / 6)
            return
        page.keyboard.press("Escape")
    raise AssertionError(f"No dialog opened at {key} {choice}.")


def people(member: Reader, lead: Reader) -> None:
    member.go("people", "people")
    member.read("notices")
    for key, choice, surface in (("greet_", "", "say hello"), ("safe_", "Report", "report her"), ("safe_", "Block", "block her")):
        opened(member.page, key, choice)
        member.read(surface, until="name")
        member.page.keyboard.press("Escape")
        expect(member.page.get_by_role("dialog")).to_have_count(0, timeout=SHOWN_MS)
    member.go("introductions", "introductions")
    lead.go("talk", "talk")
    lead.page.locator('[class*="st-key-open_"] button').filter(has_text="new").first.click(timeout=SHOWN_MS)
    lead.read("talk", until="message")


def organise(reader: Reader, ids: list[str]) -> None:
    reader.go("look after places", "manage-places")
    for venue_id in ids[::10]:
        reader.go("edit a place", f"manage-places?id={venue_id}")
    for venue_id in ids[:3]:
        reader.go("history", f"manage-places?id={venue_id}&part=History", until="place")
    reader.go("merge", f"manage-places?id={ids[0]}&part=Merge&with={ids[1]}")
    reader.go("suggestions", "suggestions")
    reader.go("suggestions answered", "suggestions?show=Answered")


def leads(reader: Reader) -> None:
    reader.go("members", "members")
    reader.page.goto(f"{reader.url}/moderation")
    reader.page.get_by_role("button", name="Open", exact=True).first.click(timeout=SHOWN_MS)
    reader.read("reports", until="report")
    reader.page.get_by_role("tab", name="What leads and organisers did").click()
    reader.look("log of staff")  # a drawn grid, whose words no test can read: that nothing runs is what it shows
    reader.go("community", "community-health")


def tables(reader: Reader) -> None:
    """Tables that somebody brings in: their names, headers and cells, before and after."""
    cells = [(hostile_world.marked(n, "cell"), 53.9 + n * 0.001, -1.5) for n in range(8)]
    header = [hostile_world.marked(n, "header") for n in (2, 3, 14, 20)]
    rows = [["name", "lat", "lon", *header]] + [
        [name, lat if n else "far", lon, *(hostile_world.marked(n + m, "cell") for m in range(4))]
        for n, (name, lat, lon) in enumerate(cells)
    ]
    reader.page.goto(f"{reader.url}/import")
    upload(reader, "places.csv", rows)
    reader.page.get_by_role("button", name="Next: columns").click(timeout=SHOWN_MS)
    reader.read("columns of a table", until="cell")
    reader.page.get_by_role("button", name="Next: check").click(timeout=SHOWN_MS)
    expect(reader.page.get_by_text(re.compile(r"8 rows")).first).to_be_visible(timeout=SHOWN_MS)
    reader.read("rows of a table", until="cell")
    reader.page.goto(f"{reader.url}/bring-in-log")
    acts = [["src", "dst", "kind", "at"]] + [
        [
            hostile_world.marked(n, "cell"),
            hostile_world.marked(n + 1, "cell"),
            hostile_world.marked(n, "cell"),
            "2026-05-01T10:00Z",
        ]
        for n in range(8)
    ]
    upload(reader, "log.csv", acts)
    reader.page.get_by_text("How it is read").click(timeout=SHOWN_MS)
    reader.page.wait_for_load_state("networkidle")
    reader.read("a log", until="cell")
    reader.page.goto(f"{reader.url}/bring-in-members")
    upload(
        reader, "members.csv", [["name", "email"], *([hostile_world.marked(n, "cell"), f"h{n}@example.org"] for n in range(8))]
    )
    expect(reader.page.get_by_role("button", name=re.compile("^Bring in"))).to_be_visible(timeout=SHOWN_MS)
    reader.look("a list of members")


def upload(reader: Reader, name: str, rows: list[list[object]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    content = {"name": name, "mimeType": "text/csv", "buffer": text.getvalue().encode()}
    reader.page.locator("input[type=file]").first.set_input_files(content)


def own_data(reader: Reader) -> None:
    reader.page.goto(f"{reader.url}/settings")
    reader.page.get_by_role("button", name="Get my data").click(timeout=SHOWN_MS)
    address = reader.page.get_by_role("link", name="Download it").get_attribute("href", timeout=SHOWN_MS)
    with zipfile.ZipFile(io.BytesIO(reader.page.request.get(f"{reader.url}/{address}").body())) as pack:
        for name in pack.namelist():
            content = pack.read(name).decode("utf-8", "replace")
            reader.take("her own data", json_texts(json.loads(content)) if name.endswith(".json") else content.splitlines())
