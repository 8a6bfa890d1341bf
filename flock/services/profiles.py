"""What a member tells of herself: her words, her status, her photo, and who may see her."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from flock.domain import members as member_words
from flock.domain import profiles as words
from flock.domain.members import Person
from flock.domain.profiles import Profile
from flock.errors import BadProfile, NotFound
from flock.ingest import pictures
from flock.services import photo_passes, rate_limits
from flock.services.accounts import Accounts
from flock.services.photo_passes import Asked
from flock.storage import members, profiles
from flock.storage.database import Database
from flock.storage.members import Member

_NOBODY = UUID(int=0)


class Profiles:
    """Each member's own profile. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._db = db
        self._accounts = accounts
        self._clock = clock

    def own(self, acting: Person) -> tuple[Profile, str]:
        """Give her own profile, with the status that still holds, and who may see her.

        Raises:
            NotAllowed: she is no member.
        """
        self._accounts.check(acting, "member")
        found = profiles.own(self._db, acting.member_id)
        if not found:
            raise NotFound("There is no such member any more.")
        return found

    def status(self, acting: Person) -> str | None:
        """Give her status as it is now."""
        return self.own(acting)[0].status_at(self._clock())

    def save(self, acting: Person, profile: Profile) -> None:
        """Save all of her profile but status and photo.

        Raises:
            NotAllowed: she is no member.
            BadProfile: something in it cannot be taken.
            BadHours: her hours cannot be read.
        """
        self._accounts.check(acting, "member")
        profiles.save(self._db, acting.member_id, words.check(profile))

    def set_status(self, acting: Person, status: str | None) -> None:
        """Say whether she looks for company; it falls back to «not now» by itself.

        Raises:
            NotAllowed: she is no member.
            BadProfile: there is no such status.
        """
        self._accounts.check(acting, "member")
        if status is not None and status not in member_words.STATUSES:
            raise BadProfile("That is not one of the choices.")
        until = self._clock() + words.STATUS_LASTS[status] if status else None
        profiles.set_status(self._db, acting.member_id, status, until=until)

    def own_photo(self, acting: Person) -> str:
        """Give the pass for her own photo, empty where she has none."""
        passes = photo_passes.make(self._db, acting.member_id, [acting.member_id], now=self._clock())
        return passes.get(acting.member_id, "")

    def save_photo(self, acting: Person, content: bytes | None) -> None:
        """Save her photo without anything but its pixels, or remove it.

        Raises:
            NotAllowed: she is no member.
            BadProfile: not a photo, or too large a one.
            TooOften: she has uploaded sixty files in an hour.
        """
        self._accounts.check(acting, "member")
        if content is not None:
            rate_limits.take_now(self._db, acting.member_id, "upload", now=self._clock())
        made = pictures.made_anew(content) if content is not None else None
        profiles.save_photo(self._db, acting.member_id, made, now=self._clock())

    def seen_by(self, acting: Person) -> dict[str, Member | None]:
        """Give what one member of each kind is given about her by the very question that pages ask; None who does not see her.

        The kinds are groups, vouched and everyone; one of which there is nobody is left out. Nothing of who looked is given.

        Raises:
            NotAllowed: she is no member.
        """
        now = self._clock()
        me = self._accounts.check(acting, "member").member_id
        seen: dict[str, Member | None] = {}
        for kind, viewer in members.viewers(self._db, me, now=now).items():
            seen[kind] = next(iter(members.visible(self._db, viewer, [me], now=now)), None)
        return seen

    def photo(self, told_pass: str) -> bytes:
        """Give a photo to who may see it now.

        Raises:
            NotFound: the pass is not good, or she who had it may not see the photo any more. Which of these is not said.
        """
        nothing = Asked(_NOBODY, _NOBODY)
        asked = photo_passes.read(self._db, told_pass, now=self._clock()) or nothing
        # All is asked whatever was wrong, so that the time an answer takes does not tell either.
        content, whose = profiles.photo(self._db, asked.photo_id) or (b"", _NOBODY)
        is_here, may_see = self._accounts.person(asked.looking) is not None, self._may_see(asked.looking, whose)
        if content and is_here and may_see:
            return content
        raise NotFound("There is no such photo.")

    def _may_see(self, looking: UUID, member_id: UUID) -> bool:
        return looking == member_id or bool(members.known(self._db, looking, [member_id], now=self._clock()))
