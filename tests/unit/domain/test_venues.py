"""The closed vocabularies of a place, and the bitmap that indexes them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain import venues

some_facts = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in venues.VOCABULARY.items()})


def test_unknown_is_a_value_of_every_fact_and_of_nothing_else() -> None:
    """Facts with a closed vocabulary (P3)."""
    assert all(venues.VOCABULARY[name][-1] == venues.UNKNOWN for name in venues.FACTS)
    assert set(venues.VOCABULARY) - set(venues.FACTS) == {"kind", "status"}
    assert venues.UNKNOWN not in (*venues.KINDS, *venues.VOCABULARY["status"])
    assert tuple(venues.Status) == venues.VOCABULARY["status"]


def test_every_value_has_a_bit_of_its_own_that_a_signed_column_holds() -> None:
    bits = [venues.bit(name, value) for name, values in venues.VOCABULARY.items() for value in values]
    assert len(set(bits)) == len(bits)
    assert all(bit.bit_count() == 1 and bit < 1 << 63 for bit in bits)


@given(some_facts)
def test_a_bitmap_says_the_words_that_it_was_packed_from(facts: dict[str, str]) -> None:
    assert venues.facts_words(venues.facts_bitmap(facts)) == facts


def test_bits_stay_what_stored_places_were_written_with() -> None:
    """If this fails, a vocabulary was reordered: append instead, or raise the schema version and rewrite `facts`."""
    assert venues.bit("kind", "cafe") == 1
    assert venues.bit("status", "closed") == 1 << 10
    assert venues.bit("wifi", "free") == 1 << 11
    assert venues.bit("price", "unknown") == 1 << 47


@given(some_facts)
def test_bitmap_sets_one_bit_for_each_fact(facts: dict[str, str]) -> None:
    bitmap = venues.facts_bitmap(facts)
    assert bitmap.bit_count() == len(venues.VOCABULARY)
    assert all(bitmap & venues.bit(name, value) for name, value in facts.items())


def test_missing_and_empty_facts_are_unknown() -> None:
    known = {"kind": "library", "status": "open"}
    unknown = known | dict.fromkeys(venues.FACTS, venues.UNKNOWN)
    assert venues.facts_bitmap(known) == venues.facts_bitmap(unknown) == venues.facts_bitmap(known | {"wifi": ""})


@pytest.mark.parametrize("facts", [{}, {"kind": "cafe"}, {"status": "open"}, {"kind": "zoo", "status": "open"}])
def test_place_without_kind_or_status_has_no_bitmap(facts: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        venues.facts_bitmap(facts)


@given(some_facts, st.data())
def test_forbidden_bits_meet_just_the_values_not_accepted(facts: dict[str, str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(venues.VOCABULARY)))
    accepted = data.draw(st.sets(st.sampled_from(venues.VOCABULARY[name])))
    assert (venues.facts_bitmap(facts) & venues.forbidden_bits(name, accepted) == 0) == (facts[name] in accepted)


def test_forbidden_bits_of_two_facts_never_overlap() -> None:
    for one, other in itertools.combinations(venues.VOCABULARY, 2):
        assert venues.forbidden_bits(one, frozenset()) & venues.forbidden_bits(other, frozenset()) == 0
