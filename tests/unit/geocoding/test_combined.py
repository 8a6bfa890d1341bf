"""The gazetteer first, the outside service where that is not close enough."""

from collections.abc import Callable, Sequence

import pytest

from flock.domain.positions import LatLon
from flock.errors import GeocoderUnavailable
from flock.geocoding.answers import Answer, Query, Refusal
from flock.geocoding.combined import COARSE_M, Combined

Said = Answer | Refusal | GeocoderUnavailable


def answer(precision_m: float, source: str) -> Answer:
    return Answer(LatLon(51.0, -2.0), precision_m, source, source)


class Scripted:
    """A geocoder that answers from a table and notes what it was asked."""

    def __init__(self, name: str, said: dict[str, Said]) -> None:
        self.attribution = f"© {name}"
        self.said = said
        self.asked: list[str] = []

    def geocode(self, query: Query) -> Answer | Refusal:
        self.asked.append(query.text)
        said = self.said[query.text]
        if isinstance(said, GeocoderUnavailable):
            raise said
        return said

    def geocode_many(
        self, queries: Sequence[Query], *, progress: Callable[[int], None] = lambda done: None
    ) -> list[Answer | Refusal]:
        return [self.geocode(query) for query in queries]


CLOSE, COARSE, NOTHING = answer(COARSE_M, "near"), answer(COARSE_M + 1, "near"), Refusal("Not here.")
DOWN = GeocoderUnavailable("It does not answer.")
FAR = answer(40, "far")


@pytest.mark.parametrize(
    ("near", "far", "expected"),
    [
        (COARSE, FAR, FAR),
        (NOTHING, FAR, FAR),
        (COARSE, answer(9_000, "far"), COARSE),
        (COARSE, Refusal("Nor here."), COARSE),
        (NOTHING, Refusal("Nor here."), NOTHING),
        (COARSE, DOWN, COARSE),
    ],
)
def test_the_closer_answer_wins(near: Answer | Refusal, far: Said, expected: Answer | Refusal) -> None:
    assert Combined(Scripted("G", {"x": near}), Scripted("O", {"x": far})).geocode(Query("x")) == expected
    assert Combined(Scripted("G", {"x": near}), Scripted("O", {"x": far})).geocode_many([Query("x")]) == [expected]


def test_what_the_gazetteer_knows_closely_is_not_asked_outside() -> None:
    outside = Scripted("O", {})
    assert Combined(Scripted("G", {"x": CLOSE}), outside).geocode(Query("x")) == CLOSE
    assert outside.asked == []


def test_a_refusal_with_the_service_down_is_an_error() -> None:
    with pytest.raises(GeocoderUnavailable):
        Combined(Scripted("G", {"x": NOTHING}), Scripted("O", {"x": DOWN})).geocode(Query("x"))


def test_many_go_on_without_a_service_that_failed() -> None:
    gazetteer = Scripted("G", {"a": CLOSE, "b": COARSE, "c": NOTHING, "d": NOTHING, "e": COARSE})
    outside = Scripted("O", {"b": FAR, "c": DOWN})
    heard: list[int] = []
    answers = Combined(gazetteer, outside).geocode_many([Query(text) for text in "abcde"], progress=heard.append)
    without = Refusal("Not here. It does not answer.")
    assert answers == [CLOSE, FAR, without, without, COARSE]
    assert outside.asked == ["b", "c"]
    assert heard == [1, 2, 3, 4, 5]


def test_both_are_attributed() -> None:
    assert Combined(Scripted("G", {}), Scripted("O", {})).attribution == "© G © O"
