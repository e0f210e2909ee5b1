"""The workbench's tables, by noun."""

from incidents.workbench.models.accesses import Access
from incidents.workbench.models.approvals import Approval
from incidents.workbench.models.captures import Capture, CaptureAttempt, CustodyEntry
from incidents.workbench.models.checking import CheckAnswer
from incidents.workbench.models.claims import Assertion, Claim, ClaimLink
from incidents.workbench.models.desk import KeptForm, Presence
from incidents.workbench.models.distinctions import Distinction
from incidents.workbench.models.erasing import Erasure
from incidents.workbench.models.figures import Assessment, CasualtyEstimate, EstimateClaim
from incidents.workbench.models.incidents import Incident, IncidentLink, Involvement
from incidents.workbench.models.merges import Merge, Unmerge
from incidents.workbench.models.queue import DigestMail, QueueEntry, ReviewLock, SavedView
from incidents.workbench.models.quiet import QuietReport
from incidents.workbench.models.referring import ReferenceDecision
from incidents.workbench.models.review import NoteMention, ReviewNote, Transition
from incidents.workbench.models.sources import Citation, Source

__all__ = [
    "Access",
    "Approval",
    "Assertion",
    "Assessment",
    "Capture",
    "CaptureAttempt",
    "CasualtyEstimate",
    "CheckAnswer",
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
    "Merge",
    "NoteMention",
    "Presence",
    "QueueEntry",
    "QuietReport",
    "ReferenceDecision",
    "ReviewLock",
    "ReviewNote",
    "SavedView",
    "Source",
    "Transition",
    "Unmerge",
]
