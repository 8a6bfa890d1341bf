"""The offline geocoder over the real postcodes and towns."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flock.domain import positions
from flock.domain.positions import LatLon
from flock.geocoding.answers import Answer, Query, Refusal
from flock.geocoding.gazetteer import POSTCODES, TOWNS, Gazetteer

LIBRARIES = Path(__file__).resolve().parents[4] / "shared" / "data" / "england_libraries_2023" / "libraries_2023.csv"
# Their coordinates lie some 7 km from their postcodes; which of the two is wrong, the table does not say.
WRONG_IN_THE_TABLE = {"SK8 1BB", "EX15 3AY", "BN26 6QF", "B24 9HP"}

TOTTERDOWN = LatLon(51.4433, -2.5679)
# Town halls, squares and stations that stand for the middle of each.
TOWN_CENTRES = {
    "London": (51.5074, -0.1278),
    "Birmingham": (52.4797, -1.9027),
    "Manchester": (53.4794, -2.2453),
    "Leeds": (53.7974, -1.5438),
    "Glasgow": (55.8611, -4.2502),
    "Edinburgh": (55.9533, -3.1883),
    "Cardiff": (51.4816, -3.1791),
    "Belfast": (54.5964, -5.9302),
    "Bristol": (51.4536, -2.5975),
    "Liverpool": (53.4072, -2.9917),
    "Newcastle": (54.9738, -1.6132),
    "Hull": (53.7443, -0.3325),
    "Plymouth": (50.3714, -4.1422),
    "Norwich": (52.6287, 1.2923),
    "Aberdeen": (57.1497, -2.0943),
    "Inverness": (57.4791, -4.2241),
    "Aberystwyth": (52.4153, -4.0829),
    "Derry": (54.9966, -7.3086),
    "Penzance": (50.1188, -5.5371),
    "Berwick-upon-Tweed": (55.7710, -2.0070),
    "Perth": (56.3950, -3.4308),
    "Boston": (52.9760, -0.0266),
    "Newport": (51.5877, -2.9984),
    "York": (53.9600, -1.0873),
}

Ask = Callable[..., Answer]


@pytest.fixture
def ask(gazetteer: Gazetteer) -> Ask:
    """Ask and expect an answer."""

    def answered(text: str = "", **parts: str) -> Answer:
        answer = gazetteer.geocode(Query(text, **parts))
        assert isinstance(answer, Answer), answer
        return answer

    return answered


@pytest.mark.parametrize(
    "query",
    [
        Query("BS4 3EH"),
        Query("bs43eh"),
        Query("Flat 2, 10 High St, Bristol BS4 3EH"),
        Query("bs4  3eh, Bristol, UK"),
        Query(postcode="BS4 3EH"),
        Query(postcode=" bs43eh "),
        Query(address="1 Wells Road, BS4 3EH", town="Bristol"),
        Query(postcode="BS4 3EH", town="Inverness", country="United Kingdom"),
        Query(postcode="BS4 3EH", country="GB"),
    ],
)
def test_full_postcode(gazetteer: Gazetteer, query: Query) -> None:
    answer = gazetteer.geocode(query)
    assert isinstance(answer, Answer)
    assert positions.distance_m(answer.position, TOTTERDOWN) < 20
    assert (answer.precision_m, answer.source, answer.matched) == (150, POSTCODES, "BS4 3EH")


@pytest.mark.parametrize(
    ("postcode", "lat", "lon"),
    [
        ("BT1 5GS", 54.5965, -5.9301),  # Belfast City Hall, on the Irish grid
        ("BT48 6DQ", 54.9976, -7.3201),  # Derry
        ("SW1A 1AA", 51.5010, -0.1416),  # Buckingham Palace
        ("EH99 1SP", 55.9520, -3.1747),  # the Scottish Parliament
        ("CF99 1SN", 51.4638, -3.1621),  # the Senedd
        ("TR19 7AA", 50.0689, -5.7139),  # Land's End
        ("ZE1 0HB", 60.1540, -1.1440),  # Lerwick
        ("NPT 0AD", 51.5877, -2.9984),  # Newport, as it was written once
    ],
)
def test_both_grids(ask: Ask, postcode: str, lat: float, lon: float) -> None:
    assert positions.distance_m(ask(postcode).position, LatLon(lat, lon)) < 700


def test_postcode_that_does_not_exist_is_placed_in_its_sector_then_its_outward_code(ask: Ask) -> None:
    sector, outward = ask("BS4 3ZZ"), ask("BS4 0ZZ")
    assert sector.matched == "sector BS4 3, as there is no postcode BS4 3ZZ"
    assert outward.matched == "outward code BS4, as there is no postcode BS4 0ZZ"
    assert 500 <= sector.precision_m < outward.precision_m
    for answer in (sector, outward):
        assert positions.distance_m(answer.position, TOTTERDOWN) < answer.precision_m


def test_postcode_of_nowhere_leaves_the_town(ask: Ask) -> None:
    answer = ask("XY9 9ZZ, Bristol")
    assert (answer.source, answer.matched) == (TOWNS, "Bristol, England, as there is no postcode XY9 9ZZ")
    assert ask(postcode="XY9 9ZZ", town="Bristol").matched == answer.matched


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("BS4", "BS4"),
        ("bs4 3", "BS4 3"),
        ("Bristol BS4", "BS4"),
        ("Totterdown, BS4", "BS4"),
        ("M4", "M4"),
        ("Leeds, M4", "Leeds, West Yorkshire"),
        ("Unit B12, Leeds", "Leeds, West Yorkshire"),
        ("Unit B2 1st floor, Leeds", "Leeds, West Yorkshire"),
    ],
)
def test_partial_postcodes(ask: Ask, text: str, matched: str) -> None:
    assert ask(text).matched == matched


@pytest.mark.parametrize(
    ("query", "matched"),
    [
        (Query("Newport, Shropshire"), "Newport, Shropshire"),
        (Query("Cambridge, USA"), "Cambridge, Massachusetts, United States"),
        (Query("Cambridge"), "Cambridge, Cambridgeshire"),
        (Query("Paris, Texas"), "Paris, Texas, United States"),
        (Query("Richmond, North Yorkshire"), "Richmond, North Yorkshire"),
        (Query("Richmond, Surrey"), "Richmond, Greater London"),
        (Query("Bangor, Gwynedd"), "Bangor, Gwynedd"),
        (Query("Bangor, Co. Down"), "Bangor, County Down"),
        (Query("Street, Somerset"), "Street, Somerset"),
        (Query("Paris Street, Exeter"), "Exeter, Devon"),
        (Query("München"), "Munich, Germany"),
        (Query("St Helier, Jersey"), "Saint Helier, Jersey"),
        (Query(address="1 Rue X", town="Paris", country="FR"), "Paris, France"),
        (Query(town="Cambridge", country="United States"), "Cambridge, Massachusetts, United States"),
        (Query(town="Durham", country="UK"), "Durham, County Durham"),
        (Query(postcode="1012 AB", town="Amsterdam", country="Netherlands"), "Amsterdam, The Netherlands"),
    ],
)
def test_towns(gazetteer: Gazetteer, query: Query, matched: str) -> None:
    answer = gazetteer.geocode(query)
    assert isinstance(answer, Answer), answer
    assert (answer.matched, answer.source) == (matched, TOWNS)


def test_a_motorway_is_no_postcode(gazetteer: Gazetteer) -> None:
    assert isinstance(gazetteer.geocode(Query("Leigh Delamere, M4")), Refusal)


def test_partial_postcode_of_a_column_is_one(ask: Ask) -> None:
    assert ask(postcode="M4", town="Leigh Delamere").matched == "M4"
    assert ask(postcode="BS4", town="Inverness").matched == "BS4"


def test_a_british_postcode_does_not_count_abroad(ask: Ask) -> None:
    assert ask(postcode="BS4 3EH", town="Paris", country="France").matched == "Paris, France"


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (Query("SW1A OAA"), "We can't find «SW1A OAA». Is it a typo for «SW1A 0AA»?"),
        (Query(postcode="SWIA 0AA"), "We can't find «SWIA 0AA». Is it a typo for «SW1A 0AA»?"),
        (Query("SB4 3EH"), "We can't find the postcode «SB4 3EH» or any other in SB4. Is it a typo for «BS4 3EH»?"),
        (Query("Bristoll"), "We can't find «Bristoll». Is it a typo for «Bristol»?"),
        (Query("Kent"), "«Kent» is too large to be one place on the map. Give a town or a postcode."),
        (Query("  "), "There is nothing to look for. Give a town or a postcode."),
        (
            Query(town="Xanadu", country="France"),
            "We can't find «Xanadu» in France. Check the spelling, or give a full postcode, or a town and its county.",
        ),
        (
            Query("XX9 9XX, Xanadu"),
            "We can't find the postcode «XX9 9XX» or any other in XX9, nor «Xanadu». "
            "Check the spelling, or give a full postcode, or a town and its county.",
        ),
    ],
)
def test_refusals(gazetteer: Gazetteer, query: Query, reason: str) -> None:
    assert gazetteer.geocode(query) == Refusal(reason)


@pytest.mark.parametrize("name", TOWN_CENTRES)
def test_no_town_is_far_off(ask: Ask, name: str) -> None:
    assert positions.distance_m(ask(name).position, LatLon(*TOWN_CENTRES[name])) < 8_000


def test_many_are_answered_in_the_order_asked_as_one_by_one(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flock.geocoding.gazetteer._BATCH", 4)
    queries = [
        Query(postcode="BS4 3EH"),
        Query("Xanadu"),
        Query("Bath"),
        Query(postcode="SW1A 1AA"),
        Query("BS4"),
        Query("Xanadu"),
    ]
    heard: list[int] = []
    assert gazetteer.geocode_many(queries, progress=heard.append) == [gazetteer.geocode(query) for query in queries]
    assert heard == [4, 6]
    assert gazetteer.geocode_many([]) == []


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=10), st.text(max_size=10))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gets_an_answer_or_a_sentence(gazetteer: Gazetteer, text: str, town: str, postcode: str, country: str) -> None:
    answer = gazetteer.geocode(Query(text, text, town, postcode, country))
    assert isinstance(answer, Answer) or answer.reason.endswith((".", "?"))


@pytest.mark.parametrize(
    ("in_text", "most_far_off"),
    [(False, 20), (True, 20)],
)
def test_libraries_of_england(gazetteer: Gazetteer, in_text: bool, most_far_off: int) -> None:
    rows = _libraries()
    queries = [Query(_address(row) + " " + row["Postcode"]) if in_text else Query(postcode=row["Postcode"]) for row in rows]
    answers = gazetteer.geocode_many(queries)
    assert all(isinstance(answer, Answer) for answer in answers)
    errors = [_error_m(answer, row) for answer, row in zip(answers, rows, strict=True)]
    assert sorted(errors)[len(errors) // 2] < 100
    assert sum(error < 1_000 for error in errors) / len(errors) > 0.99
    good = [
        (error, answer.precision_m)
        for error, answer, row in zip(errors, answers, rows, strict=True)
        if isinstance(answer, Answer) and row["Postcode"] not in WRONG_IN_THE_TABLE
    ]
    assert sum(error <= precision_m for error, precision_m in good) / len(good) > 0.95
    assert sum(error > 3 * precision_m for error, precision_m in good) < most_far_off
    assert max(error for error, _ in good) < 3_000


def test_libraries_by_their_address_alone(gazetteer: Gazetteer) -> None:
    rows = _libraries()
    answers = gazetteer.geocode_many([Query(_address(row)) for row in rows])
    found = [
        (_error_m(answer, row), answer.precision_m)
        for answer, row in zip(answers, rows, strict=True)
        if isinstance(answer, Answer)
    ]
    assert len(found) / len(rows) > 0.8
    assert sum(error <= 3 * precision_m for error, precision_m in found) / len(found) > 0.99


def _libraries() -> list[dict[str, str]]:
    if not LIBRARIES.exists():
        pytest.skip(f"The libraries of England are not at {LIBRARIES}.")
    with LIBRARIES.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["Latitude"]]


def _address(row: dict[str, str]) -> str:
    return ", ".join(row[column] for column in ("Address 1", "Address 2", "Address 3") if row[column])


def _error_m(answer: Answer | Refusal, row: dict[str, str]) -> float:
    assert isinstance(answer, Answer)
    return positions.distance_m(answer.position, LatLon(float(row["Latitude"]), float(row["Longitude"])))
