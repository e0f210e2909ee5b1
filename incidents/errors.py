"""Domain errors: what was refused, in words a person understands. They know nothing of HTTP."""


class DomainError(Exception):
    """Something that was asked for can't be done. `message` says what, and what would be allowed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(DomainError):
    """The person may not do this, or may not do it now."""


class Stale(DomainError):
    """What the person looked at has moved since. Nothing was written; `current` is the revision that stands."""

    def __init__(self, message: str, *, current: int) -> None:
        super().__init__(message)
        self.current = current


class MergedAway(NotAllowed):
    """The incident was merged: it is told, and edited, under the ref `into`."""

    def __init__(self, message: str, *, into: str) -> None:
        super().__init__(message)
        self.into = into


class Incomplete(DomainError):
    """A submission lacks something: `missing` maps the path of a field to what it lacks."""

    def __init__(self, message: str, *, missing: dict[str, list[str]]) -> None:
        super().__init__(message)
        self.missing = missing


class NotPublishable(DomainError):
    """The document can't become public as it is: `problems` says why, one line each."""

    def __init__(self, message: str, *, problems: list[str]) -> None:
        super().__init__(message)
        self.problems = problems


class Unrestorable(DomainError):
    """An earlier edition can't be brought back: `problems` names what it refers to and is gone, one line each."""

    def __init__(self, message: str, *, problems: list[str]) -> None:
        super().__init__(message)
        self.problems = problems


class Unanswered(NotPublishable):
    """An editor has to answer for something before it becomes public: `problems` says for what, one line each."""
