"""What was sent for a copy of a source beside the source's own fields."""

from dataclasses import dataclass

from incidents.workbench.operations.captures import Added, KeptFile


@dataclass
class Sent:
    """A file that was chosen for a source, or the wish to have its address copied.

    `kept` is in the store already, and `token` brings it back with the form, because browsers don't send a file twice;
    `added` is what became of it when the form was saved.
    """

    name: str = ""
    kept: KeptFile | None = None
    token: str = ""
    problem: str = ""
    again: bool = False
    added: Added | None = None

    @property
    def has_file(self) -> bool:
        """Tell whether a file was chosen, right or wrong."""
        return self.kept is not None or bool(self.problem)
