"""The workbench's tables, by noun."""

from incidents.workbench.models.captures import Capture, CaptureAttempt, CustodyEntry
from incidents.workbench.models.claims import Assertion, Claim, ClaimLink
from incidents.workbench.models.desk import KeptForm, Presence
from incidents.workbench.models.distinctions import Distinction
from incidents.workbench.models.erasing import Erasure
from incidents.workbench.models.figures import Assessment, CasualtyEstimate, EstimateClaim
from incidents.workbench.models.incidents import Incident, IncidentLink, Involvement
from incidents.workbench.models.queue import DigestMail, QueueEntry, ReviewLock, SavedView
from incidents.workbench.models.review import NoteMention, ReviewNote, Transition
from incidents.workbench.models.sources import Citation, Source

__all__ = [
    "Assertion",
    "Assessment",
    "Capture",
    "CaptureAttempt",
    "CasualtyEstimate",
    "Citation",
    "Claim",
    "ClaimLink",
    "CustodyEntry",
    "DigestMail",
    "Distinction",
    "Erasure",
    "EstimateClaim",
    "Incident",
    "IncidentLink",
    "Involvement",
    "KeptForm",
    "NoteMention",
    "Presence",
    "QueueEntry",
    "ReviewLock",
    "ReviewNote",
    "SavedView",
    "Source",
    "Transition",
]
