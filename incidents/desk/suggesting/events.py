"""Which parts of a text tell what happened, and which tell who said so, what was denied, or what was long before."""

import re

_EVENT = re.compile(
    r"\b(?:fir(?:e|ed|es|ing)|shots?|shoot\w*|shell(?:s|ed|ing)?|kill\w*|dead|died|deaths?|casualt\w+|wound\w*|injur\w*|"
    r"hurt|losses|lost|lives|attack\w*|assault\w*|clash\w*|fighting|battles?|skirmish\w*|explosion|explod\w*|blast|"
    r"mines?|sniper|strikes?|struck|drones?|bomb\w*|rockets?|missiles?|captur\w+|taken prisoner|prisoners?|missing|"
    r"abduct\w*|violat\w+|broke the ceasefire|incident|incursion|advanced|operation|crossed|destroyed|seized|"
    r"held the|retook|took control|provocation|patrol)\b"
    r"|(?:կրակ|զոհ|վիրավոր|հրետակոծ|գնդակոծ|խախտ|պայթ|հարձակ)"
    r"|(?:обстрел|огонь|огня|ранен|ранил|погиб|убит|взрыв|атак|наруш|стрел|удар)"
    r"|(?:atəş|əməliyyat|yaralan|həlak|itki|pozul|pozub|hücum|partlay|mina)",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(
    r"\b(?:since|following|until|ago|fall of|anniversary|as of|agreed|signed|began|begun|commenced)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_REPORTING = re.compile(
    r"\b(?:said|says|saying|(?<!were )(?<!was )reported|reports|announced|claimed|told|stated|declared|noted|added|"
    r"wrote|confirmed)\b(?: \w+){0,3}? ?(?:on |, )*$",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b[dm]isinformation\b|\b(?:is|are|was|were) (?:false|untrue|not true|a lie|lies|fake|fabricated)\b"
    r"|\b(?:den(?:y|ies|ied)|refut(?:e|es|ed)|reject(?:s|ed)?)\b|\bnothing of the kind\b"
    r"|\bdo(?:es)? not correspond\b"
    r"|\b(?:reports?|claims?|statements?|allegations?) that\b.*"
    r"\b(?:being (?:looked|checked|investigated)|not confirmed)\b",
    re.IGNORECASE | re.DOTALL,
)
_SUPERSEDED = re.compile(
    r"\bhad (?:earlier|previously|first|at first)\b|\b(?:earlier|initially) (?:reported|spoken|said)\b", re.IGNORECASE
)


def is_event(sentence: str) -> bool:
    """Tell whether a sentence tells of an act or of harm."""
    return _EVENT.search(sentence) is not None


def is_background(sentence: str, start: int) -> bool:
    """Tell whether what begins there is named only to say since when, or after what."""
    return _BACKGROUND.search(sentence[:start]) is not None


def is_reporting(sentence: str, start: int, end: int) -> bool:
    """Tell whether a day is the one on which something was said. "Reported on Tuesday that …" may well be both."""
    return _REPORTING.search(sentence[:start]) is not None and not re.match(" that ", sentence[end:])


def is_denied(sentence: str) -> bool:
    """Tell whether a sentence says that something is not so: its figures are another's."""
    return _DENIED.search(sentence) is not None


def is_superseded(sentence: str) -> bool:
    """Tell whether a sentence repeats what was said before and holds no longer."""
    return _SUPERSEDED.search(sentence) is not None
