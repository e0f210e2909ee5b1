"""Remember that two incidents, or two sources, which look alike are not the same, and take that back."""

from django.db import models, transaction

from accounts.models import User
from config.rest.signing import signed
from incidents.errors import NotAllowed
from incidents.workbench import policies
from incidents.workbench.models import Distinction


@transaction.atomic
def tell_apart(*, ref: str, other: str, by: User) -> Distinction:
    """Note that two incidents, or two sources, are not the same; noting it twice is noting it once. Raises NotAllowed.

    Whether the person may see both is for the caller to ask: one of them may be in the record alone.
    """
    first, second = _in_order(ref, other, by)
    with signed(by=by.pk, why="not the same"):
        found, _ = Distinction.objects.get_or_create(first=first, second=second, defaults={"made_by": by})
    return found


@transaction.atomic
def take_back(*, ref: str, other: str, by: User) -> bool:
    """Forget that two were told apart; tell whether they were. The history keeps it. Raises NotAllowed."""
    first, second = _in_order(ref, other, by)
    with signed(by=by.pk, why="may be the same after all"):
        gone, _ = Distinction.objects.filter(first=first, second=second).delete()
    return gone > 0


def told_apart(ref: str) -> set[str]:
    """Return the refs of the incidents that an incident was told apart from."""
    pairs = Distinction.objects.filter(models.Q(first=ref) | models.Q(second=ref)).values_list("first", "second")
    return {other for pair in pairs for other in pair if other != ref}


def _in_order(ref: str, other: str, by: User) -> tuple[str, str]:
    if not policies.may_create(by):
        raise NotAllowed("Only analysts and editors note that two are not the same.")
    if ref == other:
        raise NotAllowed(f"{ref} is the same as itself.")
    first, second = sorted((ref, other))
    return first, second
