"""What is wrong with a filter, in words for the person who wrote it."""


class Refused(ValueError):
    """A filter that can't be answered: unreadable, unsupported, or of the wrong type. `allowed` lists what would do."""

    def __init__(self, message: str, allowed: tuple[str, ...] = ()) -> None:
        """Take the message, which goes on from the parameter's name: “is …”, “has …”."""
        super().__init__(message)
        self.message = message
        self.allowed = allowed
