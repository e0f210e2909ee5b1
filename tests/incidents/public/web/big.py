"""Documents that try the incident's page: very many claims, and every kind of voice at once."""

from typing import Any

from tests.incidents.public.web.sample import PLACE, cite, losses, said, told
from tests.incidents.record.factories import assertion

REF_BIG, REF_RICH = "CC-2024-09040", "CC-2024-09041"
_RELATIONS = ("denies", "disputes", "corroborates", "responds_to", "corrects", "repeats")
_SPEAKERS = ("mod-armenia", "sbs-azerbaijan", "mod-azerbaijan", "mod-armenia", "afp")
MORE = {
    "mission": ("European Union Mission in Armenia", "international", "", "mission"),
    "georgia": ("Georgia", "state", "GEO", "georgia"),
    "iran": ("Ministry of Foreign Affairs of Iran", "government_body", "IRN", "iran-state"),
    "iran-state": ("Iran", "state", "IRN", "iran-state"),
}


def answer(relation: str, to: int, question: str | None = None) -> dict[str, Any]:
    """Return an answer to the n-th claim."""
    return {"relation": relation, "to": f"claim{to:05}", "question": question}


def big(count: int) -> dict[str, Any]:
    """Return an exchange of so many claims on six questions, two in three of which answer an earlier one."""
    claims = []
    for n in range(1, count + 1):
        answers = [answer(_RELATIONS[n % 6], max(1, n - 1 - n * 7 % 11), "killed" if n % 2 else None)] if n % 3 else []
        claims.append(
            said(
                n, _SPEAKERS[n % 5], "assertion",
                f"Statement {n} on what happened at the border that day, in the length that such statements have.",
                *_on_some_questions(n),
                id=f"claim{n:05}", made_on=f"2024-02-{10 + n // 3:02}", made_time=f"{8 + n % 12:02}:00",
                answers=[one for one in answers if n > 1],
                citations=[cite(1 + n % 3, 2), cite(1 + (n + 1) % 3, 3)][: 1 + n % 2],
            )
        )  # fmt: skip
    where = {"place": PLACE, "latitude": 39.04131, "longitude": 46.51623, "precision": 2, "radius_km": 25.0}
    return told(REF_BIG, "A long exchange of statements", claims, location=where)


def _on_some_questions(n: int) -> list[dict[str, Any]]:
    by_turns = [
        [assertion("occurrence", "denies" if n % 7 == 0 else "asserts"), losses("killed", n % 5, n % 5)],
        [assertion("initiator", actor="azerbaijan" if n % 2 else "armenia")],
        [losses("wounded", n % 4, None, wording="several"), assertion("motive", text="Retaliation")],
        [assertion("responsibility", actor="leadership-armenia")],
    ]
    return by_turns[n % 4]


def rich(edition: int = 1) -> dict[str, Any]:
    """Return a document with a mediator, a monitor, media, bodies that differ, an override, and Persian words."""
    claims = [
        said(
            1, "mod-armenia", "assertion", "Fire was opened at its positions; two were killed.",
            assertion("occurrence"), losses("killed", 2, 2), made_time="09:00",
            citations=[cite(1, 2), cite(2, 3, note="The figure is in the second paragraph.")],
        ),
        said(
            2, "sbs-azerbaijan", "denial", "It denies that its forces fired.", assertion("occurrence", "denies"),
            made_time="11:00", answers=[answer("denies", 1, "occurrence")], speaker="press service", channel="briefing",
        ),
        said(
            3, "mod-azerbaijan", "acknowledgement", "It says that there was an exchange.", assertion("occurrence"),
            made_time="12:00", answers=[answer("disputes", 2), answer("responds_to", 1)], citations=[cite(3, 2)],
        ),
        said(
            4, "mission", "assertion", "Its patrol heard small-arms fire.", assertion("occurrence"),
            made_on="2024-02-14", answers=[answer("corroborates", 1, "occurrence")], channel="social_media",
        ),
        said(
            5, "iran", "demand", "It asks both sides for restraint.", assertion("occurrence"), made_on="2024-02-14",
            made_precision="week", answers=[answer("responds_to", 1), answer("responds_to", 2)],
            quotation={"text": "خویشتن‌داری", "language": "fa", "translation": "restraint"},
        ),
        said(
            6, "afp", "assertion", "It repeats the ministry's statement.", assertion("occurrence"),
            made_on=None, answers=[answer("repeats", 1)],
            quotation={"text": "Կրակոցներ", "language": "hy", "translation": ""},
        ),
        said(
            8, "afp", "assertion", "A resident spoke of shots.", losses("wounded", 1, None, wording="some"),
            made_on="2024-02-01", made_precision="month",
        ),
    ]  # fmt: skip
    if edition > 1:
        claims.append(
            said(
                7, "mod-armenia", "assertion", "Four were killed.", losses("killed", 4, 4), made_time="18:00",
                answers=[answer("corrects", 1, "killed")],
            )
        )  # fmt: skip
    verdict = {
        "question": "occurrence", "side": None, "group": None, "finding": "agreed",
        "reason": "The ministry's later statement, and the mission's patrol, leave no doubt that there was fire.",
    }  # fmt: skip
    return told(
        REF_RICH,
        "A day with many voices",
        claims,
        more=MORE,
        summary="Armenia says that it was fired at. Azerbaijan's bodies differ; a mission heard shots.",
        involvements=[
            {"actor": slug, "role": role, "alleged": False, "claim": None}
            for slug, role in (
                ("armenia", "target"), ("azerbaijan", "initiator"), ("mission", "monitor"), ("iran", "mediator"),
            )
        ],
        assessments=[verdict],
        estimates=[estimate("armenia", "civilian", 0, 0, 1), estimate("azerbaijan", "military", None, None, None)],
    )  # fmt: skip


def estimate(side: str, group: str, low: int | None, best: int | None, high: int | None) -> dict[str, Any]:
    """Return an estimate of killed that an editor entered."""
    return {
        "side": side,
        "group": group,
        "outcome": "killed",
        "low": low,
        "best": best,
        "high": high,
        "basis": "count",
        "derived": False,
        "claims": [],
        "note": "From the mission's report.",
    }
