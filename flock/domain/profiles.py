"""What a member tells of herself, and what of it can be taken."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flock.domain import hours, members
from flock.errors import BadProfile

MOST_IN_A_LIST = 12
MOST_LETTERS_OF_WORD = 40
STATUS_LASTS = {"company": timedelta(days=7), "open": timedelta(days=28)}
"""After that a status falls back to «not now» by itself."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a member tells of herself. `works` is written as opening hours are; `status` is None for «not now»."""

    name: str
    does: str | None = None
    works: str | None = None
    style: str | None = None
    languages: tuple[str, ...] = ()
    can_help: tuple[str, ...] = ()
    wants_to_learn: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    status: str | None = None
    status_until: datetime | None = None

    def status_at(self, now: datetime) -> str | None:
        """Give the status that still holds."""
        return self.status if self.status_until and now < self.status_until else None


def check(profile: Profile, *, needs_work: bool = True) -> Profile:
    """Give a profile with its words tidied up. What she does may be missing only where somebody else lists her.

    Raises:
        BadProfile: a name or work that is missing or too long, or a choice that is none.
        BadHours: hours that cannot be read.
    """
    name, does = " ".join(profile.name.split()), " ".join((profile.does or "").split())
    if not name or len(name) > members.MOST_LETTERS_OF_NAME:
        most = members.MOST_LETTERS_OF_NAME
        raise BadProfile(f"Others need a name to call you by, of at most {most} letters. A first name is enough.")
    if (needs_work and not does) or len(does) > members.MOST_LETTERS_OF_LINE:
        most = members.MOST_LETTERS_OF_LINE
        raise BadProfile(f"Say in a few words what you do, in at most {most} letters: «translator», «I run a shop».")
    if profile.style not in (None, *members.STYLES) or profile.status not in (None, *members.STATUSES):
        raise BadProfile("That is not one of the choices.")
    return replace(
        profile,
        name=name,
        does=does or None,
        works=hours.check(profile.works) if profile.works else None,
        languages=_tidy(profile.languages),
        can_help=_tidy(profile.can_help),
        wants_to_learn=_tidy(profile.wants_to_learn),
        interests=_tidy(profile.interests),
    )


def _tidy(words: Iterable[str]) -> tuple[str, ...]:
    """Give each word once, whatever its capitals."""
    tidy: dict[str, str] = {}
    for word in words:
        plain = " ".join(word.split())
        if len(plain) > MOST_LETTERS_OF_WORD:
            raise BadProfile(f"«{plain[:20]}…» is longer than {MOST_LETTERS_OF_WORD} letters. Say it shorter.")
        if plain:
            tidy.setdefault(plain.casefold(), plain)
    if len(tidy) > MOST_IN_A_LIST:
        raise BadProfile(f"That is more than {MOST_IN_A_LIST}. Keep the ones that matter most to you.")
    return tuple(tidy.values())
