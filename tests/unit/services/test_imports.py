"""A table of places on its whole way: what is created, updated, left alone, left out, and what is said of it."""

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flock.domain.positions import LatLon
from flock.errors import BadTable, GeocoderUnavailable
from flock.geocoding.answers import Answer, Geocoder, Query, Refusal
from flock.geocoding.gazetteer import Gazetteer
from flock.services import imports
from flock.services.import_results import Result
from flock.storage import imports as stored
from flock.storage import schema
from flock.storage.database import Database

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
LEEDS, BRISTOL, MANCHESTER = LatLon(53.796, -1.547), LatLon(51.4552, -2.5967), LatLon(53.4832, -2.2354)
SPOTS = {"LS1 1UR": LEEDS, "BS1 4DJ": BRISTOL, "M4 1NB": MANCHESTER}


class ThreePostcodes:
    """Knows three postcodes and remembers what it was asked."""

    attribution = "nobody"

    def __init__(self) -> None:
        self.asked: list[Query] = []

    def geocode(self, query: Query) -> Answer | Refusal:
        self.asked.append(query)
        spot = SPOTS.get(query.postcode)
        if spot is None:
            return Refusal(f"We can't find «{query.postcode or query.town}». Is it a typo?")
        return Answer(spot, 100.0, "three postcodes", query.postcode)

    def geocode_many(
        self, queries: Sequence[Query], *, progress: Callable[[int], None] = lambda done: None
    ) -> list[Answer | Refusal]:
        return [self.geocode(query) for query in queries]


class Unreachable(ThreePostcodes):
    """Never answers."""

    def geocode(self, query: Query) -> Answer | Refusal:
        raise GeocoderUnavailable("The geocoder does not answer. Try again later.")


@pytest.fixture
def db() -> Database:
    db = Database(None)
    schema.bring_up_to_date(db)
    return db


@pytest.fixture
def bring(db: Database, tmp_path: Path) -> Callable[..., Result]:
    """Import rows given as dictionaries."""

    def bring(*rows: dict[str, Any], geocoder: Geocoder | None = None, name: str = "places.csv", **options: Any) -> Result:
        path = tmp_path / name
        header = list(dict.fromkeys(key for row in rows for key in row))
        with path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, header)
            writer.writeheader()
            writer.writerows(rows)
        result = imports.run(db, path, geocoder=geocoder or ThreePostcodes(), **options)
        assert_adds_up(result, len(rows))
        return result

    return bring


def assert_adds_up(result: Result, rows: int) -> None:
    assert result.rows == rows
    assert result.rows == result.created + result.updated + result.unchanged + result.rejected + result.duplicates
    assert result.rejected == len({problem.line for problem in result.problems if problem.severity == "rejected"})
    assert [problem.line for problem in result.problems] == sorted(problem.line for problem in result.problems)


def ask(db: Database, question: str) -> list[tuple[Any, ...]]:
    with db.reading() as cursor:
        return cursor.execute(question).fetchall()


def everything(db: Database) -> list[list[tuple[Any, ...]]]:
    tables = ("venue", "venue_cell", "opening_hours", "import_batch", "venue_version")
    return [
        ask(db, f"SELECT * REPLACE (started_at::VARCHAR AS started_at, finished_at::VARCHAR AS finished_at) FROM {table}")
        if table == "import_batch"
        else ask(db, f"SELECT {'* EXCLUDE (updated_at)' if table == 'venue' else '*'} FROM {table} ORDER BY ALL")
        for table in tables
    ]


ONE = {"name": "One", "postcode": "LS1 1UR", "lat": "53.7965", "lon": "-1.5475", "hours": "Mo-Fr 09:00-17:00", "wifi": "free"}
TWO = {"name": "Two", "postcode": "BS1 4DJ", "lat": "", "lon": "", "hours": "24/7", "wifi": ""}
THREE = {"name": "Three", "postcode": "M4 1NB", "lat": "53.4831", "lon": "-2.2355", "hours": "", "wifi": "no"}


def test_places_come_in_with_all_that_is_derived_from_them(db: Database, bring: Callable[..., Result]) -> None:
    result = bring(ONE, TWO, THREE)
    assert (result.created, result.geocoded, result.doubtful, result.problems) == (3, 1, 0, [])
    assert ask(db, "SELECT name, round(lat, 4), round(lon, 4), precision_m, position_source, tz FROM venue ORDER BY name") == [
        ("One", 53.7965, -1.5475, 0.0, "given", "Europe/London"),
        ("Three", 53.4831, -2.2355, 0.0, "given", "Europe/London"),
        ("Two", BRISTOL.lat, BRISTOL.lon, 100.0, "three postcodes", "Europe/London"),
    ]
    assert ask(db, "SELECT count(DISTINCT venue_id), count(DISTINCT import_id), max(wifi), max(search_text) FROM venue") == [
        (3, 1, "unknown", "two bs1 4dj")
    ]
    assert ask(db, "SELECT hours, tz FROM opening_hours ORDER BY 1") == [
        ("24/7", "Europe/London"),
        ("Mo-Fr 09:00-17:00", "Europe/London"),
    ]
    assert ask(db, "SELECT count(*) FROM venue SEMI JOIN opening_hours USING (hours_id, hours, tz)") == [(2,)]
    assert ask(db, "SELECT count(*) FROM venue WHERE hours_id IS NULL") == [(1,)]
    assert ask(db, "SELECT state, rows, created, file_name, length(sha256), who, sample FROM import_batch") == [
        ("committed", 3, 3, "places.csv", 64, "", False)
    ]
    assert ask(db, "FROM venue_version") == [(2,)]


def test_the_same_file_again_changes_nothing(db: Database, bring: Callable[..., Result]) -> None:
    bring(ONE, TWO, THREE)
    before = everything(db)
    again = bring(ONE, TWO, THREE)
    assert (again.unchanged, again.created, again.updated) == (3, 0, 0)
    after = everything(db)
    assert (before[:3], before[4]) == (after[:3], after[4])


def test_what_changed_is_updated_and_stays_the_same_place(db: Database, bring: Callable[..., Result]) -> None:
    bring(ONE, TWO, THREE)
    ids = dict(ask(db, "SELECT name, venue_id FROM venue"))
    result = bring(ONE | {"wifi": "paid"}, {**TWO, "name": " two "}, THREE)
    assert (result.updated, result.unchanged) == (2, 1)
    assert dict(ask(db, "SELECT name, venue_id FROM venue")) == {"One": ids["One"], "two": ids["Two"], "Three": ids["Three"]}
    assert ask(db, "SELECT wifi FROM venue WHERE name = 'One'") == [("paid",)]
    assert ask(db, "SELECT count(DISTINCT import_id) FROM venue") == [(2,)]


def test_places_that_a_table_does_not_mention_stay(db: Database, bring: Callable[..., Result]) -> None:
    bring(ONE, TWO)
    bring(THREE)
    assert ask(db, "SELECT list(name ORDER BY name) FROM venue") == [(["One", "Three", "Two"],)]


def test_a_dry_run_says_the_same_and_writes_nothing(db: Database, bring: Callable[..., Result]) -> None:
    bring(ONE)
    before = everything(db)
    rows = (ONE | {"wifi": "paid"}, TWO, THREE, {**THREE, "postcode": "XX1 1XX", "lat": ""})
    dry = bring(*rows, dry_run=True)
    assert dry.import_id is None
    assert everything(db) == before
    wet = bring(*rows)
    assert dry.as_json() | {"import_id": None} == wet.as_json() | {"import_id": None}


def test_of_rows_with_one_key_the_first_open_one_is_kept(db: Database, bring: Callable[..., Result]) -> None:
    old = ONE | {"Year closed": "2020", "wifi": "no"}
    result = bring(old, ONE, {**ONE, "name": "ONE!", "wifi": "paid"})
    assert (result.created, result.duplicates) == (1, 2)
    assert ask(db, "SELECT name, wifi, status FROM venue") == [("One", "free", "open")]
    assert [(problem.line, problem.value, "line 3" in problem.sentence) for problem in result.problems] == [
        (2, "One", True),
        (4, "ONE!", True),
    ]


def test_without_postcodes_the_position_tells_places_of_one_name_apart(bring: Callable[..., Result]) -> None:
    rows = [{"name": "Library", "address": "High Street", "lat": f"5{i}.5", "lon": "-1.5"} for i in range(3)]
    assert bring(*rows).created == 3
    nearly = [{**row, "lat": f"{row['lat']}0001"} for row in rows]
    assert bring(*nearly).updated == 3


def test_coordinates_win_and_only_the_others_are_looked_up(bring: Callable[..., Result]) -> None:
    geocoder = ThreePostcodes()
    bring(ONE | {"town": "Leeds", "county": "West Yorkshire"}, TWO | {"town": "Bristol", "county": "Avon"}, geocoder=geocoder)
    assert geocoder.asked == [Query(town="Bristol, Avon", postcode="BS1 4DJ")]


def test_a_place_that_cannot_be_found_is_rejected_with_the_reason(db: Database, bring: Callable[..., Result]) -> None:
    result = bring(ONE, {**TWO, "postcode": "XX1 1XX"}, THREE)
    assert (result.created, result.rejected) == (2, 1)
    (problem,) = result.problems
    assert (problem.line, problem.column, problem.value) == (3, "postcode", "XX1 1XX")
    assert problem.sentence == "We can't find «XX1 1XX». Is it a typo?"


def test_coordinates_far_from_their_postcode_are_doubtful_and_taken(db: Database, bring: Callable[..., Result]) -> None:
    rows = (ONE | {"lat": "53.86"}, THREE, {**THREE, "name": "Far", "postcode": "XX1 1XX"})
    assert bring(*rows, dry_run=True).doubtful == 0
    result = bring(*rows, postcodes=ThreePostcodes())
    assert (result.created, result.doubtful) == (3, 1)
    (problem,) = result.problems
    assert (problem.line, problem.severity) == (2, "warning")
    assert problem.sentence.startswith("These coordinates are 7.1 km from the postcode LS1 1UR.")
    assert ask(db, "SELECT lat FROM venue WHERE name = 'One'") == [(53.86,)]


def test_coordinates_the_wrong_way_round_are_told_by_their_postcode(db: Database, bring: Callable[..., Result]) -> None:
    result = bring(THREE, {**ONE, "lat": "-1.5475", "lon": "53.7965"}, postcodes=ThreePostcodes())
    assert (result.created, result.doubtful, result.geocoded) == (2, 0, 1)
    assert "look swapped" in result.problems[0].sentence
    assert ask(db, "SELECT lat, lon, position_source FROM venue WHERE name = 'One'") == [(*LEEDS, "three postcodes")]


def test_real_places_take_the_place_of_the_sample(db: Database, bring: Callable[..., Result]) -> None:
    assert not stored.is_sample_only(db)
    bring(ONE, TWO, sample=True)
    assert stored.is_sample_only(db)
    bring(THREE, sample=True)
    assert ask(db, "SELECT count(*) FROM venue") == [(3,)]
    assert bring(ONE | {"lat": "", "postcode": "ZZ1 1ZZ"}).rejected == 1
    assert stored.is_sample_only(db)
    result = bring(ONE)
    assert (result.created, result.unchanged) == (1, 0)
    assert ask(db, "SELECT name FROM venue") == [("One",)]
    assert ask(db, "SELECT sum(venues) FROM venue_cell") == [(1,)]
    assert not stored.is_sample_only(db)


def test_nothing_is_written_when_the_geocoder_is_away(db: Database, bring: Callable[..., Result]) -> None:
    before = everything(db)
    with pytest.raises(GeocoderUnavailable):
        bring(ONE, TWO, geocoder=Unreachable())
    assert everything(db) == before


def test_nothing_is_written_when_the_file_breaks_off(db: Database, tmp_path: Path) -> None:
    before = everything(db)
    path = tmp_path / "places.csv"
    path.write_text("name,postcode\n" + "One,LS1 1UR\n" * 30_000 + 'Two,"BS1 4DJ\n')
    with pytest.raises(BadTable, match="never closed"):
        imports.run(db, path, geocoder=ThreePostcodes())
    assert everything(db) == before


def test_progress_goes_from_nothing_to_all(bring: Callable[..., Result]) -> None:
    heard: list[tuple[str, float]] = []
    bring(ONE, TWO, progress=lambda sentence, share: heard.append((sentence, share)))
    shares = [share for _, share in heard]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert heard[0][0] == "Reading places.csv: 2 rows"


def test_the_result_is_said_in_json_and_in_words(bring: Callable[..., Result]) -> None:
    rows = [ONE, *({**THREE, "name": f"N{i}", "hours": "whenever"} for i in range(30)), {**TWO, "name": ""}]
    result = bring(*rows, dry_run=True)
    told = json.loads(json.dumps(result.as_json()))
    assert list(told) == [
        *("rows", "created", "updated", "unchanged", "rejected", "doubtful", "duplicates", "geocoded"),
        *("import_id", "mapping", "problems"),
    ]
    assert told["mapping"]["name"] == "name"
    assert set(told["problems"][0]) == {"line", "column", "value", "sentence", "severity"}
    assert len(told["problems"]) == 31
    text = result.as_text()
    assert "created  31" in text
    assert "Left out: line 33, name: The place has no name." in text
    assert text.index("Left out") < text.index("line 3, hours «whenever»")
    assert text.count("whenever") == 2  # in the finding and in its sentence, once for all alike
    assert "29 more rows like it" in text
    assert "nothing was written" in text


def test_at_most_twenty_findings_are_said_in_words(bring: Callable[..., Result]) -> None:
    text = bring(ONE, *({**TWO, "name": ""} for _ in range(33))).as_text()
    assert text.count("Left out") == 20
    assert "and 13 more" in text


CELLS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=10) | st.sampled_from(
    ["One", "one ", "LS1 1UR", "M4 1NB", "53.796", "-1.547", "0", "", "2017"]
)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), max_size=8)


@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_no_row_is_lost_or_invented(rows: list[tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory) -> None:
    db = Database(None)
    schema.bring_up_to_date(db)
    path = tmp_path_factory.getbasetemp() / "generated.csv"
    good = [("Good", "LS1 1UR", "53.796", "-1.547", "2017")] * 10
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([("name", "postcode", "lat", "lon", "year closed"), *good, *rows])
    first = imports.run(db, path, geocoder=ThreePostcodes(), postcodes=ThreePostcodes())
    again = imports.run(db, path, geocoder=ThreePostcodes(), postcodes=ThreePostcodes())
    for result in (first, again):
        assert_adds_up(result, len(good) + len(rows))
    assert (again.created, again.updated, again.unchanged) == (0, 0, first.created)
    assert ask(db, "SELECT count(*) FROM venue") == [(first.created,)]
    db.close()


@pytest.mark.skipif(not DATA.is_dir(), reason="the folder of real tables, ../shared/data, is not here")
def test_the_libraries_of_england(db: Database, gazetteer: Gazetteer) -> None:
    path = DATA / "england_libraries_2023" / "libraries_2023.csv"
    result = imports.run(db, path, geocoder=gazetteer, postcodes=gazetteer)
    assert_adds_up(result, 3_539)
    assert (result.rejected, result.duplicates) == (13, 80)
    doubtful = [problem.sentence for problem in result.problems if "m from the postcode" in problem.sentence]
    assert all(any(code in sentence for sentence in doubtful) for code in ("SK8 1BB", "EX15 3AY", "BN26 6QF", "B24 9HP"))
    assert (len(doubtful), result.doubtful) == (32, 34)  # two of which only the town is known
    assert ask(db, "SELECT status, count(*) FROM venue GROUP BY 1 ORDER BY 1") == [("closed", 353), ("open", 3_093)]
    again = imports.run(db, path, geocoder=gazetteer, postcodes=gazetteer)
    assert (again.unchanged, again.created, again.updated) == (3_446, 0, 0)


@pytest.mark.skipif(not DATA.is_dir(), reason="the folder of real tables, ../shared/data, is not here")
@pytest.mark.parametrize(
    ("file", "rows", "rejected"),
    [
        ("open_pubs_manchester/open_pubs.csv", 105, 0),
        ("london_cultural_infrastructure_2022/Pubs.csv", 4_098, 0),
        ("london_cultural_infrastructure_2022/Skate_Parks.csv", 50, 0),
        ("italy_fuel_stations/it_fuel_stations_utf8_semicolon.csv", 21_624, 9),
        ("meetup_los_angeles_2016/venues.csv", 563, 18),
    ],
)
def test_other_real_tables(db: Database, file: str, rows: int, rejected: int) -> None:
    result = imports.run(db, DATA / file, geocoder=ThreePostcodes())
    assert_adds_up(result, rows)
    assert result.rejected <= rejected + 3
