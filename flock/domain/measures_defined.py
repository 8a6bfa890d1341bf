"""Every measure by name: what it is called, its unit, its good direction, how it is defined, and whose idea it is."""

from dataclasses import dataclass

from flock.domain.measures import Figure, Good, Interval, Window


@dataclass(frozen=True, slots=True)
class Definition:
    """What stands beside a figure wherever it is shown."""

    label: str
    unit: str
    good: Good
    definition: str
    source: str


_OWN = "Flock's own"
_DSC = "dsc"
_JOYCE = "Joyce & Kraut 2006"
DEFINITIONS: dict[str, Definition] = {
    "active_members": Definition("Active members", "count", "up", "Members who did anything in the window.", _OWN),
    "mutual_ties": Definition("Mutual ties", "count", "up", "Pairs of members who both turned to the other.", _OWN),
    "member_to_member": Definition(
        "Between members",
        "share",
        "up",
        "Of all that passes between people, the share in which neither is an organiser or a lead.",
        "after Shirky 2002",
    ),
    "member_to_member_by_degree": Definition(
        "Between members, best connected left out",
        "share",
        "up",
        "Of all that passes between people, the share in which neither is among the best connected hundredth.",
        "after Shirky 2002",
    ),
    "centralisation": Definition(
        "Centralisation",
        "share",
        "down",
        "Σ (most ties - ties of each) ÷ ((N-1)(N-2)): 1 is a star around one member, 0 a ring.",
        "Freeman 1978",
    ),
    "reciprocity": Definition("Ties that go both ways", "share", "up", "Ties that are returned ÷ all ties.", "Squartini 2013"),
    "reciprocity_corrected": Definition(
        "Returned beyond chance",
        "number",
        "up",
        "(r - ā) ÷ (1 - ā), where r is the share of ties returned and ā the share of possible ties that exist; above 0 is more "
        "than chance.",
        "Garlaschelli & Loffredo 2004",
    ),
    "reciprocity_weighted": Definition(
        "Given as much as got",
        "share",
        "up",
        "Σ min(what i gave j, what j gave i) ÷ Σ of all that was given.",
        "Squartini 2013",
    ),
    "clustering": Definition("Friends who know each other", "share", "up", "3 × triangles ÷ connected triples.", "Newman 2003"),
    "average_clustering": Definition(
        "Friends who know each other, by member",
        "share",
        "up",
        "The mean over members of the share of her pairs of friends who are tied to each other.",
        "Watts & Strogatz 1998",
    ),
    "core_2": Definition(
        "Two ties each (2-core)", "share", "up", "Active members in a group where each has two ties or more.", "Malliaros 2013"
    ),
    "core_3": Definition(
        "Three ties each (3-core)",
        "share",
        "up",
        "Active members in a group where each has three ties or more.",
        "Malliaros 2013",
    ),
    "components": Definition(
        "In the largest part", "share", "up", "Active members who hang together in one piece ÷ all active members.", "standard"
    ),
    "density": Definition(
        "Density", "share", "range", "Pairs that are tied ÷ pairs that could be. It falls as a community grows.", "Orbit"
    ),
    "reach": Definition(
        "Strength of all ties",
        "number",
        "up",
        "Σ of all that passed between each pair, less by a tenth for every month in which nothing happened.",
        "after Orbit",
    ),
    "recurring": Definition(
        "Ties that last",
        "share",
        "up",
        "Pairs active in this window and the one before ÷ pairs active in the one before.",
        "Orbit",
    ),
    "gravity": Definition(
        "Gravity",
        "number",
        "up",
        "Change of Σ weight² ÷ members active in this window or the one before, where each level of activity has a weight: above "
        "0, members come closer.",
        "Orbit",
    ),
    "moved_up": Definition(
        "Moved up",
        "share",
        "up",
        "Members at a higher level than in the window before ÷ members active in either. Who was not active before moved up.",
        "after Orbit",
    ),
    "moved_down": Definition(
        "Moved down",
        "share",
        "down",
        "Members at a lower level than in the window before ÷ members active in either. Who is not active any more moved down.",
        "after Orbit",
    ),
    "welcome_day": Definition(
        "Welcomed within a day", "share", "up", "First posts answered by somebody else within 24 hours ÷ first posts.", _JOYCE
    ),
    "welcome_week": Definition(
        "Welcomed within a week",
        "share",
        "up",
        "First posts answered by somebody else within 7 days ÷ first posts. On Usenet it was 61%.",
        _JOYCE,
    ),
    "welcome_hours": Definition(
        "Hours to the answer", "hours", "down", "The median over first posts that were answered within 7 days.", _DSC
    ),
    "reply_coverage": Definition(
        "Threads with an answer", "share", "up", "Threads in which somebody else wrote within 7 days ÷ threads.", _DSC
    ),
    "solo_threads": Definition("Threads with one author", "share", "down", "Threads in which nobody else wrote ÷ threads.", _DSC),
    "newcomer_return": Definition(
        "Coming back after an answer",
        "share",
        "up",
        "The share of newcomers who came back within 28 days if their first post was answered within 7, less that share if not.",
        _JOYCE,
    ),
    "first_connection": Definition(
        "Days to the first tie",
        "days",
        "down",
        "From joining to the first tie that goes both ways, or the first meeting: the Kaplan-Meier median of those who joined "
        "in the last year. Who still waits is counted as waiting.",
        "after Joyce & Kraut 2006",
    ),
    "stickiness": Definition(
        "Stickiness",
        "share",
        "up",
        "The mean over days of members active that day ÷ members active in the 30 days up to it.",
        "Discourse",
    ),
    "returning": Definition(
        "Coming back", "share", "up", "Members active in this window and the one before ÷ members active in the one before.", _DSC
    ),
    "net_change": Definition(
        "Net change of active members",
        "count",
        "up",
        "New members, and those back after 90 days of silence, less regulars (4 acts in 90 days) who fell silent.",
        _DSC,
    ),
    "online_to_offline": Definition(
        "From online to in person",
        "share",
        "up",
        "Pairs who first turned to each other online and met within 60 days ÷ pairs with a first tie online, over a year that "
        "ended 60 days ago.",
        "after Sander 2005, Liu 2012",
    ),
    "follow_through": Definition(
        "Came as she said", "share", "up", "Attended ÷ promised, over promises of a year that ended 60 days ago.", _OWN
    ),
    "met_again": Definition(
        "Met somebody again", "share", "up", "Attended again within 60 days where one of the same people was ÷ attended.", _OWN
    ),
    "attention_gini": Definition(
        "Inequality of attention",
        "share",
        "range",
        "The Gini coefficient of what active members received: 0 all alike, 1 all to one. High is normal, rising is not.",
        "after Wu",
    ),
    "top_10": Definition(
        "By the ten most active",
        "share",
        "down",
        "Posts and replies by the ten who wrote most ÷ all. 30 to 55% is usual, above 70% is fragile.",
        _DSC,
    ),
    "absence_factor": Definition(
        "Absence factor",
        "count",
        "up",
        "The fewest members who together do half of it: of hosting where anything was hosted, else of writing.",
        "CHAOSS",
    ),
    "keystone": Definition(
        "Lost with one member",
        "count",
        "down",
        "By how many members the 3-core shrinks when the one leaves whose leaving shrinks it most, herself included.",
        "Zhang 2017",
    ),
    "bridge": Definition(
        "Largest bridge",
        "share",
        "down",
        "Of all shortest ways between two others, the share that leads past the one member whom most of them pass.",
        "Freeman 1977",
    ),
    "linking": Definition(
        "Link two groups",
        "share",
        "up",
        "Members who belong to two groups or more, and turned to somebody of each of two in the window ÷ active members of any group.",
        "after Orbit",
    ),
    "isolated": Definition(
        "Active, and tied to nobody", "count", "down", "Active members without a single tie that goes both ways.", _OWN
    ),
    "unanswered": Definition(
        "First posts without an answer", "count", "down", "First posts to which nobody else replied.", _JOYCE
    ),
    "silent": Definition(
        "Regulars who fell silent", "count", "down", "At least 4 acts in the 90 days before the window, none in it.", _DSC
    ),
}


def figure(name: str, value: float | None, n: int, window: Window, *, interval: Interval | None = None, note: str = "") -> Figure:
    """Put a value together with all that stands beside it."""
    says = DEFINITIONS[name]
    return Figure(
        name,
        value,
        n,
        interval if value is not None else None,
        window,
        says.good,
        says.definition,
        says.source,
        says.label,
        says.unit,
        note,
    )
