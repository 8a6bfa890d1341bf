"""Checks a list of existing members that a lead brings in. Postcodes become hexagons here and leave no trace, not even in a finding."""

from dataclasses import dataclass

from flock.domain import hours, members, profiles
from flock.domain.profiles import Profile
from flock.domain.sign_in import plain_email
from flock.errors import BadHours, BadProfile, BadTable
from flock.ingest import headers, problems
from flock.ingest.people import Locate
from flock.ingest.problems import Problem
from flock.ingest.tables import Table

MOST_MEMBERS = 20_000

_NAMES = {
    "name": ("name", "first name", "forename", "given name", "full name", "member"),
    "email": ("email", "e mail", "mail", "email address", "e mail address"),
    "does": ("does", "what they do", "what she does", "work", "job", "job title", "occupation", "profession", "role"),
    "postcode": ("postcode", "post code", "zip", "zip code", "postal code"),
    "works": ("works", "hours", "working hours"),
    "languages": ("languages", "language"),
    "can_help": ("can help", "can help with", "skills", "offers"),
    "wants_to_learn": ("wants to learn", "want to learn", "learning", "asks"),
    "interests": ("interests", "hobbies", "likes"),
}
_LISTS = ("languages", "can_help", "wants_to_learn", "interests")


@dataclass(frozen=True, slots=True)
class Listed:
    """A row that is fit: her address in the one way in which addresses are compared, what the list says of her, her hexagon."""

    line: int
    email: str
    profile: Profile
    home_cell: int | None


@dataclass(frozen=True, slots=True)
class Checked:
    """The fit rows of a list, what was found wrong with it, and which column was taken for what."""

    rows: list[Listed]
    problems: list[Problem]
    columns: dict[str, str]


def read(table: Table, locate: Locate) -> Checked:
    """Check a list of members, each row for itself.

    Raises:
        BadTable: no column for names or addresses, or more rows than a community can have brought in at once.
    """
    where = _columns(table)
    fit: list[Listed] = []
    found: list[Problem] = []
    taken: dict[str, int] = {}
    for chunk in table.chunks():
        found += [row.problem._replace(value="") for row in chunk.ragged]  # the value is the whole row, postcode included
        cells = {field: chunk.columns[number] for field, number in where.items()}
        spots = locate([code.strip() for code in cells.get("postcode", ("",) * len(chunk.lines))])
        for row, line in enumerate(chunk.lines):
            told = {field: values[row].strip() for field, values in cells.items()}
            position = spots[row]
            listed = _listed(line, told, members.home_cell(position) if position else None, taken, found)
            if listed:
                fit.append(listed)
                if told.get("postcode") and not position:
                    sentence = "We can't find the postcode in this row. She will be asked where she is when she comes."
                    found.append(problems.warning(line, table.header[where["postcode"]], "", sentence))
        if len(fit) > MOST_MEMBERS:
            raise BadTable(f"{table.path.name} has more than {MOST_MEMBERS:,} members. Bring them in in several tables.")
    return Checked(fit, found, {field: table.header[number] for field, number in where.items()})


def _columns(table: Table) -> dict[str, int]:
    plain = [headers.plain(name) for name in table.header]
    where: dict[str, int] = {}
    for field, names in _NAMES.items():
        number = next((plain.index(headers.plain(name)) for name in names if headers.plain(name) in plain), None)
        if number is not None and number not in where.values():
            where[field] = number
    for field, word in (("name", "names"), ("email", "e-mail addresses")):
        if field not in where:
            raise BadTable(f"{table.path.name} has no column of {word}. Call one «{_NAMES[field][0]}».")
    return where


def _listed(line: int, told: dict[str, str], cell: int | None, taken: dict[str, int], found: list[Problem]) -> Listed | None:
    email = plain_email(told["email"])
    name, at, host = email.partition("@")
    if not (name and at and "." in host and len(email) <= 320) or any(mark.isspace() for mark in email):
        sentence = f"«{told['email'][:60]}» is no e-mail address. She is recognised by it when she first signs in."
        found.append(problems.rejected(line, "email", told["email"], sentence))
        return None
    if email in taken:
        found.append(problems.rejected(line, "email", email, f"Line {taken[email]} has the same address already."))
        return None
    languages, can_help, wants_to_learn, interests = (tuple(told.get(of, "").replace(",", ";").split(";")) for of in _LISTS)
    try:
        works = hours.check(told["works"]) if told.get("works") else None
    except BadHours as error:
        found.append(problems.warning(line, "works", told["works"], str(error)))
        works = None
    try:
        profile = profiles.check(
            Profile(told["name"], told.get("does"), works, None, languages, can_help, wants_to_learn, interests), needs_work=False
        )
    except BadProfile as error:
        found.append(problems.rejected(line, "", "", str(error)))
        return None
    taken[email] = line
    return Listed(line, email, profile, cell)
