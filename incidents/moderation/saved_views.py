"""Views of the queue that editors keep under a name, for themselves or for all."""

from django.db import transaction

from accounts.models import User
from config.rest.signing import signed
from incidents.errors import NotAllowed
from incidents.moderation.filters import normal
from incidents.workbench import policies
from incidents.workbench.models import SavedView

MOST_VIEWS = 50
"""How many views one editor may keep."""

WHY = "view"


@transaction.atomic
def save_view(*, name: str, query: str, shared: bool, by: User) -> SavedView:
    """Keep filters and order under a name; a name that the editor has already is given to these instead.

    Raises NotAllowed, and BadQuery where the query asks for what there is not.
    """
    if not policies.may_review(by):
        raise NotAllowed("Only editors keep views of the queue.")
    name, query = _named(name), normal(query)
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)  # whoever keeps two at once keeps no 51st
    own = SavedView.objects.filter(owner=by)
    if not own.filter(name=name).exists() and own.count() >= MOST_VIEWS:
        raise NotAllowed(f"You keep {MOST_VIEWS} views already; delete one first.")
    with signed(by=by.pk, why=WHY):
        view, _ = SavedView.objects.update_or_create(owner=by, name=name, defaults={"query": query, "shared": shared})
    return view


@transaction.atomic
def change_view(*, view: SavedView, name: str, shared: bool, by: User) -> SavedView:
    """Rename one's own view, share it or keep it to oneself. Raises NotAllowed."""
    current = _own(view, by)
    name = _named(name)
    if SavedView.objects.filter(owner=by, name=name).exclude(pk=current.pk).exists():
        raise NotAllowed("You have a view of this name already.")
    current.name, current.shared = name, shared
    with signed(by=by.pk, why=WHY):
        current.save(update_fields=["name", "shared"])
    return current


@transaction.atomic
def delete_view(*, view: SavedView, by: User) -> None:
    """Forget one's own view. Raises NotAllowed."""
    current = _own(view, by)
    with signed(by=by.pk, why=WHY):
        current.delete()


def _own(view: SavedView, by: User) -> SavedView:
    current = SavedView.objects.select_for_update(of=("self",)).get(pk=view.pk)
    if current.owner_id != by.pk or not policies.may_review(by):
        raise NotAllowed("This view is somebody else’s.")
    return current


def _named(name: str) -> str:
    name = " ".join(name.replace("\0", "").split())
    longest = SavedView._meta.get_field("name").max_length or 0  # noqa: SLF001 - Django's documented API
    if not name:
        raise NotAllowed("Give the view a name.")
    if len(name) > longest:
        raise NotAllowed(f"A name has at most {longest} characters.")
    return name
