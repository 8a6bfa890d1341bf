"""What a member tells of herself: her words, her status, her photo, and who may see her."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flock.domain import members as member_words
from flock.domain import profiles as words
from flock.domain.members import Person
from flock.domain.profiles import Profile
from flock.errors import BadProfile, NotFound
from flock.ingest import pictures
from flock.services.accounts import Accounts
from flock.storage import members, profiles, secrets
from flock.storage.database import Database

_PASS_LASTS = timedelta(minutes=30)


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

    def save_photo(self, acting: Person, content: bytes | None) -> None:
        """Save her photo without anything but its pixels, or remove it.

        Raises:
            NotAllowed: she is no member.
            BadProfile: not a photo, or too large a one.
        """
        self._accounts.check(acting, "member")
        made = pictures.made_anew(content) if content is not None else None
        profiles.save_photo(self._db, acting.member_id, made, now=self._clock())

    def photo_pass(self, looking: Person, member_id: UUID) -> str | None:
        """Give the address under which one member may load another's photo for half an hour; None where there is none to see."""
        photo_id = profiles.photo_id(self._db, member_id) if self._may_see(looking.member_id, member_id) else None
        if photo_id is None:
            return None
        until = int((self._clock() + _PASS_LASTS).timestamp())
        return _packed(said := looking.member_id.bytes + photo_id.bytes + until.to_bytes(8)) + "." + self._seal(said)

    def photo(self, told_pass: str) -> bytes:
        """Give a photo to who may see it now.

        Raises:
            NotFound: the pass is not good, or she who had it may not see the photo any more. Which of these is not said.
        """
        said, _, seal = told_pass.partition(".")
        content = _unpacked(said)
        if len(content) == 40 and hmac.compare_digest(seal.encode(), self._seal(content).encode()):
            looking, photo_id = UUID(bytes=content[:16]), UUID(bytes=content[16:32])
            found = profiles.photo(self._db, photo_id)
            in_time = self._clock().timestamp() < int.from_bytes(content[32:])
            if found and in_time and self._accounts.person(looking) and self._may_see(looking, found[1]):
                return found[0]
        raise NotFound("There is no such photo.")

    def _may_see(self, looking: UUID, member_id: UUID) -> bool:
        return looking == member_id or bool(members.known(self._db, looking, [member_id], now=self._clock()))

    def _seal(self, said: bytes) -> str:
        return _packed(hmac.digest(secrets.key(self._db, "photos"), said, hashlib.sha256)[:16])


def _packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""
