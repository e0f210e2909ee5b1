"""The acceptance case as documents: the exchange near Nerkin Hand and the two incidents it is linked with.

Figures and wording follow the articles' paraphrases; positions and derived figures are computed by the real rule.
"""

from typing import Any, cast

import orjson

from incidents.document.canonical import canonical
from incidents.document.figures import totals, with_derived
from incidents.document.positions import positions
from incidents.publishing.ledger import append
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus
from tests.factories import ActorFactory, BorderFactory, BorderSectionFactory
from tests.incidents.record.factories import assertion, document

REF_A, REF_B, REF_E = "CC-2024-00017", "CC-2024-00016", "CC-2024-00015"
ACTORS = {
    "armenia": ("Armenia", "state", "ARM", "armenia"),
    "azerbaijan": ("Azerbaijan", "state", "AZE", "azerbaijan"),
    "mod-armenia": ("Ministry of Defence of Armenia", "government_body", "ARM", "armenia"),
    "mod-azerbaijan": ("Ministry of Defence of Azerbaijan", "government_body", "AZE", "azerbaijan"),
    "sbs-azerbaijan": ("State Border Service of Azerbaijan", "security_service", "AZE", "azerbaijan"),
    "leadership-armenia": ("Military and political leadership of Armenia", "government_body", "ARM", "armenia"),
    "afp": ("The news outlet", "media", "", "afp"),
}
SECTION_LINE = {
    "type": "LineString",
    "coordinates": [
        [46.6006, 39.2204], [46.58, 39.18], [46.50, 39.16], [46.52, 39.10], [46.53, 39.05],
        [46.45, 39.00], [46.48, 38.93], [46.5336, 38.8675],
    ],
}  # fmt: skip
SECTION = {
    "code": "AMAZ-11",
    "name": "Syunik–Zangilan",
    "border": "armenia-azerbaijan",
    "border_name": "Armenia–Azerbaijan",
}
PLACE = {
    "code": "gn:174815",
    "name": "Nerkin Hand",
    "kind": "settlement",
    "country": "ARM",
    "admin1": "Syunik",
    "latitude": 39.04131,
    "longitude": 46.51623,
    "names": [
        {"text": "Ներքին Հանդ", "language": "hy", "used_by": None},
        {"text": "Aşağı Ənd", "language": "az", "used_by": "azerbaijan"},
        {"text": "Неркин Анд", "language": "ru", "used_by": None},
    ],
}
SOURCES: list[dict[str, Any]] = [
    {
        "id": f"source000{n}",
        "publisher": publisher,
        "title": title,
        "url": url,
        "published_on": day,
        "language": language,
        "kind": kind,
        "origin": "",
        "reliability": grade,
        "rated_on": None,
        "captures": [],
    }
    for n, (publisher, title, url, day, language, kind, grade) in enumerate(
        [
            ("News agency", "Two Armenian soldiers killed", "https://example.org/a", "2024-02-13", "en", "agency", "B"),
            ("alphanews.am", "Նռնաձոր", "https://example.org/b", "2024-02-13", "hy", "news", "C"),
            ("State Border Service", "Açıqlama", "https://example.org/c", "2024-02-13", "az", "official", "F"),
        ],
        1,
    )
]


def cite(n: int, credibility: int = 3, **changes: Any) -> dict[str, Any]:
    """Return a citation of the n-th source."""
    return {
        "source": f"source000{n}",
        "locator": "",
        "quote": "",
        "note": "",
        "credibility": credibility,
        "rated_on": None,
    } | changes


def said(
    n: int, claimant: str, kind: str, statement: str, *assertions: dict[str, Any], **changes: Any
) -> dict[str, Any]:
    """Return the n-th claim."""
    return {
        "id": f"claim0000{n}",
        "claimant": claimant,
        "speaker": "",
        "kind": kind,
        "statement": statement,
        "quotation": None,
        "made_on": "2024-02-13",
        "made_time": None,
        "made_precision": "day",
        "channel": "press_statement",
        "assertions": list(assertions),
        "answers": [],
        "citations": [cite(1)],
    } | changes


def losses(question: str, low: int | None, high: int | None, **changes: Any) -> dict[str, Any]:
    """Return an assertion on Armenian military losses."""
    return assertion(question, side="armenia", group="military", low=low, high=high, **changes)


def claims_on_a() -> list[dict[str, Any]]:
    """Return what was said on the exchange near Nerkin Hand."""
    return [
        said(
            1, "mod-armenia", "assertion",
            "Azerbaijani units opened small-arms fire at Armenian combat positions near Nerkin Hand. Two soldiers were "
            "killed and several wounded.",
            assertion("occurrence"), assertion("initiator", actor="azerbaijan"), losses("killed", 2, 2),
            losses("wounded", 2, None, wording="several"),
            made_time="09:00", citations=[cite(1, 2), cite(2, 3)],
        ),
        said(
            2, "sbs-azerbaijan", "justification",
            "It carried out an operation in return for what it calls a provocation by Armenian forces the day before.",
            assertion("occurrence"), assertion("motive", text="Retaliation for the shooting of the day before"),
            assertion("initiator", "other_explanation", response_to=REF_E),
            losses("killed", None, None, wording="serious losses"),
            made_time="10:20", citations=[cite(1, 3), cite(3, 3)],
            quotation={"text": "qisas əməliyyatı", "language": "az", "translation": "revenge operation"},
        ),
        said(
            3, "sbs-azerbaijan", "accusation", "It puts the whole blame on the leadership of Armenia.",
            assertion("responsibility", actor="leadership-armenia"), made_time="10:20",
        ),
        said(
            4, "sbs-azerbaijan", "threat", "Any further provocation will be answered.",
            assertion("threat", text="More serious measures if there is a further provocation"), made_time="10:20",
        ),
        said(
            5, "mod-armenia", "assertion", "Four servicemen were killed and one was wounded.",
            losses("killed", 4, 4), losses("wounded", 1, 1), made_time="13:40",
            answers=[{"relation": "corrects", "to": "claim00001", "question": None}],
        ),
        said(
            6, "afp", "context", "It is the first fatal incident since talks began the year before.", made_time="15:00"
        ),
    ]  # fmt: skip


def told(
    ref: str,
    title: str,
    claims: list[dict[str, Any]],
    *,
    more: dict[str, tuple[str, str, str, str]] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """Return a document with its positions and figures computed; `more` are actors beside those of `ACTORS`."""
    actors = [
        {"slug": slug, "name": name, "kind": kind, "country": country, "party": party, "names": []}
        for slug, (name, kind, country, party) in (ACTORS | (more or {})).items()
    ]
    involvements = [
        {"actor": slug, "role": "participant", "alleged": False, "claim": None} for slug in ("armenia", "azerbaijan")
    ]
    base = document(ref=ref, title=title, claims=claims, **({"involvements": involvements} | changes))
    base |= {"actors": actors, "sources": SOURCES}
    base["positions"] = positions(cast(Any, base))
    base["estimates"] = with_derived(base["estimates"], base["positions"], cast(Any, actors))
    base["totals"] = totals(base["estimates"])
    return base


def document_a(**changes: Any) -> dict[str, Any]:
    """Return the exchange of fire near Nerkin Hand."""
    facts: dict[str, Any] = {
        "summary": "Fire was exchanged near the village of Nerkin Hand. Armenia first said that two of its soldiers "
        "were killed, then four; Azerbaijan said that it acted in return for a shooting on the day before.",
        "occurrence": {"start_time": "05:30", "end_time": "09:30"},
        "location": {
            "place": PLACE, "wording": "near Nerkin Hand", "latitude": 39.04131, "longitude": 46.51623, "precision": 2,
            "radius_km": 25.0, "country": "ARM", "section": SECTION,
        },
        "links": [
            {
                "ref": REF_E, "title": "Wounding of a border guard", "relation": "retaliation_for",
                "claim": "claim00002", "alleged_by": "sbs-azerbaijan",
            }
        ],
    }  # fmt: skip
    return told(REF_A, "Exchange of fire near Nerkin Hand", claims_on_a(), **(facts | changes))


def document_b(**changes: Any) -> dict[str, Any]:
    """Return the shooting that one side says took place and the other denies."""
    claims = [
        said(
            1, "mod-azerbaijan", "assertion", "Armenian forces fired at its positions.", assertion("occurrence"),
            assertion("initiator", actor="armenia"), made_on="2024-02-12", made_time="21:00",
        ),
        said(
            2, "mod-armenia", "denial", "It denies that this happened.", assertion("occurrence", "denies"),
            made_on="2024-02-12", made_time="23:10",
            answers=[{"relation": "denies", "to": "claim00001", "question": "occurrence"}],
        ),
    ]  # fmt: skip
    facts: dict[str, Any] = {
        "kind": "small_arms_fire",
        "summary": "Azerbaijan says that its positions were fired at. Armenia denies it.",
        "occurrence": {"earliest": "2024-02-12", "latest": "2024-02-12"},
        "location": {
            "wording": "a north-western section of the border",
            "precision": 5,
            "section": SECTION | {"code": "AMAZ-03", "name": "Tavush–Tovuz"},
        },
    }
    return told(REF_B, "Fire reported toward Kokhanabi", claims, **(facts | changes))


def publish(what: dict[str, Any]) -> Edition:
    """Append a document to the ledger."""
    body = canonical(what)
    edition = append(
        ref=what["ref"],
        status=EditionStatus.PUBLISHED,
        origin="workbench",
        body=body,
        document=orjson.loads(body),
    )
    return Edition.objects.get(pk=edition.pk)


def reference() -> None:
    """Make the actors, the border and its section that the documents mention."""
    for slug, (name, kind, country, _) in ACTORS.items():
        ActorFactory.create(slug=slug, name=name, kind=kind, country=country)
    border = BorderFactory.create(slug="armenia-azerbaijan", name="Armenia–Azerbaijan")
    BorderSectionFactory.create(border=border, code="AMAZ-11", name="Syunik–Zangilan", position=11, line=SECTION_LINE)
