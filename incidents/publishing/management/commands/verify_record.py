"""Recompute the record and report every difference."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from incidents.publishing.verify import Head, verify


class Command(BaseCommand):
    """Exits with 1 and names incident and edition of each fault; prints the head, which can be exported."""

    help = "Recompute digests, validities and derived rows of the whole record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a head exported before, and where to export this one."""
        parser.add_argument("--against", metavar="FILE", help="a head written by --export: must still be in the ledger")
        parser.add_argument("--export", metavar="FILE", help="write the head of the ledger, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, report, and export the head only of a sound record."""
        expected = _read(options["against"]) if options["against"] else None
        report = verify(expected=expected)
        for line in report.expunged:
            self.stdout.write(f"expunged: {line}")
        for line in report.faults:
            self.stderr.write(line)
        if report.faults:
            raise CommandError(f"{len(report.faults)} faults in {report.head.seq} editions")
        if options["export"]:
            head = {"seq": report.head.seq, "digest": report.head.digest}
            Path(options["export"]).write_text(json.dumps(head) + "\n", encoding="utf-8")
        self.stdout.write(f"{report.head.seq} editions verified; head {report.head.digest}")


def _read(name: str) -> Head:
    try:
        content = json.loads(Path(name).read_text(encoding="utf-8"))
        return Head(int(content["seq"]), str(content["digest"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{name} is not an exported head: {error}") from error
