"""`manage.py load_demo`: the people of the demo and the acceptance case, published."""

import secrets
from typing import Any

from django.contrib.auth.models import Group
from django.core.management import BaseCommand, CommandError, call_command
from django.db import transaction

from accounts.models import APIToken, User
from accounts.operations.invite import know_address
from accounts.roles import Role
from incidents.desk.demo.loading import load_incidents
from incidents.errors import DomainError

PEOPLE = (
    ("anna", Role.ANALYST),
    ("edith", Role.EDITOR),
    ("rufat", Role.RESEARCHER),
    ("admin", Role.ADMINISTRATOR),
)
STAFF = (Role.EDITOR, Role.ADMINISTRATOR)


class Command(BaseCommand):
    """Load what is missing; change nothing that is there."""

    help = (
        "Load the demo record: four people with one-time passwords, a researcher's token, incidents and period totals."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load reference data, people and incidents. Run it as often as you like."""
        call_command("load_reference", stdout=self.stdout)
        made = [self._person(name, role) for name, role in PEOPLE]
        if not any(made):
            self.stdout.write("The demo's people are there already. A new password: manage.py changepassword anna")
        people = {name: User.objects.get(username=name) for name, _ in PEOPLE}
        try:
            for line in load_incidents(analyst=people["anna"], editor=people["edith"]):
                self.stdout.write(f"Published {line}")
        except DomainError as error:
            raise CommandError(error.message) from error

    @transaction.atomic
    def _person(self, name: str, role: Role) -> bool:
        """Make a person with a password, and a token for a researcher; tell whether that was needed."""
        if User.objects.filter(username=name).exists():
            return False
        password = secrets.token_urlsafe(12)
        user = User.objects.create_user(
            name, email=f"{name}@counterclaim.example", password=password, is_staff=role in STAFF
        )
        user.groups.add(Group.objects.get(name=role))
        know_address(user)
        self.stdout.write(f"{role.capitalize()} {name}, password {password}")
        if role == Role.RESEARCHER:
            _, token = APIToken.objects.create(user=user, name="demo", scope=APIToken.Scope.READ)
            self.stdout.write(f"{name}'s API token: {token}")
        return True
