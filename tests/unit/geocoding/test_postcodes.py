"""Postcodes in what people write."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flock.geocoding import postcodes
from flock.geocoding.postcodes import Postcode

LETTER, DIGIT = st.sampled_from(string.ascii_uppercase), st.sampled_from(string.digits)
INWARD_LETTER = st.sampled_from("ABDEFGHJLNPQRSTUWXYZ")
OUTWARD = st.one_of(
    *(st.tuples(*shape).map("".join) for shape in ((LETTER, DIGIT), (LETTER, DIGIT, DIGIT), (LETTER, DIGIT, LETTER))),
    *(st.tuples(LETTER, LETTER, *shape).map("".join) for shape in ((DIGIT,), (DIGIT, DIGIT), (DIGIT, LETTER))),
)
POSTCODE = st.builds(Postcode, OUTWARD, st.tuples(DIGIT, INWARD_LETTER, INWARD_LETTER).map("".join))
GAP = st.sampled_from(["", " ", "  ", "\u00a0", "-", "\t"])
# Words around a postcode, none of which has the shape of a part of one.
WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyz'é", min_size=4, max_size=12), max_size=4).map(" ".join)


@given(POSTCODE, GAP, st.booleans())
def test_any_spelling_of_a_postcode_is_read(code: Postcode, gap: str, lower: bool) -> None:
    written = f"{code.outward}{gap}{code.inward}"
    assert postcodes.find(written.lower() if lower else written) == [code]


@given(POSTCODE, st.booleans(), st.booleans())
def test_a_column_of_postcodes_is_read(code: Postcode, spaced: bool, lower: bool) -> None:
    written = str(code) if spaced else code.code
    assert postcodes.code(written.lower() if lower else f" {written} ") == code.code


@given(WORDS, POSTCODE, WORDS)
def test_a_postcode_is_found_anywhere_and_taken_out(before: str, code: Postcode, after: str) -> None:
    text = f"{before}, {code}, {after}"
    assert postcodes.find(text) == [code]
    assert postcodes.find(postcodes.without(text)) == []
    assert before.strip() in postcodes.without(text)


@given(POSTCODE, POSTCODE)
def test_the_last_postcode_comes_first(one: Postcode, other: Postcode) -> None:
    assert postcodes.find(f"{one}, then {other}") == [other, one]


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    for code in postcodes.find(text):
        assert postcodes.code(code.code) == code.code
    postcodes.find_partial(text)
    postcodes.without(text)


@given(st.text("ABO01IL58 ", min_size=4, max_size=40))
def test_likely_meant_are_well_formed(text: str) -> None:
    for code in postcodes.likely_meant(text):
        assert postcodes.code(str(code)) == code.code


@given(POSTCODE, st.data())
def test_a_look_alike_leads_back(code: Postcode, data: st.DataObject) -> None:
    slips = {"0": "O", "O": "0", "1": "I", "I": "1"}
    at = [position for position, letter in enumerate(code.code) if letter in slips]
    assume(at)
    position = data.draw(st.sampled_from(at))
    slipped = code.code[:position] + slips[code.code[position]] + code.code[position + 1 :]
    assume(not postcodes.code(slipped))
    assert code in list(postcodes.likely_meant(f"{slipped[:-3]} {slipped[-3:]}"))


@pytest.mark.parametrize(
    ("text", "likely"),
    [("SW1A OAA", "SW1A 0AA"), ("SWIA 0AA", "SW1A 0AA"), ("BS4 E3H", "BS4 3EH"), ("SB4 3EH", "BS4 3EH"), ("BD4 3EG", "BS4 3EG")],
)
def test_slips(text: str, likely: str) -> None:
    assert likely in map(str, postcodes.likely_meant(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bristol",
        "Unit B2 1st Floor",
        "unit e1 4th floor",
        "M4 junction 17",
        "1234567",
        "ABS4 3EHX",
        "BS4 3EC",
        "75001 Paris",
        "K1A 0B1",
    ],
)
def test_no_postcode(text: str) -> None:
    assert postcodes.find(text) == []


@pytest.mark.parametrize(
    ("text", "partial"),
    [
        ("BS4", "BS4"),
        ("bs4 3", "BS4 3"),
        ("Totterdown, BS4", "BS4"),
        ("Bristol BS4", "BS4"),
        ("EC1A", "EC1A"),
        ("BS4, Bristol", ""),
        ("Bristol", ""),
        ("CABS4", ""),
    ],
)
def test_partial_postcodes(text: str, partial: str) -> None:
    assert postcodes.find_partial(text) == partial


def test_parts_of_a_postcode() -> None:
    code = Postcode("BS4", "3EH")
    assert (str(code), code.code, code.sector) == ("BS4 3EH", "BS43EH", "BS4 3")
