"""Remove named content from everything that is kept, by order of a court or for personal data."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from incidents.errors import DomainError
from incidents.publishing.expunge.operation import Done, expunge
from incidents.publishing.expunge.planning import make_plan
from incidents.publishing.expunge.targets import Order
from incidents.publishing.expunge.vacuum import statement, vacuum

_TARGETS = {
    "incident": "ref of an incident: all its editions and its whole working copy",
    "claim": "public id of a claim, with all that hangs on it",
    "source": "public id of a source, with its citations and copies",
    "capture": "SHA-256 of a copy of a source; editions name it by this hash alone, and stay",
    "text": "words, however they are written, in whatever row or edition",
}


class Command(BaseCommand):
    """Says what it would do; does it with --yes. The procedure around it is in docs/erasure.md."""

    help = "Expunge content from editions, workbench, history and files, leaving stubs with the reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is to go, why, and who answers for it."""
        for name, note in _TARGETS.items():
            parser.add_argument(f"--{name}", action="append", default=[], help=f"{note}; may be given several times")
        parser.add_argument("--reason", required=True, help="public, on every stub; must not repeat what is to go")
        parser.add_argument("--by", metavar="USERNAME", help="the administrator or editor who answers for it")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done (as without --yes)")
        parser.add_argument("--yes", action="store_true", help="do it")
        parser.add_argument(
            "--no-vacuum", action="store_true", help="leave the tables to be rewritten later; prints the statement"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan, and with --yes carry out, report, and rewrite the tables."""
        order = Order(options["reason"], *(tuple(options[name]) for name in _TARGETS))
        try:
            if options["dry_run"] or not options["yes"]:
                self._plan(order)
                return
            done = expunge(order=order, by=_person(options["by"]))
        except DomainError as error:
            raise CommandError(error.message) from error
        self._report(done)
        if options["no_vacuum"]:
            self.stdout.write(f"still to run, as the owner of the tables: {statement()}")
            self.stdout.write("run it once no transaction from before now is open: it keeps the rows that one may read")
            return
        stay = vacuum()
        for table in stay:
            self.stdout.write(f"STAYS: old rows in {table} that open transactions may read; run later: {statement()}")
        self.stdout.write("the other tables were rewritten" if stay else "the tables were rewritten")

    def _plan(self, order: Order) -> None:
        plan = make_plan(order)
        for line in plan.lines():
            self.stdout.write(line)
        self.stdout.write("nothing holds it" if plan.is_empty else "nothing was changed; --yes does it")

    def _report(self, done: Done) -> None:
        for line in done.plan.lines():
            self.stdout.write(line)
        what = f"expunction {done.expunction.pk}, " if done.expunction else ""
        self.stdout.write(f"done: {what}erasure {done.erasure.pk}")
        self.stdout.write("backups, replicas, exports handed out and releases: see docs/erasure.md")


def _person(name: str | None) -> User:
    if not name:
        raise CommandError("Say with --by who answers for it: the user name of an administrator or editor.")
    user = User.objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"There is no user {name}.")
    return user
