"""What people write in the cells of a table of places, and which word of our closed vocabularies it is.

Only what is plain is understood; what is not gets no guess. Where a table only says "yes", the weakest claim that is then true
stands: Wi-Fi that is there is at least for customers, sockets that are there are at least a few.
"""

import re
from functools import lru_cache
from itertools import pairwise

from flock.domain import venues
from flock.domain.venues import UNKNOWN
from flock.ingest import headers

NULLS = frozenset(
    {"", "-", "--", "—", "–", "NULL", "null", "Null", "<NULL>", "\\N", "n/a", "N/A", "N/a", "#N/A", "NaN", "nan", "<NA>"}
)
NA = "NA"  # missing in most columns; in a column of provinces or countries it is Naples or Namibia
YES = frozenset(
    [
        "yes",
        "y",
        "true",
        "t",
        "1",
        "1 0",
        "x",
        "✓",
        "✔",
        "✅",
        "☑",
        "available",
        "oui",
        "vrai",
        "si",
        "ja",
        "wahr",
        "verdadero",
        "vero",
        "是",
        "有",
    ]
)
NO = frozenset(
    [
        "no",
        "n",
        "✗",
        "✘",
        "❌",
        "false",
        "f",
        "0",
        "0 0",
        "none",
        "not available",
        "non",
        "faux",
        "nein",
        "falsch",
        "falso",
        "否",
        "无",
        "没有",
    ]
)
NOT_KNOWN = frozenset(
    ["", "unknown", "not known", "don t know", "inconnu", "unbekannt", "desconocido", "sconosciuto", "不详", "未知"]
)

# What yes and no mean of each fact; None where they do not say.
_YES_NO: dict[str, tuple[str | None, str | None]] = {
    "wifi": ("customers", "no"),
    "sockets": ("few", "none"),
    "noise": (None, None),
    "time_limit": ("yes", "no"),
    "calls": ("yes", "no"),
    "standing_desk": ("yes", "no"),
    "wheelchair": ("yes", "no"),
    "family_room": ("yes", "no"),
    "status": ("open", "closed"),
}
# Headers that ask the question another way round.
_YES_NO_UNDER: dict[str, tuple[str | None, str | None]] = {
    "free wifi": ("free", None),
    "free wi fi": ("free", None),
    "quiet": ("quiet", None),
    "noisy": ("lively", None),
    "no time limit": ("no", "yes"),
}
_WORDS: dict[str, dict[str, str]] = {
    "status": {
        "open": "open|operational|active|ouvert|geoffnet|offen|abierto|aperto|营业",
        "temporarily_closed": "temporarily closed|closed temporarily|closed for refurbishment|temporary closure",
        "closed": "closed|permanently closed|closed permanently|closed down|defunct|inactive|ferme|geschlossen|cerrado|chiuso|关闭",
    },
    "wifi": {
        "free": "free|open|public|gratuit|gratis|kostenlos|免费",
        "customers": "customers|customer|customers only|for customers|wlan|wifi|wi fi",
        "paid": "paid|fee|for a fee|charge|payant|kostenpflichtig|de pago|a pagamento|收费",
    },
    "sockets": {
        "plenty": "plenty|many|lots|abundant|everywhere|every table|at every table",
        "few": "few|a few|some|limited",
        "ask": "ask|on request|ask staff",
    },
    "noise": {
        "quiet": "quiet|silent|calm|low|calme|ruhig|leise|tranquilo|silenzioso|安静",
        "some": "some|moderate|medium|average|normal|some noise",
        "lively": "lively|loud|noisy|busy|high|bruyant|laut|ruidoso|rumoroso|吵",
    },
    "time_limit": {"maybe": "maybe|sometimes|when busy|at peak times|peak times", "no": "unlimited|no limit"},
    "calls": {},
    "standing_desk": {},
    "wheelchair": {
        "designated": "designated",
        "yes": "full|fully accessible|accessible|step free",
        "limited": "limited|partial|partly|partially|partially accessible|partly accessible",
        "no": "not accessible",
    },
    "family_room": {},
    "price": {
        "free": "free|no charge|gratuit|gratis|kostenlos|免费",
        "low": "low|cheap|inexpensive|budget|£|€|$",
        "middle": "middle|mid|medium|moderate|££|€€|$$",
        "high": "high|expensive|pricey|£££|€€€|$$$|££££|€€€€|$$$$",
    },
}
_KIND_ENGLISH = {
    "cafe": "cafe|coffee shop|coffee house|coffeehouse|tea room|tearoom|coffee bar",
    "library": "library|public library|bibliothek|stadtbibliothek|bucherei|stadtbucherei|图书馆",
    "coworking": "coworking|co working|coworking space|co working space|shared office|hub|共享办公",
    "community": "community|community centre|community center|village hall|community hub|civic centre|arts centre|arts center|art centre|"
    "social centre|youth centre|gemeindezentrum|社区中心",
    "hotel": "hotel|hotel lobby|guest house|hostel|酒店",
    "museum": "museum|gallery|art gallery|public gallery|museum or gallery|博物馆|美术馆",
    "pub": "pub|public house|inn|tavern|gastropub|bar|wine bar|酒吧",
    "other": "other|mobile library|prison library|archive|restaurant|theatre|theater|cinema|church|school|university|college|bakery|park|"
    "shop|town hall|sports centre|leisure centre|skate park|music venue|night club|nightclub|commercial gallery",
}
# Languages that put the noun first: "bibliothèque municipale".
_KIND_ROMANCE = {
    "cafe": "caffe|cafeteria|salon de the",
    "library": "bibliotheque|mediatheque|biblioteca",
    "coworking": "espace de coworking|espacio de coworking",
    "community": "centre culturel|centre social|centro civico|centro culturale|centro cultural|centro sociale|maison de quartier",
    "hotel": "albergo|auberge",
    "museum": "musee|museo|galerie|galleria|galeria",
    "pub": "taverne|taverna",
}


def _spread(table: dict[str, str]) -> dict[str, str]:
    return {word: value for value, words in table.items() for word in words.split("|")}


_ENGLISH, _ROMANCE = _spread(_KIND_ENGLISH), _spread(_KIND_ROMANCE)
_FACT_WORDS = {
    name: {value.replace("_", " "): value for value in venues.VOCABULARY[name]} | _spread(_WORDS[name]) for name in _WORDS
}
_DURATION = re.compile(r"\d+(?: \d+)? ?(?:h|hr|hrs|hour|hours|m|min|mins|minutes|std|stunden|heures?)")
_AMOUNT = re.compile(r"(?:[£€$] ?)?(\d+(?:[.,]\d{1,2})?)(?: ?(?:[£€$]|gbp|eur|usd))?")
_LOW_BELOW, _MIDDLE_BELOW = 3.0, 6.0  # of what one must buy to sit, such as a coffee; pounds, euros and dollars alike


@lru_cache(maxsize=20_000)
def fact(name: str, cell: str, header: str = "") -> str | None:
    """Give the word of a fact's vocabulary (status included) that a cell means, "unknown" if it says so, None if it is not plain.

    `header` is the plain name of the column: under "no time limit" a yes is a no.
    """
    if cell.strip() in NULLS or cell.strip() == NA:
        return UNKNOWN
    text = cell.strip().casefold() if set(cell.strip()) <= set("£€$") else headers.plain(cell) or cell.strip().casefold()
    if text in NOT_KNOWN or (name != "status" and text == "?"):
        return UNKNOWN
    if name != "price" and (text in YES or text in NO):
        yes, no = _YES_NO_UNDER.get(headers.unfilled(header), _YES_NO[name])
        return yes if text in YES else no
    if name == "time_limit" and _DURATION.fullmatch(text):
        return "yes"
    if name == "price" and (amount := _AMOUNT.fullmatch(cell.strip().casefold())):
        return _band(float(amount[1].replace(",", ".")))
    return _FACT_WORDS[name].get(text)


def _band(amount: float) -> str:
    if amount == 0:
        return "free"
    return "low" if amount < _LOW_BELOW else "middle" if amount < _MIDDLE_BELOW else "high"


@lru_cache(maxsize=20_000)
def kind(cell: str) -> str | None:
    """Give the kind of place that a cell means, None if it is not plain: "Static Library" is a library by its last word."""
    text = headers.plain(cell)
    words = [_singular(word) for word in text.split()]
    whole = " ".join(words)
    for candidate in (text, whole):
        found = _ENGLISH.get(candidate) or _ROMANCE.get(candidate)
        if found:
            return found
    if not words:
        return None
    return (
        _ENGLISH.get(" ".join(words[-2:]))
        or _ENGLISH.get(words[-1])
        or _ROMANCE.get(" ".join(words[:2]))
        or _ROMANCE.get(words[0])
    )


def is_yes_or_no(cell: str) -> bool:
    """Tell whether a cell says yes or no and nothing else."""
    return headers.plain(cell) in YES | NO


def kind_in_title(title: str) -> str | None:
    """Give the one kind of place that a title speaks of, such as a file's name; None where it is none or several."""
    words = [_singular(word) for word in headers.plain(title).split()]
    pairs = [" ".join(pair) for pair in pairwise(words)]
    found = {kind for word in (*words, *pairs) if (kind := _ENGLISH.get(word) or _ROMANCE.get(word))}
    return found.pop() if len(found) == 1 else None


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
