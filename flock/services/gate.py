"""The gate: what somebody new does before she is a member among members, and who lets her in."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from flock.domain import gate, members, profiles
from flock.domain.gate import Progress
from flock.domain.members import Person
from flock.domain.profiles import Profile
from flock.errors import BadProfile, BadSetting, NotFound
from flock.services.accounts import Accounts
from flock.storage import gates
from flock.storage.database import Database


@dataclass(frozen=True, slots=True)
class Rules:
    """What every member agrees to. Another text is another version, which everybody is asked to accept again."""

    text: str

    @property
    def version(self) -> str:
        """Name this text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


def read_rules(file: Path) -> Rules:
    """Read the community's rules.

    Raises:
        BadSetting: there is no such file, or it is empty.
    """
    try:
        text = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        text = ""
    if not text:
        raise BadSetting(
            f"FLOCK_RULES is «{file}», which is not a text that can be read. Give a file with your community's rules."
        )
    return Rules(text)


class Gate:
    """Leads newcomers in, one step after the other. Safe between threads."""

    def __init__(
        self,
        db: Database,
        accounts: Accounts,
        *,
        rules: Rules,
        vouching: bool,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.rules = rules
        self.vouching = vouching
        self._db = db
        self._accounts = accounts
        self._clock = clock

    def progress(self, member_id: UUID) -> Progress | None:
        """Give how far she has come; None for those who have no gate, such as the sample's people."""
        return gates.progress(self._db, member_id, now=self._clock())

    def step(self, member_id: UUID) -> str | None:
        """Give the step at the gate that is next for her, None where she is through. Who has taken the last one is let in."""
        if gates.passed_with(self._db, member_id) == self.rules.version:
            return None
        done = self.progress(member_id)
        step = self._next(done) if done else None
        if done and step is None and not done.is_admitted:
            gates.admit(self._db, member_id, now=self._clock())
        return step

    def accept_rules(self, member_id: UUID, version: str) -> None:
        """Accept the rules as she has read them; rules that changed meanwhile are shown again."""
        gates.accept_rules(self._db, member_id, version)
        self.step(member_id)

    def introduce(self, member_id: UUID, *, name: str, does: str) -> None:
        """Note her first name and what she does.

        Raises:
            BadProfile: one of them is missing or too long.
        """
        tidy = profiles.check(Profile(name, does))
        gates.introduce(self._db, member_id, name=tidy.name, does=tidy.does)
        self.step(member_id)

    def choose_seen_by(self, member_id: UUID, seen_by: str) -> None:
        """Note who may see her.

        Raises:
            BadProfile: there is no such choice.
        """
        if seen_by not in members.SEEN_BY:
            raise BadProfile(f"«{seen_by[:40]}» is not one of the choices.")
        gates.choose_seen_by(self._db, member_id, seen_by)
        self.step(member_id)

    def welcome(self, acting: Person, member_id: UUID) -> None:
        """Let somebody in who waits, as a lead.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        gates.welcome(self._db, member_id, by=acting.member_id, now=self._clock())
        self.step(member_id)

    def asks_for_vouch(self, acting: Person, code: str) -> tuple[UUID, str]:
        """Give who gave out this code: her id and name. Only somebody to whom she gave it can ask.

        Raises:
            NotAllowed: the one who asks is no member.
            NotFound: nobody gave it out.
        """
        self._accounts.check(acting, "member")
        found = gates.by_vouch_code(self._db, code) if code else None
        if not found or found[0] == acting.member_id:
            raise NotFound("This link does not lead to anybody. Ask her to send it again.")
        return found

    def has_vouched(self, acting: Person, member_id: UUID) -> bool:
        """Tell whether she vouches for the other now."""
        return gates.has_vouched(self._db, acting.member_id, member_id)

    def vouch(self, acting: Person, code: str) -> None:
        """Vouch for who gave out this code; enough of that lets her in.

        Raises:
            NotAllowed: the one who vouches is no member.
            NotFound: nobody gave the code out.
        """
        member_id, _ = self.asks_for_vouch(acting, code)
        gates.vouch(self._db, acting.member_id, member_id, now=self._clock())
        self.step(member_id)

    def take_back(self, acting: Person, code: str) -> None:
        """Vouch for her no more. Who is in stays in."""
        member_id, _ = self.asks_for_vouch(acting, code)
        gates.take_back(self._db, acting.member_id, member_id, now=self._clock())

    def _next(self, done: Progress) -> str | None:
        return gate.next_step(done, rules=self.rules.version, vouching=self.vouching)
