"""N1: files of places: formulas are defused, numbers stay numbers, text comes back equal."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.errors import BadFilter
from flock.services import exports


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def places(names: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"name": names, "lat": [-1.5] * len(names), "lon": [0.25] * len(names), "seats": [None] * len(names)})


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x","y")', "+44 117", "-2+3", "@SUM(A1)", "\tx", "\rx"])
def test_a_formula_is_defused_and_a_number_is_not(name: str) -> None:
    row = read_csv(exports.write(places([name]), "csv"))[0]
    assert row["name"] == f"'{name}"
    assert float(row["lat"]) == -1.5


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), min_size=1, max_size=5))
def test_text_comes_back_equal_but_for_the_apostrophe(names: list[str]) -> None:
    rows = read_csv(exports.write(places(names), "csv"))
    assert [
        row["name"].removeprefix("'") if row["name"][1:] == name else row["name"] for row, name in zip(rows, names, strict=True)
    ] == names


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(BadFilter, match="«xlsx»"):
        exports.write(places(["a"]), "xlsx")
