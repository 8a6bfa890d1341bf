"""What a member tells of herself, as she sees and changes it; what others see of it is asked in `members`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from flock.domain.profiles import Profile
from flock.storage import remembered, statements
from flock.storage.database import Database, sql


def own(db: Database, member_id: UUID) -> tuple[Profile, str] | None:
    """Give her profile and who may see her, or None where there is no such member."""
    row = db.one("profile_of", {"member_id": member_id})
    if not row:
        return None
    name, does, works, style, *lists, status, until, seen_by = row
    languages, can_help, wants_to_learn, interests = (tuple(of or ()) for of in lists)
    ends_at = until.replace(tzinfo=UTC) if until else None
    told = Profile(name, does, works, style, languages, can_help, wants_to_learn, interests, status, ends_at)
    return told, seen_by


def save(db: Database, member_id: UUID, profile: Profile) -> None:
    """Save all of a profile but its status."""
    lists = {of: list(getattr(profile, of)) for of in ("languages", "can_help", "wants_to_learn", "interests")}
    values = {"name": profile.name, "does": profile.does, "works": profile.works, "style": profile.style}
    with db.writing() as cursor:
        cursor.execute(sql("profile_save"), {"member_id": member_id} | values | lists)


def set_status(db: Database, member_id: UUID, status: str | None, *, until: datetime | None) -> None:
    """Save her status and when it falls back by itself."""
    with db.writing() as cursor:
        cursor.execute(sql("profile_set_status"), {"member_id": member_id, "status": status, "until": until})


def photo_ids(db: Database, member_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Give the id of the photo of each of these members who has one."""
    return dict(remembered.rows(db, "photo_ids", {"member_ids": list(member_ids)})) if member_ids else {}


def photo(db: Database, photo_id: UUID) -> tuple[bytes, UUID] | None:
    """Give a photo's bytes and whose it is, or None."""
    row = db.one("photo_content", {"photo_id": photo_id})
    return (bytes(row[0]), row[1]) if row else None


def save_photo(db: Database, member_id: UUID, content: bytes | None, *, now: datetime) -> None:
    """Put a photo in the place of the one before, or remove that."""
    with db.writing() as cursor:
        statements.run(cursor, "photo_remove", {"member_id": member_id})
        if content is not None:
            statements.run(cursor, "photo_add", {"member_id": member_id, "content": content, "now": now})
