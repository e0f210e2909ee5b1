"""Demo incidents B to E: what was said to have happened before, and around, the fire near Nerkin Hand."""

from incidents.desk.demo.shape import Case, Row, answers, cites, claim_id, military, row_id, says
from incidents.desk.demo.sources import (
    ARMENIANCLUB,
    ARTICLE,
    FORARMENIANS,
    HYETERT,
    PRAVDA,
    sources,
)

_TUESDAY, _MONDAY = "2024-02-13", "2024-02-12"
_DISPUTE = {"dispute": "nagorno-karabakh"}


def reported_fire_in_the_north_west(edition: int) -> Row:
    """Return B: what Azerbaijan's Defence Ministry says happened on 12 February, and Armenia denies."""
    case = Case("b")
    claims = [
        case.claim(
            1, "azerbaijan-ministry-of-defence", "assertion",
            "Says that Armenian forces fired at its positions along a north-western section of the border.",
            _TUESDAY,
            says=[
                says("occurrence"),
                says("initiator", actor="armenia-armed-forces"),
                says("place", wording="a north-western section of the border"),
            ],
            answers=[answers("disputes", "b", 2, "occurrence")],
            cites=[cites(
                ARTICLE,
                quote="fired at positions in Baku along a northwestern section of the border",
                note="“Positions in Baku” is garbled in the article: Baku is 400 km from this border. Baku's, that "
                "is Azerbaijan's, positions are meant.",
            )],
        ),
        case.claim(
            2, "armenia", "denial", "Denies that Armenian forces fired there.", _TUESDAY,
            says=[says("occurrence", stance="denies")],
            answers=[answers("denies", "b", 1, "occurrence")],
            cites=[cites(ARTICLE, quote="Armenia’s denial of such an occurrence")],
        ),
    ]  # fmt: skip
    where: Row = {"place_precision": 5, "section": "AMAZ-03"}
    used = [ARTICLE]
    if edition > 1:
        claims.append(
            case.claim(
                3, "azerbaijan", "assertion",
                "Says that the fire came from small arms and was aimed at positions toward Kokhanabi, Tovuz district.",
                _TUESDAY,
                says=[
                    says("occurrence"),
                    says("place", place="gn:586054", wording="toward Kokhanabi, Tovuz district"),
                    says("weapon", text="small arms"),
                ],
                answers=[answers("repeats", "b", 1, "occurrence")],
                cites=[cites(PRAVDA)],
            )
        )  # fmt: skip
        where = {"place": "gn:586054", "place_precision": 2, "section": "AMAZ-03"}
        used.append(PRAVDA)
    return {
        "title": "Reported fire at Azerbaijani positions in the north-west of the border",
        "summary": "Azerbaijan's Defence Ministry says that Armenian forces fired at its positions along a "
        "north-western section of the border on the day before the deaths near Nerkin Hand. Armenia denies that this "
        "happened.",
        "kind": "small_arms_fire",
        "earliest": _MONDAY,
        "time_zone": "Asia/Baku",
        "place_wording": "a north-western section of the border",
        "working_note": "The article names no section; the Tovuz one is taken from the reports of the same day.",
        **where, **_DISPUTE,
        "involvements": [
            case.involved("armenia-armed-forces", "initiator", 1),
            case.involved("azerbaijan-armed-forces", "target", 1),
        ],
        "claims": claims,
        "sources": sources(*used),
    }  # fmt: skip


def offensive_in_nagorno_karabakh() -> Row:
    """Return C: the offensive of September 2023, as the article recalls it."""
    case = Case("c")
    return {
        "title": "Azerbaijani offensive in Nagorno-Karabakh",
        "summary": "Azerbaijan took control of Nagorno-Karabakh in a swift military offensive in September 2023; the "
        "region's Armenian population was displaced. The article gives the month and no figures.",
        "kind": "offensive",
        "earliest": "2023-09-01",
        "latest": "2023-09-30",
        "date_precision": "month",
        "place": "cc:nagorno-karabakh",
        "place_precision": 4,
        "time_zone": "Asia/Baku",
        **_DISPUTE,
        "involvements": [
            case.involved("azerbaijan-armed-forces", "initiator"),
            case.involved("nagorno-karabakh-authorities", "target"),
            case.involved("nagorno-karabakh-armenian-population", "victim"),
        ],
        "claims": [
            case.claim(
                1, "unnamed-outlet", "assertion",
                "Says that Azerbaijan retook Nagorno-Karabakh in a swift offensive, and that the region's Armenian "
                "population was displaced by it.",
                _TUESDAY,
                says=[
                    says("occurrence"),
                    says("initiator", actor="azerbaijan"),
                    says("time", time_from="2023-09-01T00:00+04:00", time_to="2023-09-30T23:59+04:00",
                         wording="in September"),
                    says("displaced", side="nagorno-karabakh-armenian-population", group="civilian",
                         wording="the region's Armenian population"),
                ],
                cites=[cites(ARTICLE, quote="in a swift military offensive in September")],
            ),
            case.claim(
                2, "unnamed-outlet", "context",
                "Places the offensive in a dispute over the region that goes back more than thirty years.",
                _TUESDAY,
                cites=[cites(ARTICLE, quote="more than 30 years of intermittent conflict")],
            ),
        ],
        "estimates": [
            {
                "id": row_id("c", "e", 1),
                "side": "nagorno-karabakh-armenian-population",
                "group": "civilian",
                "outcome": "displaced",
                "basis": "claims",
                "note": "The article gives no number: unknown, not zero.",
                "claims": [claim_id("c", 1)],
            }
        ],
        "sources": sources(ARTICLE),
    }  # fmt: skip


def talks_blocked(edition: int) -> Row:
    """Return D: the talks, and who is said to obstruct them."""
    case = Case("d")
    claims = [
        case.claim(
            1, "armenia", "accusation", "Accuses Azerbaijan of obstructing the negotiations.", _TUESDAY,
            says=[says("responsibility", actor="azerbaijan")],
            answers=[answers("responds_to", "d", 2, "responsibility")],
            cites=[cites(ARTICLE, quote="both sides accusing each other of obstructing")],
        ),
        case.claim(
            2, "azerbaijan", "accusation", "Accuses Armenia of obstructing the negotiations.", _TUESDAY,
            says=[says("responsibility", actor="armenia")],
            answers=[answers("responds_to", "d", 1, "responsibility")],
            cites=[cites(ARTICLE, quote="both sides accusing each other of obstructing")],
        ),
        case.claim(
            3, "unnamed-outlet", "context",
            "Says that the talks had raised hopes of a lasting settlement and are now blocked.", _TUESDAY,
            cites=[cites(ARTICLE, quote="hit a roadblock")],
        ),
    ]  # fmt: skip
    used = [ARTICLE]
    if edition > 1:
        claims.append(
            case.claim(
                4, "armenia-ministry-of-foreign-affairs", "accusation",
                "Says that Azerbaijan looks for pretexts for escalation and tries to disrupt the talks' resumption.",
                "2024-02-15",
                says=[says("responsibility", actor="azerbaijan")],
                cites=[cites(HYETERT)],
            )
        )  # fmt: skip
        used.append(HYETERT)
    return {
        "title": "Peace talks between Armenia and Azerbaijan are reported blocked",
        "summary": "The negotiations that began in 2023 are reported to have stalled by February 2024. Each side "
        "accuses the other of obstructing them.",
        "kind": "diplomatic",
        "earliest": "2024-02-01",
        "latest": "2024-02-29",
        "date_precision": "month",
        "latitude": 40.2,
        "longitude": 46.0,
        "place_precision": 6,
        "place_wording": "Armenia and Azerbaijan",
        **_DISPUTE,
        "involvements": [case.involved("armenia", "participant"), case.involved("azerbaijan", "participant")],
        "claims": claims,
        "sources": sources(*used),
    }  # fmt: skip


def reported_sniper_fire() -> Row:
    """Return E: what Azerbaijan says happened in the Zangilan direction on 12 February."""
    case = Case("e")
    border_service = "azerbaijan-state-border-service"
    return {
        "title": "Reported sniper fire in the Zangilan direction",
        "summary": "Azerbaijan's Foreign Ministry and an Azerbaijani outlet say that an Armenian sniper wounded an "
        "Azerbaijani border serviceman. Armenia's Defence Ministry says that this is under investigation and that "
        "preliminary findings indicate that nothing of the kind occurred there.",
        "kind": "sniper_fire",
        "earliest": _MONDAY,
        "time_zone": "Asia/Baku",
        "place": "gn:146901",
        "place_wording": "in the Zangilan direction",
        "place_precision": 3,
        "section": "AMAZ-11",
        **_DISPUTE,
        "involvements": [
            case.involved("armenia-armed-forces", "initiator", 2),
            case.involved(border_service, "victim", 2),
            case.involved("eu-mission-in-armenia", "monitor", 2),
        ],
        "claims": [
            case.claim(
                1, "caliber-az", "assertion",
                "Says that an Armenian sniper wounded an Azerbaijani border serviceman in the Zangilan direction.",
                _MONDAY,
                says=[
                    says("occurrence"),
                    says("initiator", actor="armenia-armed-forces"),
                    military("wounded", border_service, 1, 1),
                    says("weapon", text="sniper fire"),
                ],
                cites=[cites(PRAVDA), cites(ARMENIANCLUB)],
            ),
            case.claim(
                2, "azerbaijan-ministry-of-foreign-affairs", "accusation",
                "Says that Armenian fire wounded a border serviceman in the area that the EU mission observes, and "
                "that this is a blow to the peace process.",
                _MONDAY,
                says=[
                    says("occurrence"),
                    says("initiator", actor="armenia-armed-forces"),
                    military("wounded", border_service, 1, 1),
                    says("place", place="gn:146901", wording="in the area observed by the EU mission"),
                ],
                cites=[cites(PRAVDA), cites(ARMENIANCLUB)],
            ),
            case.claim(
                3, "armenia-ministry-of-defence", "denial",
                "Says that the report is under investigation, and that by preliminary findings no such situation "
                "occurred there on 12 February.",
                _MONDAY,
                says=[
                    says("occurrence", stance="denies",
                         wording="under investigation; preliminary findings indicate that no such situation occurred"),
                ],
                answers=[
                    answers("denies", "e", 1, "occurrence"),
                    answers("denies", "e", 2, "occurrence"),
                ],
                cites=[cites(ARMENIANCLUB)],
            ),
            case.claim(
                4, "armenia-prime-minister", "context",
                "Recalls that an investigation was announced on 12 February, and says that violations of the order "
                "would have legal consequences.",
                _TUESDAY, made_precision="week",
                cites=[cites(FORARMENIANS)],
            ),
        ],
        "sources": sources(PRAVDA, ARMENIANCLUB, FORARMENIANS),
    }  # fmt: skip
