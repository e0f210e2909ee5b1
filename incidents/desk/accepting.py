"""Enters one accepted suggestion into the form's data, and says in words where it went."""

from incidents.desk.forms.filling import add_row, cite, numbers_at, says_nothing
from incidents.desk.forms.kinds import DELETE, IDENTITY
from incidents.desk.forms.rows import Data
from incidents.desk.suggesting.actors import ActorSuggestion
from incidents.desk.suggesting.counts import FigureSuggestion
from incidents.desk.suggesting.dates import DateSuggestion
from incidents.desk.suggesting.places import PlaceSuggestion
from incidents.desk.suggestions import ACCEPTED, PUBLISHED, SOURCE, Suggestion, in_words


def accept(data: Data, one: Suggestion) -> str:
    """Enter a suggestion. Fields that can hold one value take it; everything else becomes a row."""
    match one.found:
        case DateSuggestion():
            where = _date(data, one.found)
        case PlaceSuggestion():
            where = _place(data, one.found)
        case ActorSuggestion():
            where = _claimant(data, one.found) if one.key.startswith("claimant:") else _involved(data, one.found)
        case FigureSuggestion():
            where = _figure(data, one.found)
    data.setlist(ACCEPTED, [*data.getlist(ACCEPTED), one.key])
    return f"Entered {where}: {one.label}. It is saved when you save."


def _date(data: Data, found: DateSuggestion) -> str:
    data["earliest"], data["latest"] = str(found.earliest), str(found.latest)
    data["date_precision"] = found.precision.value
    if found.start_time:
        data["start_time"] = f"{found.start_time:%H:%M}"
        data["end_time"] = f"{found.end_time:%H:%M}" if found.end_time else ""
    if "when" in data:  # the line that stands for these fields; untouched, it follows them, hours that stay included
        data["when"] = data["when_was"] = in_words(found)
    return "under When"


def _place(data: Data, found: PlaceSuggestion) -> str:
    data["place"] = found.place.words
    data["place_precision"] = data.get("place_precision") or str(found.precision)
    return "under Where"


def _involved(data: Data, found: ActorSuggestion) -> str:
    role = found.role.value if found.role else ""
    add_row(data, "involvements", actor=found.actor.name, role=role)
    return "under Who" if role else "under Who, where its role is still to be chosen"


def _claimant(data: Data, found: ActorSuggestion) -> str:
    row = _new_claim(data, found.actor.name)
    return f"as claim {_ordinal(data, row)}, whose statement is still to be written"


def _figure(data: Data, found: FigureSuggestion) -> str:
    claimant = found.claimant.name if found.claimant else ""
    row = _claim_by(data, claimant, found.claimant.slug if found.claimant else "") or _new_claim(data, claimant)
    values = {
        "question": found.question.value,
        "side": found.side.name if found.side else "",
        "group": found.group,
        "low": str(found.low),
        "high": "" if found.high is None else str(found.high),
        "wording": found.wording,
    }
    add_row(data, f"{row}-assertions", **values)
    return f"in claim {_ordinal(data, row)}"


def _claim_by(data: Data, name: str, slug: str) -> str:
    """Return the path of the last claim by an actor; where nobody is named, of the only claim that there is."""
    told = [
        row
        for number in numbers_at(data, "claims")
        if not says_nothing(data, row := f"claims-{number}") and not data.get(f"{row}-{DELETE}")
    ]
    if name:
        told = [row for row in told if data.get(f"{row}-claimant", "").strip() in (name, slug)]
    elif len(told) != 1:
        told = [row for row in told if not data.get(f"{row}-claimant", "").strip()]
    return told[-1] if told else ""


def _new_claim(data: Data, claimant: str) -> str:
    """Enter a claim, made on the day of publication and cited from the text's source, as far as these are known."""
    row = add_row(data, "claims", claimant=claimant)
    data[f"{row}-made_on"] = data.get(f"{row}-made_on") or data.get(PUBLISHED, "")
    source = data.get(SOURCE, "")
    if source in {data.get(f"sources-{number}-{IDENTITY}") for number in numbers_at(data, "sources")} - {""}:
        cite(data, row, source)
    return row


def _ordinal(data: Data, row: str) -> int:
    """Return the number that the page shows beside a claim."""
    return numbers_at(data, "claims").index(int(row.rpartition("-")[2])) + 1
