"""Every controlled vocabulary: the codebook page, the API, forms and constraints all read it from here.

A term is a string (its code, as stored and published) that also carries a label, a definition, and where the
field's two main datasets have an equivalent. This module imports nothing of the project.
"""

from enum import StrEnum
from typing import Self


class Controlled(StrEnum):
    """A closed list of terms."""

    label: str
    definition: str

    def __new__(cls, code: str, label: str, definition: str) -> Self:
        """Make a term from its code, its label, and its definition."""
        term = str.__new__(cls, code)
        term._value_ = code
        term.label = label
        term.definition = definition
        return term

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return (code, label) pairs, as Django's fields take them."""
        return [(term.value, term.label) for term in cls]

    @classmethod
    def of(cls, code: str) -> Self:
        """Return the term with this code. Raises ValueError where there is none."""
        for term in cls:
            if term.value == code:
                return term
        raise ValueError(f"{code!r} is not one of: {', '.join(cls.codes())}")

    @classmethod
    def codes(cls) -> list[str]:
        """Return the codes in the order of definition."""
        return [term.value for term in cls]


class IncidentKind(Controlled):
    """What kind of event an incident is."""

    EXCHANGE_OF_FIRE = (
        "exchange_of_fire",
        "Exchange of fire",
        "Two sides fire at each other (ACLED: armed clash).",
    )
    SMALL_ARMS_FIRE = (
        "small_arms_fire",
        "Small-arms fire",
        "One side is said to fire small arms (ACLED: armed clash).",
    )
    SHELLING = (
        "shelling",
        "Shelling",
        "Artillery, mortar or missile fire (ACLED: shelling/artillery/missile attack).",
    )
    AIR_DRONE_STRIKE = (
        "air_drone_strike",
        "Air or drone strike",
        "A strike from the air (ACLED: air/drone strike).",
    )
    SNIPER_FIRE = "sniper_fire", "Sniper fire", "Aimed single shots (ACLED: armed clash)."
    MINE_EXPLOSIVE = (
        "mine_explosive",
        "Mine or explosive",
        "A mine or a placed charge (ACLED: remote explosive).",
    )
    OFFENSIVE = (
        "offensive",
        "Offensive",
        "A large operation to take territory (ACLED: government regains territory).",
    )
    INCURSION = "incursion", "Incursion", "Forces cross a line or take up positions behind it."
    CAPTURE = "capture", "Capture or abduction", "Persons are taken (ACLED: abduction/forced disappearance)."
    CEASEFIRE_VIOLATION = (
        "ceasefire_violation",
        "Ceasefire violation",
        "A breach that no side describes in more detail.",
    )
    DIPLOMATIC = (
        "diplomatic",
        "Diplomatic",
        "Statements or acts in negotiations (ACLED: strategic developments).",
    )
    OTHER = "other", "Other", "None of the others; the summary says what."


class DatePrecision(Controlled):
    """How exactly the date is known; UCDP's date_prec with the exact time split off."""

    DAY = "day", "Day", "The calendar day is known (UCDP date_prec 1)."
    RANGE = "range", "Two to six days", "Known to within two to six days (UCDP date_prec 2)."
    WEEK = "week", "Week", "Known to the week (UCDP date_prec 3)."
    MONTH = "month", "Month", "Known to the month (UCDP date_prec 4)."
    YEAR = "year", "Longer than a month", "Longer than a month, up to a year (UCDP date_prec 5)."


PLACE_PRECISION: dict[int, tuple[str, float]] = {
    1: ("Exact location", 1.0),
    2: ("Near a known place, within about 25 km", 25.0),
    3: ("Second-order division (district)", 40.0),
    4: ("First-order division (province)", 80.0),
    5: ("Linear or fuzzy feature: a border, a section, a line of contact", 60.0),
    6: ("Country only", 250.0),
    7: ("International waters or airspace", 250.0),
}
"""UCDP where_prec (GED codebook): code → (definition, radius of uncertainty in km that the map draws)."""


class ActorKind(Controlled):
    """What an actor is."""

    STATE = "state", "State", "A state as such."
    GOVERNMENT_BODY = "government_body", "Government body", "A ministry, an agency, a leadership."
    ARMED_FORCES = "armed_forces", "Armed forces", "Regular forces of a state."
    SECURITY_SERVICE = "security_service", "Security service", "Border guards, police, intelligence."
    NON_STATE_ARMED = (
        "non_state_armed",
        "Non-state armed group",
        "An organised armed group that is not a state's.",
    )
    POLITICAL = "political", "Political body", "A party, a movement, an unrecognised authority."
    INTERNATIONAL = (
        "international",
        "International organisation",
        "An organisation of states, or its mission.",
    )
    CIVILIANS = "civilians", "Civilian population", "People as a group, without organisation."
    PERSON_IN_OFFICE = "person_in_office", "Person in office", "An office, never the private person."
    MEDIA = "media", "Media", "A publisher."
    OTHER = "other", "Other", "None of the others."


OBSERVER_KINDS = frozenset({ActorKind.INTERNATIONAL, ActorKind.MEDIA, ActorKind.OTHER})
"""Kinds of actor that observe, mediate or report unless an incident involves them."""


class NameKind(Controlled):
    """What kind of name a name is."""

    OFFICIAL = "official", "Official", "The name the actor uses of itself."
    SHORT = "short", "Short", "A shorter form in common use."
    FORMER = "former", "Former", "In use once."
    EXONYM = "exonym", "Exonym", "Used by others."
    TRANSLITERATION = "transliteration", "Transliteration", "The same name in another script."


class Script(Controlled):
    """The script a name is written in (ISO 15924)."""

    LATIN = "Latn", "Latin", "Latin script."
    ARMENIAN = "Armn", "Armenian", "Armenian script."
    CYRILLIC = "Cyrl", "Cyrillic", "Cyrillic script."
    GEORGIAN = "Geor", "Georgian", "Georgian script."
    ARABIC = "Arab", "Arabic", "Arabic script."
    OTHER = "Zyyy", "Other", "Another script, or not determined."


class ActorRelationKind(Controlled):
    """How one actor relates to another."""

    PART_OF = "part_of", "is part of", "Subordinate: what it does or says counts as its parent's."
    SUCCESSOR_OF = "successor_of", "is successor of", "Continues what the other was."
    ALLIED_WITH = "allied_with", "is allied with", "Fights on the same side."
    CONTROLS = "controls", "controls", "Directs the other without being its parent."


class Standing(Controlled):
    """Whether the public may see a reference row or an actor."""

    PROPOSED = "proposed", "Proposed", "Added by an analyst: usable on the workbench, not public."
    PUBLIC = "public", "Public", "Made public by an editor."
    REFUSED = "refused", "Refused", "Not taken by an editor: it can't be chosen any more."
    MERGED = "merged", "Merged", "Found to be the same as another, which stands for it."


IN_USE = (Standing.PROPOSED, Standing.PUBLIC)
"""What can be chosen on the workbench. The rest is kept because it was named once."""


class ReferenceVerdict(Controlled):
    """What an editor decided on an actor, a place or a source."""

    ACCEPTED = "accepted", "Accepted", "A proposal was made public."
    MAPPED = "mapped", "Mapped", "A proposal is the same as one that is there, which stands for it from now on."
    REFUSED = "refused", "Refused", "A proposal was not taken; it can't be chosen any more."
    MERGED = "merged", "Merged", "Two are the same: one of them stands for both from now on."
    UNDONE = "undone", "Merge undone", "Two that were merged are told apart again."
    EDITED = "edited", "Edited", "What the record says of it was changed."


class PlaceKind(Controlled):
    """What a place is."""

    SETTLEMENT = "settlement", "Settlement", "A town or village."
    DISTRICT = "district", "District", "A second-order division."
    PROVINCE = "province", "Province", "A first-order division."
    REGION = "region", "Region", "An area that is no administrative division."
    COUNTRY = "country", "Country", "A state's territory."
    FEATURE = "feature", "Feature", "A post, a height, a road, a river."


PRECISION_OF_PLACE: dict[PlaceKind, int] = {
    PlaceKind.SETTLEMENT: 2,
    PlaceKind.DISTRICT: 3,
    PlaceKind.PROVINCE: 4,
    PlaceKind.COUNTRY: 6,
}
"""The precision (PLACE_PRECISION) that fits where a source names only such a place; others have none of their own."""


class MilestoneKind(Controlled):
    """Turning points of a dispute."""

    TALKS_OPENED = "talks_opened", "Talks opened", "Negotiations begin."
    TALKS_STALLED = "talks_stalled", "Talks stalled", "Negotiations stop or are blocked."
    TALKS_RESUMED = "talks_resumed", "Talks resumed", "Negotiations go on."
    CEASEFIRE = "ceasefire", "Ceasefire", "Fighting is to stop."
    OFFENSIVE = "offensive", "Offensive", "A large operation to take territory."
    AGREEMENT = "agreement", "Agreement", "The parties sign."
    OTHER = "other", "Other", "None of the others."


class InvolvementRole(Controlled):
    """What part an actor has in an incident."""

    INITIATOR = "initiator", "Initiator", "Is said to have acted first."
    TARGET = "target", "Target", "Was acted against."
    RESPONDENT = "respondent", "Respondent", "Acted in response."
    VICTIM = "victim", "Victim", "Suffered harm."
    PARTICIPANT = "participant", "Participant", "Took part, without one of the other roles."
    MEDIATOR = "mediator", "Mediator", "Mediated between parties."
    MONITOR = "monitor", "Monitor", "Observed on a mandate."


OBSERVER_ROLES = frozenset({InvolvementRole.MEDIATOR, InvolvementRole.MONITOR})
"""Roles that do not make an actor a party to the incident."""


class ClaimKind(Controlled):
    """What a statement does."""

    ASSERTION = "assertion", "Assertion", "States that something is so."
    DENIAL = "denial", "Denial", "States that something claimed is not so; it names what it denies."
    ACCUSATION = "accusation", "Accusation", "Puts responsibility on another."
    JUSTIFICATION = "justification", "Justification", "Gives a reason for an act of one's own."
    THREAT = "threat", "Threat or warning", "Announces harm, usually on a condition."
    ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement", "Accepts an act, a loss or a responsibility."
    DEMAND = "demand", "Demand", "Requires something of another."
    CONTEXT = "context", "Context", "Places the event; claims nothing about it."


class Channel(Controlled):
    """How a statement was made."""

    PRESS_STATEMENT = "press_statement", "Press statement", "Issued in writing by the claimant."
    BRIEFING = "briefing", "Briefing", "Said at a press conference or briefing."
    SOCIAL_MEDIA = "social_media", "Social media", "Posted on an account of the claimant."
    INTERVIEW = "interview", "Interview", "Said to a reporter."
    SPEECH = "speech", "Speech", "Said in a session, parliament or ceremony."
    LETTER = "letter", "Letter or note", "Sent to another body."
    REPORTED = "reported", "As reported", "Known only through a report."


class ValueType(StrEnum):
    """What kind of value answers a question."""

    NONE = "none"
    ACTOR = "actor"
    NUMBER = "number"
    PLACE = "place"
    TIME = "time"
    TEXT = "text"


class Question(Controlled):
    """What an assertion is about."""

    OCCURRENCE = "occurrence", "Did it occur?", "Whether the incident took place."
    INITIATOR = "initiator", "Who initiated?", "Who acted first."
    RESPONSIBILITY = "responsibility", "Who is responsible?", "On whom the blame is put."
    KILLED = "killed", "Killed", "How many of a side and group were killed."
    WOUNDED = "wounded", "Wounded", "How many of a side and group were wounded."
    CAPTURED = "captured", "Captured", "How many of a side and group were captured."
    MISSING = "missing", "Missing", "How many of a side and group are missing."
    DISPLACED = "displaced", "Displaced", "How many of a side and group were displaced."
    VIOLATIONS = "violations", "Violations", "How many ceasefire violations a side committed."
    PROJECTILES = "projectiles", "Projectiles", "How many rounds or shells a side fired."
    PLACE = "place", "Where?", "The place as the claimant gives it."
    TIME = "time", "When?", "The time as the claimant gives it."
    WEAPON = "weapon", "With what weapon?", "The weapon as the claimant names it."
    MOTIVE = "motive", "Why?", "The reason that the claimant gives for the act."
    THREAT = "threat", "What is threatened?", "What the claimant announces, and on what condition."


NUMBER_QUESTIONS = frozenset(
    {
        Question.KILLED,
        Question.WOUNDED,
        Question.CAPTURED,
        Question.MISSING,
        Question.DISPLACED,
        Question.VIOLATIONS,
        Question.PROJECTILES,
    }
)

ACT_QUESTIONS = frozenset({Question.VIOLATIONS, Question.PROJECTILES})
"""Questions of how many that count what a side did, not whom of it something befell."""

VALUE_TYPES: dict[Question, ValueType] = {
    Question.OCCURRENCE: ValueType.NONE,
    Question.INITIATOR: ValueType.ACTOR,
    Question.RESPONSIBILITY: ValueType.ACTOR,
    **dict.fromkeys(sorted(NUMBER_QUESTIONS), ValueType.NUMBER),
    Question.PLACE: ValueType.PLACE,
    Question.TIME: ValueType.TIME,
    Question.WEAPON: ValueType.TEXT,
    Question.MOTIVE: ValueType.TEXT,
    Question.THREAT: ValueType.TEXT,
}
"""Which typed value answers each question."""


class Stance(Controlled):
    """A claimant's position on a question, after the official-position terms of HURIDOCS."""

    ASSERTS = "asserts", "says so", "Says that it is so."
    DENIES = "denies", "denies", "Denies the act: says that it is not so."
    ACKNOWLEDGES = (
        "acknowledges",
        "acknowledges, denies responsibility",
        "Accepts that the act took place but not the responsibility for it.",
    )
    OTHER_EXPLANATION = (
        "other_explanation",
        "gives another explanation",
        "Explains the same facts in another way.",
    )
    ACCEPTS = "accepts", "accepts responsibility", "Accepts the responsibility."
    WITHDRAWS = "withdraws", "withdraws", "Takes back what it said before."
    SILENT = "silent", "no statement found", "No statement was found by the date given."


class Group(Controlled):
    """Who was harmed."""

    MILITARY = "military", "military", "Members of armed or security forces."
    CIVILIAN = "civilian", "civilian", "Everybody else."
    UNKNOWN = "unknown", "status not given", "The source does not say."


class Outcome(Controlled):
    """What happened to people; the questions of the same names ask for it."""

    KILLED = "killed", "Killed", "Died, at once or of wounds."
    WOUNDED = "wounded", "Wounded", "Injured and alive."
    CAPTURED = "captured", "Captured", "Held by the other side."
    MISSING = "missing", "Missing", "Whereabouts unknown."
    DISPLACED = "displaced", "Displaced", "Left their homes."


class LinkRelation(Controlled):
    """How one claim answers another."""

    DENIES = "denies", "denies", "Says that what the other claims is not so."
    DISPUTES = "disputes", "disputes", "Contradicts a part or a figure of the other."
    CORROBORATES = "corroborates", "corroborates", "Says the same from an origin of its own."
    RESPONDS_TO = "responds_to", "responds to", "Answers without denying or confirming."
    CORRECTS = "corrects", "corrects", "Replaces an earlier statement of the same side."
    REPEATS = "repeats", "repeats", "Has its origin in the other: not a position of its own."


class ClaimMark(Controlled):
    """What came of a claim, as the other claims about its incident tell it. Marks are counted, never made a score."""

    ANSWERED = "answered", "answered", "Another claim denies, disputes or responds to it."
    CORRECTED = "corrected", "corrected by its own side", "A later claim of the same side corrects it."
    DENIED = "denied", "denied by another party", "A claim of another party denies it."
    CORROBORATED = (
        "corroborated",
        "corroborated from an independent origin",
        "A claim of another party says the same, of its own knowledge: it repeats no other claim.",
    )
    REPEATS = (
        "repeats",
        "only repeats another claim",
        "All that it says has its origin in another claim, which it repeats: no statement of its own.",
    )


class IncidentRelation(Controlled):
    """How one incident relates to another."""

    RETALIATION_FOR = "retaliation_for", "retaliation for", "Done because of the other."
    FOLLOWS = "follows", "follows", "Came after, in one course of events."
    PART_OF = "part_of", "part of", "Belongs to a larger incident."
    ESCALATION_OF = "escalation_of", "escalation of", "The other, made worse."
    SAME_AS = "same_as", "same as", "Another report of the same event."


class SourceKind(Controlled):
    """What a source is."""

    OFFICIAL = "official", "Official statement", "Published by the body that speaks."
    NEWS = "news", "News report", "Published by a news outlet."
    AGENCY = "agency", "News agency", "Published by an agency for outlets."
    NGO = "ngo", "NGO report", "Published by a non-governmental organisation."
    MONITOR = "monitor", "Monitor's report", "Published by a mission or monitor."
    DATASET = "dataset", "Dataset", "A row of a dataset."
    SOCIAL = "social", "Social media", "A post."
    OTHER = "other", "Other", "None of the others."


class Reliability(Controlled):
    """Reliability of a source: the first half of the Admiralty code (NATO STANAG 2511)."""

    A = "A", "A – completely reliable", "No doubt of authenticity, trustworthiness or competency."
    B = "B", "B – usually reliable", "Minor doubt; a history of valid information most of the time."
    C = "C", "C – fairly reliable", "Doubt; valid information in the past."
    D = "D", "D – not usually reliable", "Significant doubt; valid information at times."
    E = "E", "E – unreliable", "A history of invalid information."
    F = "F", "F – cannot be judged", "No basis to judge."


CREDIBILITY: dict[int, tuple[str, str]] = {
    1: ("1 – confirmed", "Confirmed by other independent sources; logical; consistent."),
    2: ("2 – probably true", "Not confirmed; logical; consistent with other information."),
    3: ("3 – possibly true", "Not confirmed; reasonably logical; agrees with some information."),
    4: ("4 – doubtful", "Not confirmed; possible but not logical."),
    5: ("5 – improbable", "Not confirmed; not logical; contradicted."),
    6: ("6 – cannot be judged", "No basis to judge."),
}
"""Credibility of an item of information: the second half of the Admiralty code, independent of the first."""

GRADES_ARE_INDEPENDENT = (
    "The two grades are independent of each other: a reliable source may carry an item that is improbable, and an "
    "unreliable source one that others confirm. “B2” reads: a source usually reliable, an item probably true."
)
"""How the halves of the Admiralty code stand to each other, for the codebook and the methodology."""


class Finding(Controlled):
    """What the record finds when it lays the parties' standing assertions side by side (docs/positions.md)."""

    CONTESTED = "contested", "contested", "Two parties say what cannot both be so."
    ACKNOWLEDGED = "acknowledged", "acknowledged by the accused", "The party that is accused accepts it."
    AGREED = "agreed", "agreed", "Two or more parties say the same."
    DENIED = "denied", "denied", "No party stands by it: it was denied, or withdrawn."
    ONE_SIDED = "one_sided", "one-sided", "Only one party, or only observers, say so; no party has denied it."


class State(Controlled):
    """Where the working copy stands. What the public sees is the open edition's status, not this."""

    DRAFT = "draft", "Draft", "Being written."
    SUBMITTED = "submitted", "Submitted", "Waiting for an editor."
    CHANGES_REQUESTED = "changes_requested", "Changes requested", "Sent back with a reason."
    REJECTED = "rejected", "Rejected", "Will not be published."
    IN_SYNC = "in_sync", "In sync", "Equal to the published edition."
    MERGED = "merged", "Merged", "Told under the ref of another incident, until the merge is undone."


class Verb(Controlled):
    """What moves an incident from one state to another."""

    SUBMIT = "submit", "Submit", "Ask an editor to publish."
    WITHDRAW = "withdraw", "Withdraw", "Take a submission back."
    REQUEST_CHANGES = "request_changes", "Request changes", "Send back with a reason."
    REJECT = "reject", "Reject", "Refuse with a reason."
    PUBLISH = "publish", "Publish", "Append an edition to the record."
    REOPEN = "reopen", "Reopen", "Edit what is in sync or was rejected."
    SETTLE = "settle", "Settle", "End a reopening that changes nothing in public."
    RETRACT = "retract", "Retract", "Append a retraction with its reason to the record."
    APPROVE = "approve", "Approve under embargo", "Let it be published, as it is, when its embargo ends."
    RESTORE = "restore", "Restore an edition", "Bring an earlier edition back, for another editor to publish."
    UNPUBLISH = "unpublish", "Emergency unpublish", "Take it back from the public at once, whatever its state."
    MERGE = "merge", "Merge", "Tell it under the ref of another incident, which gets what hangs on it."
    UNMERGE = "unmerge", "Undo the merge", "Tell it under its own ref again, with what was taken from it."


class EditionStatus(Controlled):
    """What an edition says of its incident."""

    PUBLISHED = "published", "Published", "The incident stands as the document says."
    RETRACTED = "retracted", "Retracted", "The incident was taken back; the document gives the reason."
    MERGED = "merged", "Merged", "The incident is told under another ref."


class LocationConfidentiality(Controlled):
    """How much of the position may become public."""

    PUBLIC = "public", "Public", "The position is published as entered."
    COARSE = (
        "coarse",
        "Coarser place only",
        "Only the coarser place chosen by the editor, with its precision code.",
    )
    WITHHELD = "withheld", "Withheld", "No position, only country and border section."


class ApprovalState(Controlled):
    """What became of an approval under embargo."""

    WAITING = "waiting", "Waiting", "For the embargo to end."
    PUBLISHED = "published", "Published", "It was published as it was approved."
    VOID = "void", "Void", "It counts no more; why is said with it."


class NoteState(Controlled):
    """Whether a review note still asks for something."""

    OPEN = "open", "Open", "Waits for an answer."
    RESOLVED = "resolved", "Resolved", "Answered."


class AccessFace(Controlled):
    """Where somebody saw what is confidential."""

    DESK = "desk", "The desk’s form", "The form of an incident."
    HISTORY = "history", "Edit history", "The edit history of an incident."
    ADMIN = "admin", "The admin’s form", "The editors’ form of an incident."
    REVIEW = "review", "Review page", "The page on which editors decide."
    API = "api", "Drafts API", "A draft, read by a program."
    COPY = "copy", "Copy of a source", "A kept copy was taken."
    AUDIT = "audit", "Audit log", "The audit log was read or exported."


class ReviewCheck(Controlled):
    """What an editor answers for before it becomes public, where it applies."""

    UNCITED = (
        "uncited",
        "Claim without a public source",
        "Readers would see the claim, and no source that reports it.",
    )
    UNCONFIRMED = (
        "unconfirmed",
        "Grade 1 without two independent origins",
        "Readers would see “confirmed”, and only one origin for it.",
    )
    EXACT_PLACE = (
        "exact_place",
        "Exact place of civilians",
        "Readers would see to the village or closer where civilians are, or were harmed.",
    )
    NO_LANGUAGE = (
        "no_language",
        "Quotation without its language",
        "Readers would see words, and not in which language they were said.",
    )
    UNTRANSLATED = (
        "untranslated",
        "Quotation without a translation",
        "Readers would see words in another language than English, and nothing of what they mean.",
    )


class EstimateBasis(Controlled):
    """What an estimate rests on."""

    CLAIMS = "claims", "Claims", "Weighs what the parties claim."
    COUNT = "count", "Independent count", "Counted by a body without a part in the incident."
    MODEL = "model", "Model", "Computed."


class Perspective(Controlled):
    """Whom one believes: the rule by which figures of killed and wounded are counted (docs/stats.md)."""

    ESTIMATES = (
        "estimates",
        "The record's estimates",
        "An estimate that was entered, or else the range of all standing claims.",
    )
    CLAIMS_OF = (
        "claims-of",
        "What one actor claims",
        "Only the standing figures of one actor and its subordinates, side by side. A denial is no figure.",
    )
    ACKNOWLEDGED = (
        "acknowledged",
        "What each side admits",
        "Only what each party itself gives as the losses of its own people; a party that gives none is unknown.",
    )
    MAXIMAL = (
        "maximal",
        "The most that is given",
        "For each side the highest number in the record's estimate and anybody's standing claims, open ends left out.",
    )
    MINIMAL = (
        "minimal",
        "The least that is given",
        "For each side the lowest number in the record's estimate and anybody's standing claims.",
    )


class CaptureOutcome(Controlled):
    """What became of a try to keep a copy of a source's address."""

    QUEUED = "queued", "Waiting", "Somebody asked for it, or the incident was submitted."
    STORED = "stored", "Kept", "A new copy is kept."
    UNCHANGED = "unchanged", "Unchanged", "The address still gives what is kept already."
    FAILED = "failed", "Failed", "It did not work; it is tried again, but not for ever."
    REFUSED = "refused", "Refused", "The address is not one that may be fetched; it is not tried again."


class CustodyAction(Controlled):
    """What happened to a kept copy: its chain of custody."""

    STORED = "stored", "Kept", "The copy was put into the store."
    SEEN_AGAIN = "seen_again", "Seen again", "The same content came once more."
    VIEWED = "viewed", "Viewed", "Somebody at the desk opened it."
    VERIFIED = "verified", "Verified", "The file was read and has the hash that was noted."
    DAMAGED = "damaged", "Damaged", "The file is missing, or its bytes are not the ones that were kept."
    LED = "led", "Led to another source", "Its source was found to be the same as another, or to be another after all."
