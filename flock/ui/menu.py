"""Every page, where it stands in the menu and who has it. The router asks; the tests of roles read the same list."""

from copy import copy
from dataclasses import dataclass
from functools import cache

import streamlit as st

from flock.domain.members import ROLES
from flock.ui.session import ANYBODY, DEMO, NEWCOMER, STRANGER


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu. `role` is the least that opens it, or another of its readers; `address` is empty for the first page."""

    file: str
    title: str
    icon: str
    address: str
    role: str = ANYBODY
    section: str = ""
    hidden: bool = False
    help: str = ""


_YOU = "You"

PAGES = (
    Entry(
        "discover/places.py",
        "Places",
        ":material/location_on:",
        "",
        help="Find a place to work today on a map and in a list, by what you need.",
    ),
    Entry("discover/place.py", "A place", ":material/storefront:", "place", hidden=True),
    Entry("discover/compare.py", "Compare places", ":material/compare_arrows:", "compare", hidden=True),
    Entry("discover/suggest.py", "Know it better?", ":material/lightbulb:", "suggest", role="member", hidden=True),
    Entry(
        "people/nearby.py",
        "People",
        ":material/group:",
        "people",
        role="member",
        section="People",
        help="Find somebody to work beside this week.",
    ),
    Entry("people/talk.py", "Talk", ":material/chat_bubble:", "talk", role="member", section="People"),
    Entry("account/introductions.py", "Introductions", ":material/handshake:", "introductions", role="member", section="People"),
    Entry("account/vouch.py", "Vouch for somebody", ":material/handshake:", "vouch", role="member", hidden=True),
    Entry("account/pulse.py", "How is it for you?", ":material/favorite:", "pulse", role="member", section="Community"),
    Entry("community/report.py", "Report", ":material/newspaper:", "report", section="Community", hidden=True),
    Entry(
        "organise/import_places.py",
        "Bring in places",
        ":material/upload_file:",
        "import",
        role="organiser",
        section="Organise",
        help="From a spreadsheet, somebody's export or OpenStreetMap: see what will happen first, undo it later.",
    ),
    Entry(
        "organise/import_history.py",
        "Imports",
        ":material/history:",
        "imports",
        role="organiser",
        section="Organise",
        help="Which tables of places were brought in, by whom, and the way back.",
    ),
    Entry(
        "organise/places.py",
        "Look after places",
        ":material/edit_location_alt:",
        "manage-places",
        role="organiser",
        section="Organise",
        help="Edit, close and merge places, and see who changed what.",
    ),
    Entry(
        "organise/suggestions.py",
        "Suggestions",
        ":material/lightbulb:",
        "suggestions",
        role="organiser",
        section="Organise",
        help="What members say is wrong or missing, waiting for your answer.",
    ),
    Entry("lead/community.py", "Is it a community?", ":material/diversity_3:", "community-health", role="lead", section="Lead"),
    Entry("lead/coverage.py", "Coverage", ":material/hexagon:", "coverage", role="lead", section="Lead"),
    Entry("lead/members.py", "Members", ":material/group:", "members", role="lead", section="Lead"),
    Entry("lead/member_import.py", "Bring in members", ":material/group_add:", "bring-in-members", role="lead", section="Lead"),
    Entry("lead/moderation.py", "Reports", ":material/flag:", "moderation", role="lead", section="Lead"),
    Entry("lead/bring_in_log.py", "Bring in a log", ":material/upload_file:", "bring-in-log", role="lead", section="Lead"),
    Entry("lead/bring_in_scores.py", "Bring in scores", ":material/upload_file:", "bring-in-scores", role="lead", hidden=True),
    Entry("lead/publish_report.py", "Public report", ":material/newspaper:", "publish-report", role="lead", section="Lead"),
    Entry("lead/backups.py", "Backups", ":material/save:", "backups", role="lead", section="Lead"),
    Entry("account/profile.py", "Profile", ":material/person:", "profile", role="member", section=_YOU),
    Entry("account/seen.py", "What others see of you", ":material/visibility:", "what-others-see", role="member", section="You"),
    Entry("account/settings.py", "Settings and sign-out", ":material/tune:", "settings", role="member", section=_YOU),
    Entry("account/welcome.py", "Come in", ":material/waving_hand:", "welcome", role=NEWCOMER),
    Entry("account/sign_in.py", "Sign in", ":material/login:", "sign-in", role=STRANGER),
    Entry(
        "account/look_around.py",
        "Look around",
        ":material/visibility:",
        "look-around",
        role=DEMO,
        section=_YOU,
        help="See the sample community through somebody's eyes.",
    ),
    Entry(
        "account/about.py",
        "About",
        ":material/info:",
        "about",
        section=_YOU,
        help="What Flock is for, and who made the data you see.",
    ),
)


def pages(mine: frozenset[str], *, unread: int = 0) -> dict[str, list[st.Page]]:
    """Give the pages of somebody who is all of these, by section; who has no menu of her own has those pages at the top.

    `unread` messages are told in the name of the page that has them.
    """
    sections: dict[str, list[st.Page]] = {}
    own_menu = ROLES[0] in mine
    for entry in PAGES:
        if entry.role not in mine:
            continue
        section = "" if entry.section == _YOU and not own_menu else entry.section
        title = f"{entry.title} ({unread})" if unread and entry.address == "talk" else entry.title
        sections.setdefault(section, []).append(copy(_page(entry, title)))  # the router lets one of them be called, once
    return sections


def page(file: str) -> st.Page:
    """Give a page to link to from a list, for looking its file up at each link takes longer than the link."""
    entry = next(entry for entry in PAGES if entry.file == file)
    return _page(entry, entry.title)


@cache
def _page(entry: Entry, title: str) -> st.Page:
    return st.Page(
        entry.file,
        title=title,
        icon=entry.icon,
        url_path=entry.address or None,
        default=not entry.address,
        visibility="hidden" if entry.hidden else "visible",
        help=entry.help or None,
    )
