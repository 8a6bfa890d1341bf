"""The gate: what somebody new does before she is a member among members."""

from typing import NamedTuple

from flock.domain import members

STEPS = ("rules", "profile", "home", "seen_by", "welcome")


class Progress(NamedTuple):
    """What somebody has done at the gate. `members` is how many are through it, `vouches` how many vouch for her."""

    rules: str | None
    name: str
    does: str | None
    has_home: bool
    seen_by: str | None
    is_welcomed: bool
    vouches: int
    members: int
    vouch_code: str | None
    is_admitted: bool


def next_step(done: Progress, *, rules: str, vouching: bool) -> str | None:
    """Give which of `STEPS` is next, None where she may come in. Another version of the rules brings a member back to them."""
    if done.rules != rules:
        return "rules"
    if done.is_admitted:
        return None
    if not (done.name and done.does):
        return "profile"
    if not done.has_home:
        return "home"
    if not done.seen_by:
        return "seen_by"
    enough = done.is_welcomed or not vouching or done.vouches >= members.vouches_needed(done.members)
    return None if enough else "welcome"
