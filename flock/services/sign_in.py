"""From what a provider says about somebody to a member, read anew at every run of a page."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flock.domain import sign_in as claims
from flock.domain.members import ROLES, Person
from flock.domain.sign_in import SignIn
from flock.errors import NotFound, NotSignedIn
from flock.storage import accounts, leading, sign_ins
from flock.storage.database import Database

_TOO_OLD = "You were signed out because twelve hours have passed. Sign in again to go on."
_AHEAD = (
    "Your sign-in lies in the future of this server, so its clock may be wrong. Tell one of the community's leads, and sign in again "
    "once it is right."
)
_ENDED = "You signed out. Sign in again to go on."
_UNKNOWN = "We do not know this sign-in any more. Sign in again to go on."
_TAKEN = (
    "You cannot begin here with this way of signing in. If you have been here before, sign in the way you did then; "
    "otherwise write to one of the community's leads."
)

_ARRIVES_WITHIN = timedelta(minutes=10)
"""So fresh is the sign-in of who comes for the first time; an open tab of somebody who was erased makes nobody of her anew."""


class SignIns:
    """Knows members by their sign-ins. Safe between threads; holds no state."""

    def __init__(self, db: Database, *, first_lead: str = "", clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._db = db
        self._first_lead = claims.plain_email(first_lead)
        self._clock = clock

    def member(self, sign_in: SignIn) -> UUID:
        """Give whose sign-in it is. Who comes for the first time becomes a member who stands at the gate.

        Somebody whom a lead brought in is recognised by her verified e-mail address, once; from then on by who she is to the provider.

        Raises:
            NotSignedIn: too old, ended, not known any more, or a new identity with an address that somebody else has.
        """
        if not sign_in.is_good_at(self._clock()):
            raise NotSignedIn(_AHEAD if sign_in.issued_at > self._clock() else _TOO_OLD)
        found = sign_ins.find(self._db, sign_in)
        if found is None:
            return self._arrive(sign_in)
        if found.is_ended:
            raise NotSignedIn(_ENDED)
        if self._leads_first(found.email) and found.role != "lead" and not sign_ins.has_lead(self._db):
            leading.set_role(self._db, found.member_id, "lead", by=None, now=self._clock())
        return found.member_id

    def end(self, sign_in: SignIn) -> None:
        """End this sign-in wherever its cookie has been copied to."""
        if found := sign_ins.find(self._db, sign_in):
            sign_ins.end(self._db, found.member_id, sign_in, now=self._clock())

    def end_everywhere(self, acting: Person) -> None:
        """End every sign-in of hers on every device."""
        sign_ins.end_all(self._db, acting.member_id, now=self._clock())

    def grant(self, email: str, role: str) -> str:
        """Give a role to who has this verified e-mail address, and give her name. For the command line, whose user holds the database.

        Raises:
            NotFound: nobody has signed in with that address, or there is no such role.
        """
        if role not in ROLES:
            raise NotFound(f"There is no role «{role}». There are: {', '.join(ROLES)}.")
        found = sign_ins.by_email(self._db, claims.plain_email(email))
        if not found:
            raise NotFound(f"Nobody has signed in with {email} yet. Ask her to sign in once, then grant the role again.")
        leading.set_role(self._db, found[0], role, by=None, now=self._clock())
        person = accounts.known(self._db, found[0])
        return person.name if person else ""

    def _arrive(self, sign_in: SignIn) -> UUID:
        now = self._clock()
        with self._db.turn():  # two tabs may arrive at once
            if found := sign_ins.find(self._db, sign_in):
                return found.member_id
            if now - sign_in.issued_at > _ARRIVES_WITHIN:
                raise NotSignedIn(_UNKNOWN)
            taken = sign_ins.by_email(self._db, sign_in.email) if sign_in.email else None
            if taken and taken[1]:
                raise NotSignedIn(_TAKEN)
            leads = self._leads_first(sign_in.email) and not sign_ins.has_lead(self._db)
            role, code = "lead" if leads else ROLES[0], secrets.token_urlsafe(12)
            with self._db.writing() as cursor:
                member_id = taken[0] if taken else sign_ins.add_member(cursor, sign_in, role=role, vouch_code=code, now=now)
                sign_ins.link(cursor, member_id, sign_in, now=now)
            return member_id

    def _leads_first(self, email: str | None) -> bool:
        return bool(email) and email == self._first_lead
