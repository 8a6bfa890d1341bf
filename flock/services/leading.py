"""What leads do with the list of members: let people in, and say who may do what."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from flock.domain.members import ROLES, Person
from flock.errors import BadProfile, NotFound
from flock.services.accounts import Accounts
from flock.storage import leading, staff_log
from flock.storage.database import Database
from flock.storage.leading import Listed

PAGE = 50


class Leading:
    """The list of members, for leads only."""

    def __init__(self, db: Database, accounts: Accounts, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._db = db
        self._accounts = accounts
        self._clock = clock

    def members(self, acting: Person, text: str = "", *, page: int = 1) -> list[Listed]:
        """Give a page of the members whose name or work has this text in it; who waits comes first.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        searched = ", searched" if text.strip() else ""
        staff_log.looked(self._db, acting.member_id, "the list of members", f"page {page}{searched}", now=self._clock())
        sample = self._accounts.is_demo()
        return leading.members(self._db, text.strip(), sample=sample, most=PAGE, skip=(page - 1) * PAGE, now=self._clock())

    def open_community(self, acting: Person) -> None:
        """Note that she looks at the page that names those on whom much hangs, who fell silent, and who know nobody.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        staff_log.looked(self._db, acting.member_id, "names on the community page", "", now=self._clock())

    def take_along(self, acting: Person, what: str) -> None:
        """Note that she takes figures with her, before she is given them; they are rounded and suppressed, and still ours.

        Raises:
            NotAllowed: she is no lead any more.
        """
        self._accounts.check(acting, "lead")
        with self._db.writing() as cursor:
            staff_log.add(cursor, acting.member_id, "took along", None, what, now=self._clock())

    def set_role(self, acting: Person, member_id: UUID, role: str) -> None:
        """Give a member a role; it holds at her next click.

        Raises:
            NotAllowed: she is no lead.
            NotFound: there is no such member, or no such role.
            BadProfile: the community would be left without a lead.
        """
        self._accounts.check(acting, "lead")
        if role not in ROLES or self._accounts.known(member_id) is None:
            raise NotFound("There is no such member or no such role any more. Look at the list again.")
        with self._db.turn():  # two leads may step down at once
            if role != "lead" and not leading.other_leads(self._db, member_id):
                raise BadProfile("She is the only lead. Make somebody else a lead first.")
            leading.set_role(self._db, member_id, role, by=acting.member_id, now=self._clock())
