"""What a provider of sign-in says about somebody, and for how long we believe it."""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

GOOD_FOR = timedelta(hours=12)
_CLOCKS_APART = timedelta(minutes=2)
_MOST_LETTERS = 320


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in: who she is to the provider, when it said so, her e-mail if the provider has verified it, a first name."""

    issuer: str
    subject: str
    issued_at: datetime
    nonce: str
    email: str | None = None
    name: str = ""

    @property
    def identity(self) -> str:
        """Name her as nobody else is named. An e-mail address can change hands; this cannot."""
        return f"{self.issuer}|{self.subject}"

    @property
    def fingerprint(self) -> str:
        """Name this one sign-in, so that it can be ended."""
        return hashlib.sha256(f"{self.identity}|{self.issued_at.timestamp():.0f}|{self.nonce}".encode()).hexdigest()

    def is_good_at(self, now: datetime) -> bool:
        """Tell whether it is still believed: neither too old nor from the future."""
        return -_CLOCKS_APART <= now - self.issued_at < GOOD_FOR


def read(claims: Mapping[str, object]) -> SignIn | None:
    """Read a provider's claims; None where they do not say who, when and for which request."""
    issuer, subject, nonce, issued = (claims.get(name) for name in ("iss", "sub", "nonce", "iat"))
    if not (isinstance(issuer, str) and isinstance(subject, str) and isinstance(nonce, str) and issuer and subject and nonce):
        return None
    if isinstance(issued, bool) or not isinstance(issued, int | float) or not 0 < issued < 1e11:
        return None
    return SignIn(issuer, subject, datetime.fromtimestamp(issued, UTC), nonce, _email(claims), _first_name(claims))


def plain_email(text: str) -> str:
    """Write an e-mail address in the one way in which addresses are compared."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _email(claims: Mapping[str, object]) -> str | None:
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str) or len(email) > _MOST_LETTERS:
        return None
    return plain_email(email) if "@" in email else None


def _first_name(claims: Mapping[str, object]) -> str:
    given = claims.get("given_name") or claims.get("name")
    words = given.split() if isinstance(given, str) else []
    return words[0][:40] if words else ""
