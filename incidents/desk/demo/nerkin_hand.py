"""Demo incident A: the fire near Nerkin Hand on 13 February 2024, from the article, then with other sources."""

from incidents.desk.demo.shape import Case, Row, answers, cites, military, says
from incidents.desk.demo.sources import (
    ALPHANEWS,
    ARMENIANCLUB,
    ARTICLE,
    FORARMENIANS,
    HYETERT,
    PRAVDA,
    UA360,
    sources,
)

_DAY = "2024-02-13"
_MOD, _BORDER_SERVICE = "armenia-ministry-of-defence", "azerbaijan-state-border-service"
_ARMENIAN, _AZERBAIJANI = "armenia-armed-forces", "azerbaijan-armed-forces"
_NERKIN_HAND = "gn:174815"
_MORE = 2
_CORRECTED = 3
_FIRST = (
    "Armenia's Defence Ministry says that Azerbaijani fire killed two of its soldiers and wounded several at a combat "
    "post near Nerkin Hand. Azerbaijan's border service says that it carried out a “revenge operation” for a "
    "“provocation” by Armenian forces the day before, and blames Armenia's military and political leadership."
)
_LATER = (
    "Armenia's Defence Ministry says that Azerbaijani fire killed four of its soldiers, two by its first figure, and "
    "wounded one at combat positions near Nerkin Hand. Azerbaijan's border service says that it destroyed a combat "
    "post in retaliation for fire the day before, and puts the blame on Armenia's military and political leadership."
)


def fire_near_nerkin_hand(edition: int) -> Row:
    """Return A as its edition 1 (the article), 2 (reports of the same day) or 3 (corrected figures) says it."""
    case = Case("a")
    claims = _from_the_article(case, edition)
    used = [ARTICLE]
    links = [case.link("retaliation_for", "B", 3)]
    times: Row = {}
    if edition >= _MORE:
        claims += _of_the_same_day(case)
        used += [ALPHANEWS, PRAVDA, UA360]
        links.append(case.link("retaliation_for", "E", 9))
        times = {"start_time": "05:30", "end_time": "09:30"}
    if edition >= _CORRECTED:
        claims += _afterwards(case)
        used += [ARMENIANCLUB, HYETERT, FORARMENIANS]
    return {
        "title": "Fire at an Armenian combat post near Nerkin Hand",
        "summary": _LATER if edition >= _CORRECTED else _FIRST,
        "kind": "small_arms_fire",
        "earliest": _DAY,
        "time_zone": "Asia/Yerevan",
        "place": _NERKIN_HAND,
        "place_wording": "a combat post near the southern village of Nerkin Hand",
        "place_precision": 2,
        "section": "AMAZ-11",
        "dispute": "nagorno-karabakh",
        **times,
        "involvements": [
            case.involved(_AZERBAIJANI, "initiator", 1),
            case.involved(_ARMENIAN, "target"),
            case.involved(_BORDER_SERVICE, "respondent", 2),
        ],
        "claims": claims,
        "links": links,
        "sources": sources(*used),
    }


def _from_the_article(case: Case, edition: int) -> list[Row]:
    first_reports = [cites(ARTICLE, quote="several others were wounded at a combat post")]
    if edition >= _MORE:
        first_reports.append(cites(UA360))
    return [
        case.claim(
            1, _MOD, "assertion",
            "Says that Azerbaijani fire killed two of its soldiers and wounded several at a combat post near the "
            "southern village of Nerkin Hand, on the border.",
            _DAY,
            says=[
                says("occurrence"),
                says("initiator", actor=_AZERBAIJANI),
                military("killed", _ARMENIAN, 2, 2),
                military("wounded", _ARMENIAN, 2, None, wording="several"),
                says("place", place=_NERKIN_HAND, wording="a combat post near the southern village of Nerkin Hand"),
            ],
            cites=first_reports,
        ),
        case.claim(
            2, _BORDER_SERVICE, "acknowledgement",
            "Says that it carried out an operation there, in response to what it calls a provocation.",
            _DAY,
            quotation="revenge operation", quotation_language="en",
            says=[
                says("occurrence", wording="revenge operation"),
                says("initiator", stance="other_explanation", response_to="@B",
                     wording="a response to a “provocation” by Armenian forces the previous day"),
            ],
            answers=[answers("responds_to", "a", 1)],
            cites=[cites(ARTICLE, quote="conducted a “revenge operation”")],
        ),
        case.claim(
            3, _BORDER_SERVICE, "justification",
            "Says that the operation was retaliation for a provocation by Armenian forces the day before.",
            _DAY,
            quotation="provocation", quotation_language="en",
            says=[says("motive", text="retaliation for a provocation by Armenian forces the day before",
                       response_to="@B")],
            cites=[cites(ARTICLE, quote="following what it described as a “provocation”")],
        ),
        case.claim(
            4, _BORDER_SERVICE, "threat",
            "Warns of further retaliation against any future provocation.",
            _DAY,
            says=[says("threat", text="further retaliation, if there is any future provocation")],
            cites=[cites(ARTICLE, quote="further retaliatory measures against any future provocations")],
        ),
        case.claim(
            5, _BORDER_SERVICE, "accusation",
            "Puts the whole blame on Armenia's military and political leadership.",
            _DAY,
            says=[says("responsibility", actor="armenia-military-and-political-leadership")],
            cites=[cites(ARTICLE, quote="the blame on Armenia’s military and political leadership")],
        ),
        case.claim(
            6, "unnamed-outlet", "context",
            "Says that this was the first fatal incident since the peace negotiations began the year before.",
            _DAY,
            cites=[cites(ARTICLE, quote="the first fatal incident since negotiations began last year")],
        ),
        case.claim(
            7, "unnamed-outlet", "context",
            "Says that the heavily fortified border, after sporadic exchanges of fire over the years, had been "
            "relatively calm since the talks began, above all after September 2023, and that observers watch for an "
            "escalation.",
            _DAY,
            cites=[cites(ARTICLE, quote="the border had seen relative calmness since the peace talks commenced")],
        ),
    ]  # fmt: skip


def _of_the_same_day(case: Case) -> list[Row]:
    return [
        case.claim(
            8, _MOD, "assertion",
            "Says that Azerbaijani units opened small-arms fire at Armenian combat positions near Nerkin Hand from "
            "05:30 local time.",
            _DAY,
            says=[
                says("time", time_from="2024-02-13T05:30+04:00", wording="from 05:30"),
                says("weapon", text="small arms"),
            ],
            cites=[cites(ALPHANEWS)],
        ),
        case.claim(
            9, _BORDER_SERVICE, "justification",
            "Says that it destroyed the combat post near Nerkin Hand from which its serviceman had been wounded the "
            "day before, with serious losses there, and that the fire ceased at 09:30.",
            _DAY,
            says=[
                says("place", place=_NERKIN_HAND, wording="the combat post near Nerkin Hand"),
                says("time", time_to="2024-02-13T09:30+04:00", wording="ceased at 09:30"),
                military("killed", _ARMENIAN, None, None, wording="serious losses"),
            ],
            cites=[cites(ALPHANEWS), cites(PRAVDA)],
        ),
    ]  # fmt: skip


def _afterwards(case: Case) -> list[Row]:
    return [
        case.claim(
            10, _MOD, "assertion",
            "Says that four of its soldiers were killed and one was wounded.",
            _DAY,
            says=[military("killed", _ARMENIAN, 4, 4), military("wounded", _ARMENIAN, 1, 1)],
            answers=[answers("corrects", "a", 1, "killed"), answers("corrects", "a", 1, "wounded")],
            cites=[cites(PRAVDA), cites(ARMENIANCLUB)],
        ),
        case.claim(
            11, "armenia-ministry-of-foreign-affairs", "accusation",
            "Says that Azerbaijan looks for pretexts for escalation and tries to disrupt the resumption of the talks.",
            "2024-02-15",
            says=[says("motive", text="a pretext for escalation")],
            answers=[answers("disputes", "a", 3, "motive")],
            cites=[cites(HYETERT)],
        ),
        case.claim(
            12, "armenia-prime-minister", "assertion",
            "Says that the four were on combat duty at the state border, that an investigation had been announced on "
            "12 February, and that violations of the order would have legal consequences.",
            _DAY, made_precision="week",
            says=[military("killed", _ARMENIAN, 4, 4)],
            cites=[cites(FORARMENIANS)],
        ),
    ]  # fmt: skip
