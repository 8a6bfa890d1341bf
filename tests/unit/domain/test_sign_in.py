"""A2: what a provider says is believed only where it says who, when and for which request; an e-mail only where verified."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain import sign_in

NOW = datetime(2026, 5, 14, 9, 30, tzinfo=UTC)
CLAIMS = {"iss": "https://id.example", "sub": "ada", "nonce": "n1", "iat": int(NOW.timestamp())}


def test_claims_say_who_and_when() -> None:
    read = sign_in.read(CLAIMS | {"email": "Ada@Example.ORG ", "email_verified": True, "given_name": "Ada Maria"})
    assert read is not None
    assert (read.identity, read.issued_at, read.email, read.name) == ("https://id.example|ada", NOW, "ada@example.org", "Ada")


@pytest.mark.parametrize("verified", [False, None, "true", 1, "yes"])
def test_an_address_that_is_not_verified_means_nothing(verified: object) -> None:
    read = sign_in.read(CLAIMS | {"email": "ada@example.org", "email_verified": verified})
    assert read is not None
    assert read.email is None


@pytest.mark.parametrize(
    "wrong", [{"iss": ""}, {"sub": None}, {"nonce": 7}, {"iat": "now"}, {"iat": True}, {"iat": -1}, {"iat": 1e30}]
)
def test_claims_that_do_not_say_enough_are_none(wrong: dict[str, object]) -> None:
    assert sign_in.read(CLAIMS | wrong) is None


@pytest.mark.parametrize("name", ["iss", "sub", "nonce", "iat"])
def test_each_claim_is_needed(name: str) -> None:
    assert sign_in.read({key: value for key, value in CLAIMS.items() if key != name}) is None


@given(
    st.dictionaries(
        st.sampled_from(["iss", "sub", "nonce", "iat", "email", "email_verified", "name", "given_name"]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()),
    )
)
def test_no_claims_break_it(claims: dict[str, object]) -> None:
    read = sign_in.read(claims)
    assert read is None or (read.issuer and read.subject and read.nonce)


@pytest.mark.parametrize(
    ("age", "good"),
    [
        (timedelta(0), True),
        (timedelta(hours=11, minutes=59), True),
        (timedelta(hours=12), False),
        (timedelta(minutes=-1), True),
        (timedelta(hours=-1), False),
    ],
)
def test_a_sign_in_is_good_for_twelve_hours(age: timedelta, good: bool) -> None:
    read = sign_in.read(CLAIMS)
    assert read is not None
    assert read.is_good_at(NOW + age) is good


def test_another_moment_or_request_is_another_sign_in() -> None:
    prints = {
        sign_in.read(CLAIMS | more).fingerprint for more in ({}, {"nonce": "n2"}, {"iat": CLAIMS["iat"] + 1}, {"sub": "bea"})
    }
    assert len(prints) == 4
