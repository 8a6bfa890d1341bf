"""What cells say of facts and kinds: plain words are understood, nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain import venues
from flock.ingest import wording


@pytest.mark.parametrize(
    ("name", "cell", "word"),
    [
        ("wifi", "yes", "customers"),
        ("wifi", "1", "customers"),
        ("wifi", "1.0", "customers"),
        ("wifi", "Oui", "customers"),
        ("wifi", "sí", "customers"),
        ("wifi", "✓", "customers"),
        ("wifi", "wlan", "customers"),
        ("wifi", "customers", "customers"),
        ("wifi", "Free", "free"),
        ("wifi", "gratuit", "free"),
        ("wifi", "0", "no"),
        ("wifi", "", "unknown"),
        ("wifi", "NULL", "unknown"),
        ("wifi", "NA", "unknown"),
        ("wifi", "unknown", "unknown"),
        ("wifi", "fast", None),
        ("sockets", "TRUE", "few"),
        ("sockets", "none", "none"),
        ("sockets", "on request", "ask"),
        ("sockets", "12", None),
        ("noise", "Silent", "quiet"),
        ("noise", "yes", None),
        ("time_limit", "2 hours", "yes"),
        ("time_limit", "90 min", "yes"),
        ("time_limit", "unlimited", "no"),
        ("calls", "nein", "no"),
        ("standing_desk", "x", "yes"),
        ("wheelchair", "limited", "limited"),
        ("wheelchair", "Partially accessible", "limited"),
        ("wheelchair", "designated", "designated"),
        ("family_room", "f", "no"),
        ("price", "£2.40", "low"),
        ("price", "2,40 €", "low"),
        ("price", "£3", "middle"),
        ("price", "12", "high"),
        ("price", "0", "free"),
        ("price", "1", "low"),
        ("price", "££", "middle"),
        ("price", "yes", None),
        ("price", "¥300", None),
        ("status", "Permanently closed", "closed"),
        ("status", "temporarily_closed", "temporarily_closed"),
        ("status", "OPERATIONAL", "open"),
        ("status", "pending", None),
    ],
)
def test_words_of_facts(name: str, cell: str, word: str | None) -> None:
    assert wording.fact(name, cell) == word


@pytest.mark.parametrize(
    ("name", "header", "yes", "no"),
    [
        ("wifi", "free wifi", "free", None),
        ("noise", "quiet", "quiet", None),
        ("noise", "noisy", "lively", None),
        ("time_limit", "no time limit", "no", "yes"),
        ("calls", "can take calls", "yes", "no"),
    ],
)
def test_the_header_says_what_yes_means(name: str, header: str, yes: str | None, no: str | None) -> None:
    assert (wording.fact(name, "yes", header), wording.fact(name, "no", header)) == (yes, no)


def test_every_word_of_the_vocabulary_is_understood_as_itself() -> None:
    for name, values in venues.VOCABULARY.items():
        for value in values:
            if name == "kind":
                assert wording.kind(value) == value
            else:
                assert wording.fact(name, value) == value


@given(st.sampled_from([name for name in venues.VOCABULARY if name != "kind"]), st.text(max_size=30))
def test_any_text_is_a_word_of_the_vocabulary_or_none(name: str, cell: str) -> None:
    assert wording.fact(name, cell) in {*venues.VOCABULARY[name], venues.UNKNOWN, None}


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("Library", "library"),
        ("public library", "library"),
        ("Static Local History Library", "library"),
        ("Mobile Library", "other"),
        ("Prison Library", "other"),
        ("coworking_space", "coworking"),
        ("Co-working space", "coworking"),
        ("Pubs", "pub"),
        ("café", "cafe"),
        ("coffee shop", "cafe"),
        ("Arts Centre", "community"),
        ("community_centre", "community"),
        ("Art Gallery", "museum"),
        ("Bibliothèque municipale", "library"),
        ("Stadtbücherei", "library"),
        ("Museo civico", "museum"),
        ("图书馆", "library"),
        ("restaurant", "other"),
        ("Hotel supplies", None),
        ("Stradale", None),
        ("", None),
    ],
)
def test_kinds(cell: str, kind: str | None) -> None:
    assert wording.kind(cell) == kind
