"""A place's own page where the place is not on the map: taken back with its import, or never there (I9)."""

from collections.abc import Callable
from uuid import uuid4

from streamlit.testing.v1 import AppTest

from flock.parts import Parts

Open = Callable[..., AppTest]


def test_archived_place_says_so_and_one_that_never_was_does_not(open_page: Open, parts: Parts) -> None:
    archived = uuid4()
    with parts.db.writing() as cursor:
        cursor.execute(
            "INSERT INTO venue_archive BY NAME SELECT uuid() AS archived_for, TIMESTAMPTZ '2026-05-03 12:00:00Z' AS archived_at, "
            "?::UUID AS venue_id, '*Old* Mill' AS name",
            [archived],
        )
    page = open_page("nobody", "place", id=str(archived))
    assert [title.value for title in page.title] == [r"\*Old\* Mill"]
    assert "taken back on 3 May 2026" in page.info[0].value
    for missing in (str(uuid4()), "no id"):
        page = open_page("nobody", "place", id=missing)
        assert [title.value for title in page.title] == ["This place is not here"]
        assert not page.info
