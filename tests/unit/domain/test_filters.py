"""What a member asks of a place: as a value, as an address, and as one number."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from flock.domain import filters, venues
from flock.domain.filters import NEEDS, VenueFilter
from flock.domain.positions import Bounds, LatLon
from flock.errors import BadFilter

degrees = st.integers(-80_000_000, 80_000_000).map(lambda micro: micro / 1e6)
words = st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=9), max_size=9)
some_facts = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in venues.VOCABULARY.items()})
some_kinds = st.frozensets(st.sampled_from(venues.KINDS))
some_needs = st.frozensets(st.sampled_from(list(NEEDS)))


@st.composite
def any_filter(draw: st.DrawFn) -> VenueFilter:
    """Any filter in the precision that an address has: a millionth of a degree, a metre."""
    near = draw(st.none() | st.builds(LatLon, degrees, degrees).filter(lambda place: place != (0, 0)))
    lats, lons = sorted(draw(st.tuples(degrees, degrees))), sorted(draw(st.tuples(degrees, degrees)))
    area = Bounds(lats[0], lons[0], lats[1], lons[1]) if lats[0] < lats[1] and lons[0] < lons[1] else None
    needs = draw(some_needs)
    return VenueFilter(
        kinds=draw(some_kinds),
        needs=needs,
        include_unknown=bool(needs) and draw(st.booleans()),
        open_for_h=draw(st.none() | st.integers(0, filters.MAX_OPEN_HOURS)),
        text=" ".join(draw(words)),
        near=near,
        radius_m=draw(st.none() | st.integers(1, 500_000).map(float)) if near else None,
        area=draw(st.sampled_from([area, None])),
    )


@given(any_filter())
@example(VenueFilter(needs=frozenset({"wifi", "quiet"}), include_unknown=True, text="a&b=c, d+e %20 «é»"))
def test_address_carries_the_whole_filter(wanted: VenueFilter) -> None:
    """A link shows the same thing (M3)."""
    query = filters.to_query(wanted)
    assert filters.from_query(dict(parse_qsl(query, strict_parsing=bool(query)))) == wanted


def test_equal_filters_are_equal_text() -> None:
    one = filters.from_query({"needs": "wifi,quiet", "kind": "pub,cafe", "open": "2"})
    other = filters.from_query({"open": "2.0", "kind": "cafe,pub,", "needs": "quiet,wifi,quiet"})
    assert filters.to_query(one) == filters.to_query(other) == "kind=cafe,pub&needs=quiet,wifi&open=2"
    assert filters.to_query(VenueFilter()) == ""


def test_parameters_of_others_are_passed_over() -> None:
    assert filters.from_query({"utm_source": "news", "embed": "true", "kind": ""}) == VenueFilter()


@given(some_facts, some_kinds, some_needs, st.booleans())
def test_one_number_says_what_the_words_say(
    facts: dict[str, str], kinds: frozenset[str], needs: frozenset[str], include_unknown: bool
) -> None:
    """Filters on facts, with "include unknown" (P3)."""
    wanted = VenueFilter(kinds=kinds, needs=needs, include_unknown=include_unknown)

    def meets(need: str) -> bool:
        fact, accepted = NEEDS[need]
        return facts[fact] in accepted or (include_unknown and facts[fact] == "unknown")

    fits = facts["status"] != "closed" and (not kinds or facts["kind"] in kinds) and all(map(meets, needs))
    assert (venues.facts_bitmap(facts) & wanted.forbidden == 0) == fits


@pytest.mark.parametrize(("need", "fact", "accepted"), [(need, *demand) for need, demand in NEEDS.items()])
def test_need_accepts_values_that_exist_and_never_unknown_by_itself(need: str, fact: str, accepted: frozenset[str]) -> None:
    assert accepted < set(venues.VOCABULARY[fact]) - {venues.UNKNOWN}, need


@given(any_filter())
def test_dropping_every_part_leaves_nothing_asked(wanted: VenueFilter) -> None:
    for part in wanted.parts:
        fewer = wanted.without(part)
        assert fewer.parts == [other for other in wanted.parts if other != part]
        wanted = fewer
    assert wanted.parts == []
    assert wanted.forbidden == venues.bit("status", "closed")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"kind": "casino"}, "no kind of place called «casino».* There are: cafe, library"),
        ({"needs": "wifi,sauna"}, "no filter called «sauna».* There are: wifi, sockets"),
        ({"open": "13"}, "out of range: 0 is now, 12 is the most"),
        ({"open": "-1"}, "out of range"),
        ({"open": "1.5"}, "whole hours"),
        ({"open": "soon"}, "«open» takes one number, not «soon»"),
        ({"open": "1,2"}, "«open» takes one number"),
        ({"q": "x" * 101}, "has 101 letters; 100 is the most"),
        ({"near": "51.45"}, "«near» takes 2 numbers with commas between"),
        ({"near": "Leeds"}, "«near» takes 2 numbers"),
        ({"near": "nan,0"}, "«near» takes 2 numbers"),
        ({"near": "-122.4,37.8"}, "look swapped"),
        ({"near": "0,0"}, "a point in the Atlantic"),
        ({"within": "500"}, "needs a place to measure from"),
        ({"near": "51,0", "within": "0"}, "above 0 and up to 500 km"),
        ({"near": "51,0", "within": "600000"}, "above 0 and up to 500 km"),
        ({"near": "51,0", "within": "inf"}, "«within» takes one number"),
        ({"area": "52,-2,51,-1"}, "south below north"),
        ({"area": "51,-1,52,-2"}, "The area makes no sense"),
        ({"area": "51,-2,52,181"}, "The area makes no sense"),
        ({"area": "51,-2,52"}, "«area» takes 4 numbers"),
    ],
)
def test_filter_that_makes_no_sense_is_explained(query: dict[str, str], said: str) -> None:
    with pytest.raises(BadFilter, match=said):
        filters.from_query(query)


keys = st.sampled_from(["kind", "needs", "unknown", "open", "q", "near", "within", "area", "other"])


@given(st.dictionaries(keys, st.text(max_size=120) | st.lists(st.floats(), max_size=4).map(lambda n: ",".join(map(str, n)))))
@example({"open": "1e243"})
def test_any_address_is_read_or_refused_in_a_short_sentence(query: dict[str, str]) -> None:
    try:
        wanted = filters.from_query(query)
    except BadFilter as refusal:
        said = str(refusal)
        event("refused")
    else:
        said = ""
        again = filters.from_query(dict(parse_qsl(filters.to_query(wanted))))
        assert filters.to_query(again) == filters.to_query(wanted)
    assert len(said) < 300
