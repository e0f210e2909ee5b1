"""`manage.py transition`: take a step of the workflow in somebody's name, by the same rules as everywhere."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from accounts.models import User
from incidents.errors import DomainError
from incidents.moderation.decisions import DecisionForm, decide
from incidents.moderation.hindrances import sensible_verbs
from incidents.moderation.refusals import in_words
from incidents.publishing.operations import preview
from incidents.vocabulary import Verb
from incidents.workbench.models import Incident


class Command(BaseCommand):
    """Take one step, or without a verb say which are open, with the revision and digest that publishing takes."""

    help = (
        "Take a step of the workflow on an incident, in the name of a person who may. Without a step: which are open."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what, by whom, why, and for some steps on what exactly."""
        parser.add_argument("ref", help="the incident, as CC-2026-00017")
        parser.add_argument("verb", nargs="?", choices=Verb.codes(), metavar="step", help=", ".join(Verb.codes()))
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who answers for it")
        parser.add_argument("--reason", default="", help="some steps need one")
        parser.add_argument("--revision", type=int, help="the revision that was looked at; publish and approve need it")
        parser.add_argument("--digest", default="", metavar="SHA256", help="of the body that was previewed; likewise")
        parser.add_argument("--into", default="", metavar="REF", help="the incident to merge into")
        parser.add_argument("--into-revision", type=int, help="the revision of it that was looked at")
        parser.add_argument("--edition", type=int, metavar="N", help="the edition to restore")

    def handle(self, *_args: Any, ref: str, verb: str | None, by: str, **options: Any) -> None:
        """Take the step; what is refused is said in the words of every other road, with status 1."""
        user = User.objects.filter(username=by).first()
        if user is None:
            raise CommandError(f"There is no user {by}.")
        incident = Incident.objects.visible_to(user).filter(ref=ref).first()
        if incident is None:
            raise CommandError(f"There is no incident {ref}.")
        if verb is None:
            self._show(incident, user)
            return
        try:
            step = decide(incident=incident, by=user, decision=_read(verb, options))
        except DomainError as refused:
            raise CommandError(in_words(refused)) from refused
        ledger = f", ledger no. {step.edition_seq}" if step.edition_seq else ""
        self.stdout.write(f"{ref}: {verb}, {step.source_state} → {step.target_state}, revision {step.revision}{ledger}")

    def _show(self, incident: Incident, user: User) -> None:
        now = preview(incident)
        self.stdout.write(f"{incident.ref} is {incident.state}, revision {now.revision}, digest {now.body_sha256}")
        for line in now.problems:
            self.stdout.write(f"in the way: {line}")
        open_ = ", ".join(verb.value for verb in sensible_verbs(incident, user, now)) or "none"
        self.stdout.write(f"steps open to {user}: {open_}")


def _read(verb: str, options: dict[str, Any]) -> DecisionForm:
    """Return the step that was typed. Raises CommandError for what can't be one."""
    names = ("reason", "revision", "edition", "into", "into_revision")
    form = DecisionForm({"verb": verb, "body_sha256": options["digest"], **{name: options[name] for name in names}})
    if not form.is_valid():
        raise CommandError(" ".join(f"--{name.replace('_', '-')}: {told[0]}" for name, told in form.errors.items()))
    return form
