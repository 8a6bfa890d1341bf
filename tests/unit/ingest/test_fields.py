"""What a person types into one field is held to the rules of a table's cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain import editing, venues
from flock.errors import BadValue
from flock.ingest import fields


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("name", "  The   Oat ", "The Oat"),
        ("postcode", "bs65ab", "BS6 5AB"),
        ("hours", "mo-fr 9:00-17:00", "Mo-Fr 09:00-17:00"),
        ("url", "oat.example", "https://oat.example"),
        ("seats", "20-30", "20"),
        ("checked_on", "14/05/2024", "2024-05-14"),
        ("checked_on", "2024-05-14", "2024-05-14"),
        ("wifi", "paid", "paid"),
        ("wifi", "", "unknown"),
        ("phone", "", None),
        ("hours", " - ", None),
        ("position", "51.4545, -2.5879", "51.4545, -2.5879, 0, given"),
        ("name", '=HYPERLINK("x") {{7*7}} <b>', '=HYPERLINK("x") {{7*7}} <b>'),
        ("name", "A\x00B\x1fC", "AB C"),
        ("name", "\u202eright", "\u202eright"),
    ],
)
def test_values_that_can_be_taken(field: str, typed: str, value: str | None) -> None:
    assert fields.read(field, typed) == value


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", " ", "Name: A place needs a name"),
        ("name", "x" * 201, "Name: This has 201 letters; 200 is the most"),
        ("address", "x" * 501, "Address: This has 501 letters"),
        ("hours", "nine to five", "Opening hours: «nine to five» is not opening hours"),
        ("url", "javascript:alert(1)", "Website: This is not a web address"),
        ("photo_url", "https://x.org/" + "a" * 500, "Picture: This has 514 letters"),
        ("seats", "many", "Seats: This is not a number of seats"),
        ("checked_on", "05/06/2024", "Checked on: This is not a date"),
        ("wifi", "superb", "Wi-Fi: «superb» is not one of: free"),
        ("kind", "", "Kind of place: «» is not one of"),
        ("status", "", "Open or closed: «» is not one of"),
        ("position", "here", "Where on the map: Write latitude and longitude"),
        ("position", "0.0, 0.0", "Where on the map: The position is 0, 0"),
        ("position", "95.5, 10.5", "Where on the map: 95.5, 10.5|Where on the map: Latitude 95.5"),
        ("natural_key", "x", "no field called «natural_key»"),
    ],
)
def test_values_that_are_refused_say_which_field_and_why(field: str, typed: str, sentence: str) -> None:
    with pytest.raises(BadValue, match=sentence):
        fields.read(field, typed)


@given(st.sampled_from(editing.FIELDS), st.text(max_size=600))
def test_any_text_is_taken_or_refused_and_what_is_taken_stays_as_it_is(field: str, typed: str) -> None:
    try:
        value = fields.read(field, typed)
    except BadValue:
        return
    if field != "position":
        assert fields.read(field, editing.typed(field, value)) == value
    editing.said(field, value)


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 1e5), st.sampled_from(["given", "ONS, 2024", "a, b"]))
def test_a_position_is_written_to_the_last_digit(lat: float, lon: float, precision_m: float, source: str) -> None:
    spot = editing.Spot(editing.LatLon(lat, lon), precision_m, source)
    read = editing.read_spot(editing.write_spot(spot))
    assert (read.position, read.source) == (spot.position, source)
    assert editing.write_spot(read) == editing.write_spot(spot)


def test_every_field_of_the_vocabularies_can_be_edited() -> None:
    assert set(venues.VOCABULARY) <= set(editing.FIELDS)
    assert set(editing.SUGGESTED) <= set(editing.FIELDS)
