"""What of a form is kept while it is not saved, for whom, and how it comes back.

Every form carries a note, signed by the site, of whose it is (`keeper`). So what a page sends after its session ended
is still kept for the person who had the page, and for nobody else.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core import signing
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from incidents.desk import uploads
from incidents.desk.forms.identity import well_formed
from incidents.desk.merging import ASKED, CHOICE
from incidents.desk.operations import started_by
from incidents.errors import DomainError
from incidents.workbench import policies
from incidents.workbench.models import Incident, KeptForm
from incidents.workbench.operations.keeping import Typed, close_form, keep_form

if TYPE_CHECKING:
    from incidents.desk.page import EditPage

_SALT = "desk.keeper"
_LIFE = 14
"""Days for which a page may send after it was opened: as long as a session lasts."""

_OF_THE_PAGE = {
    "csrfmiddlewaretoken", "do", "add", "propose", "reuse", "section_near", "form", "revision", "keeper", "turn",
    "seen", "writer",
}  # fmt: skip
"""What a form sends that nobody typed."""


@dataclass(frozen=True)
class Keeper:
    """Whose form it is, which one, and of which incident (empty for a new one)."""

    person: int
    form_id: str
    ref: str


def sign(by: User, form_id: str, ref: str) -> str:
    """Return the note of whose form it is, for the page to send back."""
    return signing.Signer(salt=_SALT).sign_object([by.pk, form_id, ref, timezone.now().toordinal()])


def read(text: str) -> Keeper | None:
    """Return what a note says; None for one that this site did not sign, or too long ago."""
    try:
        *said, day = signing.Signer(salt=_SALT).unsign_object(text)
    except signing.BadSignature:
        return None
    return Keeper(*said) if timezone.now().toordinal() - day <= _LIFE else None


def browser_name(user: User) -> str:
    """Return what the browser knows a person by, beside what it keeps for them."""
    return salted_hmac("desk.browser.name", str(user.pk)).hexdigest()[:16]


def browser_key(user: User) -> str:
    """Return the key (256 bits, hexadecimal) that a person's pages lock up with what the browser keeps for them."""
    return salted_hmac("desk.browser.key", str(user.pk), algorithm="sha256").hexdigest()


def address_of(kept: KeptForm) -> str:
    """Return where a kept form is opened again."""
    page = reverse("desk:incident", args=[kept.incident.ref]) if kept.incident else reverse("desk:new")
    return f"{page}?{urlencode({'kept': kept.form_id})}"


def keep_sent(post: QueryDict, *, by: User, keeper: Keeper, **more: Any) -> KeptForm:
    """Keep what a page sent. Raises NotAllowed, NotKeptForm, and Incident.DoesNotExist for one that is hidden."""
    incident = Incident.objects.visible_to(by).get(ref=keeper.ref) if keeper.ref else started_by(keeper.form_id, by)
    typed = typed_in(post, keeper.form_id, by=by, **more)
    return keep_form(typed=typed, by=by, incident=incident)


def typed_in(post: MultiValueDict[str, Any], form_id: str, *, by: User, **more: Any) -> Typed:
    """Return what was typed into a form: its fields, and the files that came with it before."""
    fields, files = {}, {}
    for name in post:
        if name in _OF_THE_PAGE or name.startswith("propose-"):
            continue
        if name.endswith("-kept"):
            if told := uploads.told_by(str(post.get(name)), by=by):
                files[name.removesuffix("-kept")] = told
            continue
        fields[name] = [str(one).replace("\0", "\ufffd") for one in post.getlist(name)]
    turn, seen = (_number(post.get(name)) for name in ("turn", "seen"))
    writer = str(post.get("writer", ""))
    return Typed(
        form_id=form_id,
        revision=more.pop("revision", None) or _number(post.get("revision")) or 0,
        fields=fields,
        files=more.pop("files", {}) | files,
        turn=turn,
        seen=seen or 0,
        writer=writer if well_formed(writer) else "",
        **more,
    )


def keep_shown(post: QueryDict, page: "EditPage", *, by: User) -> None:
    """Keep what is shown again after it was sent and not saved; where that can't be, the page has it all the same."""
    told = (page.draft.data or MultiValueDict()).copy()
    for name in [name for name in told if name == ASKED or name.startswith(CHOICE)]:
        del told[name]
    for one in page.conflict.both if page.conflict else ():
        told.appendlist(ASKED, one.path)
        told[f"{CHOICE}{one.path}"] = one.chosen
    for name in ("turn", "seen", "writer"):
        told[name] = post.get(name, "")
    rows = page.draft.lists["sources"].rows
    files = {row.path: note for row in rows if row.sent and (note := uploads.told_by(row.sent.token, by=by))}
    incident = page.draft.incident
    try:
        typed = typed_in(told, page.form_id, by=by, revision=page.revision, files=files)
        keep_form(typed=typed, by=by, incident=incident if incident.ref else None)
    except DomainError:
        return


def close(post: QueryDict, form_id: str, *, by: User) -> None:
    """Forget what was kept of a form that was saved."""
    close_form(form_id=form_id, by=by, turn=_number(post.get("turn")))


def set_aside(post: QueryDict, files: uploads.Files, keeper: Keeper) -> KeptForm | None:
    """Keep what came without a session for the person whose page it was; None where that can't be.

    Nobody is signed in by it and nothing is shown: it only waits for that person.
    """
    person = User.objects.filter(pk=keeper.person, is_active=True).first()
    if person is None or not policies.may_create(person):
        return None
    try:
        return keep_sent(post, by=person, keeper=keeper, files=uploads.put_by(files, by=person), sent=True)
    except (DomainError, Incident.DoesNotExist):
        return None


def opened(form_id: str, *, by: User) -> KeptForm | None:
    """Return a person's own kept form."""
    if not well_formed(form_id):
        return None
    return KeptForm.objects.visible_to(by).open().select_related("incident").filter(form_id=form_id).first()


def data_of(kept: KeptForm) -> QueryDict:
    """Return what was typed, as a form sends it, with the notes that bring the uploaded files back."""
    found = QueryDict(mutable=True)
    for name, texts in kept.fields.items():
        found.setlist(name, texts)
    for path, told in kept.files.items():
        found[f"{path}-kept"] = uploads.token_for(told)
    return found


def _number(text: Any) -> int | None:
    found = str(text or "")
    return int(found) if found.isascii() and found.isdecimal() and len(found) < 10 else None  # noqa: PLR2004 - fits
