"""What people decide about their own account."""

from django.db import transaction

from accounts.models import User


@transaction.atomic
def wish_digest(*, by: User, wants: bool) -> User:
    """Have a person mailed the weekly digest, or not."""
    by.wants_digest = wants
    by.save(update_fields=["wants_digest"])
    return by
