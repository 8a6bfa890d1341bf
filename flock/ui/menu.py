"""Every page, where it stands in the menu and who has it. The router asks; the tests of roles read the same list."""

from dataclasses import dataclass

import streamlit as st

from flock.domain.members import Person

ANYBODY = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu. `role` is the least that opens it; `address` is empty for the first page."""

    file: str
    title: str
    icon: str
    address: str
    role: str = ANYBODY
    section: str = ""
    hidden: bool = False
    help: str = ""


PAGES = (
    Entry(
        "discover/places.py",
        "Places",
        ":material/location_on:",
        "",
        help="Find a place to work today on a map and in a list, by what you need.",
    ),
    Entry("discover/place.py", "A place", ":material/storefront:", "place", hidden=True),
    Entry("account/pulse.py", "How is it for you?", ":material/favorite:", "pulse", role="member", section="People"),
    Entry(
        "lead/community.py",
        "Is it a community?",
        ":material/diversity_3:",
        "community-health",
        role="lead",
        section="Lead",
    ),
    Entry("lead/coverage.py", "Coverage", ":material/hexagon:", "coverage", role="lead", section="Lead"),
    Entry("lead/bring_in_log.py", "Bring in a log", ":material/upload_file:", "bring-in-log", role="lead", section="Lead"),
    Entry("lead/publish_report.py", "Public report", ":material/newspaper:", "publish-report", role="lead", section="Lead"),
    Entry("lead/backups.py", "Backups", ":material/save:", "backups", role="lead", section="Lead"),
    Entry("community/report.py", "Report", ":material/newspaper:", "report", section="Community", hidden=True),
    Entry(
        "account/look_around.py",
        "Look around",
        ":material/visibility:",
        "look-around",
        help="See the sample community through somebody's eyes.",
    ),
    Entry(
        "account/about.py",
        "About",
        ":material/info:",
        "about",
        help="What Flock is for, and who made the data you see.",
    ),
)


def pages(person: Person | None, *, is_demo: bool) -> dict[str, list[st.Page]]:
    """Give the pages that somebody has, by section."""
    sections: dict[str, list[st.Page]] = {}
    for entry in PAGES:
        if entry.role and not (person and person.may(entry.role)):
            continue
        if entry.address == "look-around" and not is_demo:
            continue
        sections.setdefault(entry.section, []).append(
            st.Page(
                entry.file,
                title=entry.title,
                icon=entry.icon,
                url_path=entry.address or None,
                default=not entry.address,
                visibility="hidden" if entry.hidden else "visible",
                help=entry.help or None,
            )
        )
    return sections
