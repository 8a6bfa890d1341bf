"""Columns are known by their names and by what stands in them; what is not plain stays unused."""

from pathlib import Path

import pytest

from flock.errors import BadTable
from flock.ingest import columns, tables
from flock.ingest.columns import Columns

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"

POSTCODES = ["LS1 1UR", "BS1 4DJ", "M4 1NB"]
LATS, LONS = ["53.796", "51.4552", "53.483184"], ["-1.547", "-2.5967", "-2.235417"]
NAMES = ["One", "Two", "Three"]
TOWNS = ["Leeds", "Bristol", "Manchester"]


def find(table: dict[str, list[str]], title: str = "places") -> Columns:
    return columns.find(title, list(table), list(table.values()))


def described(table: dict[str, list[str]]) -> dict[str, str]:
    return find(table).described()


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        (["Name", "Type", "Postcode", "Latitude", "Longitude"], ["name", "kind", "postcode", "lat", "lon"]),
        (["VENUE_NAME", "category", "post_code", "lat", "lng"], ["name", "kind", "postcode", "lat", "lon"]),
        (["venueName", "venueType", "postCode", "geoLat", "geoLon"], ["name", "kind", "postcode", "lat", "lon"]),
        (["Nom", "Catégorie", "Code postal", "Latitude", "Longitude"], ["name", "kind", "postcode", "lat", "lon"]),
        (["Name", "Kategorie", "PLZ", "Breitengrad", "Längengrad"], ["name", "kind", "postcode", "lat", "lon"]),
        (["Nombre", "Categoría", "Código postal", "Latitud", "Longitud"], ["name", "kind", "postcode", "lat", "lon"]),
        (["Denominazione", "Tipo", "CAP", "Latitudine", "Longitudine"], ["name", "kind", "postcode", "lat", "lon"]),
        (["名称", "类型", "邮编", "纬度", "经度"], ["name", "kind", "postcode", "lat", "lon"]),
        (
            ["Library name", "Library type", "Postal Code", "WGS84 latitude", "WGS84 longitude"],
            ["name", "kind", "postcode", "lat", "lon"],
        ),
        (["name", "amenity", "addr:postcode", "y", "x"], ["name", "kind", "postcode", "lat", "lon"]),
    ],
)
def test_names_in_six_languages_are_known(names: list[str], fields: list[str]) -> None:
    values = [NAMES, ["library", "cafe", "pub"], POSTCODES, LATS, LONS]
    assert described(dict(zip(names, values, strict=True))) == dict(zip(fields, names, strict=True))


@pytest.mark.parametrize(
    "other",
    [
        "Borough name",
        "contact_name",
        "Manager name",
        "First name",
        "Ward Name",
        "Street name",
        "File name",
        "operator",
        "Reporting service",
    ],
)
def test_names_of_other_things_are_not_the_name_of_the_place(other: str) -> None:
    table = {other: ["Ann", "Bob", "Cy"], "Facility name": NAMES, "Town": TOWNS}
    assert described(table)["name"] == "Facility name"
    with pytest.raises(BadTable, match="No column could be the name"):
        find({other: ["Ann", "Bob", "Cy"], "Town": TOWNS})


def test_the_better_of_two_names_is_taken_and_said() -> None:
    table = {"Building name": ["A", "B", "C"], "Name": NAMES, "Title": ["x", "y", "z"], "Town": TOWNS}
    assert described(table)["name"] == "Name"


def test_values_must_agree_with_the_name_of_their_column() -> None:
    table = {
        "name": NAMES,
        "town": TOWNS,
        "lat": ["north", "south", "east"],
        "long": ["a long story", "another", "more"],
        "postcode": ["see website"] * 3,
        "phone": ["no", "no", "no"],
        "status": ["past", "past", "upcoming"],
        "type": ["A1", "B2", "C3"],
        "hours": ["9-5", "", ""],
        "website": ["none", "no", "-"],
    }
    assert described(table) == {"name": "name", "town": "town", "hours": "hours"}


def test_postcodes_are_known_by_their_values() -> None:
    assert described({"name": NAMES, "PC": POSTCODES})["postcode"] == "PC"


def test_a_pair_in_one_cell_is_a_position() -> None:
    pairs = [f"{lat}, {lon}" for lat, lon in zip(LATS, LONS, strict=True)]
    for header in ("coordinates", "location", "anything"):
        assert described({"name": NAMES, header: pairs})["position"] == header


def test_british_degrees_are_known_by_their_values_in_either_order() -> None:
    for table in ({"name": NAMES, "c1": LATS_LONG, "c2": LONS_LONG}, {"name": NAMES, "c2": LONS_LONG, "c1": LATS_LONG}):
        assert described(table) == {"name": "name", "lat": "c1", "lon": "c2"}


LATS_LONG, LONS_LONG = ["53.79612", "51.45521", "53.48318"], ["-1.54713", "-2.59671", "-2.23541"]


def test_numbers_that_are_no_british_degrees_are_not_taken_for_a_position() -> None:
    with pytest.raises(BadTable, match="where the places are"):
        find({"name": NAMES, "c1": ["3.14159", "2.71828", "1.41421"], "c2": ["0.57721", "1.61803", "2.50290"]})


def test_the_british_grid_is_used_only_where_there_are_no_degrees() -> None:
    grid = {"Easting": ["429000", "358000", "384000"], "Northing": ["433000", "172000", "398000"]}
    assert described({"name": NAMES, **grid}) == {"name": "name", "easting": "Easting", "northing": "Northing"}
    assert described({"name": NAMES, **grid, "lat": LATS, "lon": LONS}) == {"name": "name", "lat": "lat", "lon": "lon"}
    on_axes = {"X": grid["Easting"], "Y": grid["Northing"]}
    assert described({"name": NAMES, **on_axes}) == {"name": "name", "easting": "X", "northing": "Y"}


def test_half_a_position_is_none() -> None:
    assert described({"name": NAMES, "town": TOWNS, "lat": LATS}) == {"name": "name", "town": "town"}


@pytest.mark.parametrize(
    ("headers", "joined"),
    [
        (["Address 1", "Address 2", "Address 3"], "Address 1 + Address 2 + Address 3"),
        (["address2", "address1"], "address1 + address2"),
        (["Address", "Address 2"], "Address + Address 2"),
        (["Address line 1", "Address line 2"], "Address line 1 + Address line 2"),
        (["Full address", "Address 1", "Address 2"], "Full address"),
        (["addr:street"], "addr:street"),
    ],
)
def test_lines_of_an_address_are_joined_in_their_order(headers: list[str], joined: str) -> None:
    assert (
        described({"name": NAMES, **{header: ["1 High St", "2 Low St", "3 New St"] for header in headers}})["address"] == joined
    )


def test_a_location_is_a_town_or_an_address_by_what_stands_in_it() -> None:
    assert described({"name": NAMES, "location": ["Peckham", "Hackney", "Soho"]})["town"] == "location"
    assert described({"name": NAMES, "location": ["1 High St, Leeds", "2 Low St", "3 New St"]})["address"] == "location"


@pytest.mark.parametrize("pattern", ["{} opening times", "{}", "opening_hours_{}", "{} hours"])
def test_a_column_a_weekday_is_the_hours(pattern: str) -> None:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    found = find({"name": NAMES, "town": TOWNS, **{pattern.format(day): ["9:00-17:00"] * 3 for day in days}})
    assert found.weekdays == tuple(range(2, 9))
    assert found.label("hours") == f"{pattern.format('Monday')} … {pattern.format('Sunday')}"


def test_two_columns_for_one_weekday_are_no_hours() -> None:
    days = {f"{day} {what}": ["09:00"] * 3 for day in ("Mon", "Tue", "Wed", "Thu", "Fri") for what in ("opens", "hours", "times")}
    assert find({"name": NAMES, "town": TOWNS, **days}).weekdays == ()


@pytest.mark.parametrize(
    ("title", "header", "kind"),
    [
        ("Pubs", "name", "pub"),
        ("libraries_2023", "name", "library"),
        ("Community_centres", "name", "community"),
        ("places", "Library name", "library"),
        ("places", "name", "other"),
        ("pubs and libraries", "name", "other"),
        ("petrol stations", "name", "other"),
    ],
)
def test_the_kind_is_told_by_the_title_where_no_column_does(title: str, header: str, kind: str) -> None:
    assert find({header: NAMES, "town": TOWNS}, title).kind == kind


def test_a_table_that_tells_no_place_is_refused() -> None:
    with pytest.raises(BadTable, match="where the places are"):
        find({"name": NAMES, "rating": ["1", "2", "3"]})


LONDON = {"name": "name", "lat": "latitude", "lon": "longitude", "town": "borough_name"}
MEETUP = {"name": "name", "address": "address_1 + address_2", "town": "city", "lat": "lat", "lon": "lon"}
REAL = {
    "england_libraries_2023/libraries_2023.csv": {
        "name": "Name",
        "address": "Address 1 + Address 2 + Address 3",
        "postcode": "Postcode",
        "lat": "Latitude",
        "lon": "Longitude",
        "closed": "Year closed",
        "kind": "Type",
        "hours": "Monday opening times … Sunday opening times",
        "url": "Email or website",
    },
    "england_libraries_2023/derived_open_static_libraries.csv": {
        "name": "name",
        "kind": "type",
        "address": "address",
        "postcode": "postcode",
        "lat": "latitude",
        "lon": "longitude",
        "url": "website",
    },
    "open_pubs_manchester/open_pubs.csv": {
        "name": "name",
        "address": "address",
        "postcode": "postcode",
        "lat": "latitude",
        "lon": "longitude",
    },
    "london_wifi_cafes/cafes.csv": {
        "name": "name",
        "map_link": "map_url",
        "photo_url": "img_url",
        "town": "location",
        "sockets": "has_sockets",
        "wifi": "has_wifi",
        "calls": "can_take_calls",
        "seats": "seats",
        "price": "coffee_price",
    },
    "italy_fuel_stations/it_fuel_stations_utf8_semicolon.csv": {
        "name": "Nome Impianto",
        "address": "Indirizzo",
        "town": "Comune",
        "region": "Provincia",
        "lat": "Latitudine",
        "lon": "Longitudine",
    },
    "seattle_coworking_2014/coworking.geojson": {
        "lat": "latitude",
        "lon": "longitude",
        "name": "name",
        "url": "url",
        "address": "address",
    },
    "meetup_montana_2016/venues.csv": MEETUP,
    "meetup_los_angeles_2016/venues.csv": MEETUP,
    **{
        f"london_cultural_infrastructure_2022/{file}.csv": LONDON
        | {"address": "address1 + address2 + address3", "url": "website"}
        for file in (
            *("Arts_centres", "Cinemas", "Commercial_galleries", "Community_centres", "Dance_performance_venues"),
            *("LGBT_night_time_venues", "Libraries", "Museums_and_public_galleries", "Music_venues_all"),
            *("Outdoor_spaces_for_cultural_use", "Pubs", "Skate_Parks", "Theatres"),
        )
    },
}


@pytest.mark.skipif(not DATA.is_dir(), reason="the folder of real tables, ../shared/data, is not here")
@pytest.mark.parametrize("file", REAL)
def test_real_tables_are_mapped_right(file: str) -> None:
    table = tables.read(DATA / file)
    assert columns.find(table.path.stem, table.header, next(table.chunks()).columns).described() == REAL[file]


@pytest.mark.skipif(not DATA.is_dir(), reason="the folder of real tables, ../shared/data, is not here")
@pytest.mark.parametrize(
    "file",
    [
        "davis_southern_women/attendance.csv",
        "davis_southern_women/karate_edges.csv",
        "collegemsg/CollegeMsg.txt",
        *(f"meetup_montana_2016/{name}.csv" for name in ("members", "rsvps", "events", "groups", "groups_topics")),
    ],
)
def test_real_tables_of_other_things_are_refused(file: str) -> None:
    table = tables.read(DATA / file)
    with pytest.raises(BadTable):
        columns.find(table.path.stem, table.header, next(table.chunks()).columns)


def test_a_column_taken_for_towns_or_streets_by_its_cells_alone_is_told() -> None:
    towns = ["Leeds", "York", "Bristol", "Bath"]
    streets = ["1 High Street", "22 Quay Street", "3 Mill Lane", "4 Abbey Road"]
    names = ["Oak", "Elm", "Ash", "Yew"]
    found = columns.find("places", ["name", "where it is", "beside"], [names, towns, streets])
    assert (found.fields["town"], found.fields["address"]) == ((1,), (2,))
    assert found.notes == (
        "«where it is» is taken for the town by what stands in it. Change it if it is not.",
        "«beside» is taken for the address by what stands in it. Change it if it is not.",
    )
    assert columns.find("places", ["name", "town", "address"], [names, towns, streets]).notes == ()
