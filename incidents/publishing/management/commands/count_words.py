"""Count the words of the record: what `did_you_mean` proposes, and what chooses how a search is carried out."""

from typing import Any

from django.core.management.base import BaseCommand

from incidents.publishing.counting import count_words


class Command(BaseCommand):
    """Counts and says how many words there are."""

    help = "Count the words of what stands now. Run it every night, and after an import."

    def handle(self, *args: Any, **options: Any) -> None:
        """Count."""
        self.stdout.write(f"{count_words()} words")
