"""Incidents of any size, entered by the form."""

from accounts.models import User
from incidents.desk.forms import IncidentDraft, flatten
from incidents.desk.operations import create_draft
from incidents.workbench.models import Incident


def incident_with_claims(by: User, number: int, *, ids: str = "a", **values: str) -> Incident:
    """Save a complete incident with some claims, each with four answers, two citations and an answer to the one before.

    `ids` is the first character of the rows' ids.
    """
    forces = "armenia-armed-forces"
    claims = [
        {
            "id": f"{ids}c{index:08}",
            "claimant": ("armenia-ministry-of-defence", "azerbaijan-state-border-service")[index % 2],
            "kind": "assertion",
            "statement": f"Says for the {index + 1}. time that soldiers were killed by fire at a combat post.",
            "made_on": "2024-02-13",
            "assertions": [
                {"question": "occurrence"},
                {"question": "initiator", "actor": "azerbaijan-armed-forces"},
                {"question": "killed", "side": forces, "group": "military", "low": 2, "high": 2},
                {"question": "wounded", "side": forces, "group": "military", "low": 2, "wording": "several"},
            ],
            "answers": [{"relation": "disputes", "to": f"{ids}c{index - 1:08}"}] if index else [],
            "citations": [{"source": f"{ids}s00000001"}, {"source": f"{ids}s00000002", "quote": "two killed"}],
            **values,
        }
        for index in range(number)
    ]
    nested = {
        "title": "Fire near Nerkin Hand",
        "summary": "Armenia says that two of its soldiers were killed.",
        "kind": "small_arms_fire",
        "earliest": "2024-02-13",
        "start_time": "05:30",
        "end_time": "09:30",
        "place": "gn:174815",
        "place_precision": 2,
        "section": "AMAZ-11",
        "involvements": [{"actor": forces, "role": "target"}],
        "sources": [
            {"id": f"{ids}s00000001", "publisher": "An outlet", "title": "Two killed", "published_on": "2024-02-13"},
            {"id": f"{ids}s00000002", "publisher": "Another outlet"},
        ],
        "claims": claims,
    }
    draft = IncidentDraft(flatten(nested), by=by, whole=True)
    assert draft.is_valid(), draft.problems()
    made = create_draft(draft=draft, by=by)
    return Incident.objects.for_detail().get(pk=made.pk)
