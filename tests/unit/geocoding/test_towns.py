"""Which town an address means, on a handful of towns made by hand."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain.gazetteer import Town
from flock.domain.positions import LatLon
from flock.geocoding import regions, towns
from flock.geocoding.towns import Placed, Unplaced

WORLD = [
    Town("Oxford", LatLon(51.752, -1.258), "GB", "ENG", "E07000178", 171_380, True),
    Town("Woodstock", LatLon(51.848, -1.354), "GB", "ENG", "E07000181", 2_924, True),
    Town("Woodstock", LatLon(42.04, -74.12), "US", "NY", "", 140_000, True),
    Town("Exeter", LatLon(50.724, -3.528), "GB", "ENG", "E07000041", 113_507, True),
    Town("Paris", LatLon(48.853, 2.349), "FR", "11", "", 2_138_551, True),
    Town("Paris", LatLon(33.661, -95.556), "US", "TX", "", 24_782, True),
    Town("Newport", LatLon(51.588, -2.998), "GB", "WLS", "W06000022", 161_506, True),
    Town("Newport", LatLon(52.767, -2.377), "GB", "ENG", "E06000020", 12_741, True),
    Town("Newport", LatLon(41.49, -71.31), "US", "RI", "", 24_232, True),
    Town("Perth", LatLon(56.395, -3.431), "GB", "SCT", "S12000048", 47_350, True),
    Town("Perth", LatLon(-31.952, 115.861), "AU", "08", "", 2_384_371, True),
    Town("Church Street", LatLon(51.75, -1.26), "GB", "ENG", "E07000178", 11_673, True),
    Town("Chester-le-Street", LatLon(54.856, -1.574), "GB", "ENG", "E06000047", 36_917, True),
    Town("Durham", LatLon(54.777, -1.576), "GB", "ENG", "E06000047", 47_785, True),
    Town("Kent", LatLon(47.381, -122.235), "US", "WA", "", 126_952, True),
    Town("Seattle", LatLon(47.606, -122.332), "US", "WA", "", 737_015, True),
    Town("Washington", LatLon(54.9, -1.517), "GB", "ENG", "E08000024", 67_085, True),
    Town("Ontario", LatLon(34.063, -117.651), "US", "CA", "", 175_265, True),
    Town("Elsewhere", LatLon(10.0, 10.0), "NG", "01", "", 99_999, True),
    Town("Richmond Hill", LatLon(43.871, -79.437), "CA", "08", "", 202_022, True),
    Town("Kingston upon Hull", LatLon(53.745, -0.336), "GB", "ENG", "E06000010", 314_018, True),
]
KNOWN: dict[str, list[Town]] = defaultdict(list)
for _town in WORLD:
    KNOWN[regions.key(_town.name)].append(_town)
KNOWN["hull"] = [WORLD[-1]._replace(own_name=False), Town("Hull", LatLon(45.43, -75.71), "CA", "10", "", 163_702, True)]


def label(text: str) -> str:
    found = towns.locate(towns.read(text), KNOWN)
    assert isinstance(found, Placed), found
    return regions.label(found.town)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        # the most people decide, and a British town counts more
        ("Newport", "Newport, Wales"),
        ("Paris", "Paris, France"),
        ("Perth", "Perth, Perth and Kinross"),
        ("Hull", "Kingston upon Hull, East Riding of Yorkshire"),
        # a country, state or county wins over that
        ("Newport, Shropshire", "Newport, Shropshire"),
        ("Newport Shropshire", "Newport, Shropshire"),
        ("Newport, England", "Newport, Shropshire"),
        ("Newport, Rhode Island, USA", "Newport, Rhode Island, United States"),
        ("Paris, Texas", "Paris, Texas, United States"),
        ("Paris Texas", "Paris, Texas, United States"),
        ("Paris, US", "Paris, Texas, United States"),
        ("Perth, Australia", "Perth, Australia"),
        ("Kent, WA", "Kent, Washington, United States"),
        # a region and a town of one name
        ("Seattle, Washington", "Seattle, Washington, United States"),
        ("Washington", "Washington, Tyne and Wear"),
        ("Durham", "Durham, County Durham"),
        ("Chester-le-Street, Durham", "Chester-le-Street, County Durham"),
        # villages of a post town, streets and houses
        ("Woodstock, Oxford", "Woodstock, Oxfordshire"),
        ("Paris Street, Exeter", "Exeter, Devon"),
        ("Paris, Exeter", "Exeter, Devon"),
        ("10 Paris Street Exeter", "Exeter, Devon"),
        ("Church Street, Oxford", "Oxford, Oxfordshire"),
        ("The Perth Arms\n10 Newport Road\nOxford\nUK", "Oxford, Oxfordshire"),
        ("75001 Paris", "Paris, France"),
    ],
)
def test_meant(text: str, town: str) -> None:
    assert label(text) == town


@pytest.mark.parametrize(
    "text",
    [
        "Xanadu",
        "Xanadu, France",
        "Exeter, France",
        "Newport, Essex",
        "Paris Street",
        "Church Street",
        "Hotel Paris",
        "22 Richmond Hill",
        "Newport, Ontario",
        "Elsewhere",
        "Exeter, Xanadu",
    ],
)
def test_never_a_guess(text: str) -> None:
    found = towns.locate(towns.read(text), KNOWN)
    assert isinstance(found, Unplaced)
    assert found.part is not None


@pytest.mark.parametrize("text", ["Kent", "France", "UK", "Texas, USA", "Georgia"])
def test_a_region_is_no_place(text: str) -> None:
    found = towns.locate(towns.read(text), KNOWN)
    assert isinstance(found, Unplaced)
    assert found.part is None
    assert found.within


def test_a_town_is_as_wide_as_its_people_need() -> None:
    paris, village = WORLD[4], WORLD[1]
    assert towns.precision_m(paris) == pytest.approx(15_063, abs=1)
    assert towns.precision_m(village) == towns.LEAST_TOWN_M
    assert towns.precision_m(village._replace(population=0)) == towns.UNKNOWN_TOWN_M


def test_an_address_may_be_further_out_than_its_town() -> None:
    alone = towns.locate(towns.read("Woodstock, Oxfordshire"), KNOWN)
    address = towns.locate(towns.read("The Bear, Woodstock, Oxfordshire"), KNOWN)
    assert isinstance(alone, Placed)
    assert isinstance(address, Placed)
    assert (alone.precision_m, address.precision_m) == (towns.LEAST_TOWN_M, towns.ADDRESS_IN_TOWN_M)


@given(st.text(), st.text())
def test_any_text_is_survived(before: str, after: str) -> None:
    towns.locate(towns.read(f"{before}, Exeter, {after}"), KNOWN)


@given(st.lists(st.sampled_from([*KNOWN, "uk", "durham", "washington", "high street", "xanadu"]), max_size=6))
def test_no_order_of_names_is_answered_with_a_town_that_was_not_named(names: list[str]) -> None:
    found = towns.locate(towns.read(", ".join(names)), KNOWN)
    if isinstance(found, Placed):
        assert any(found.town in KNOWN[name] for name in names)
