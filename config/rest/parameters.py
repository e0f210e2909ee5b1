"""What can be wrong with a query string, in words that every face (HTML page, problem+json) can show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one parameter. `allowed` lists what would do, where that can be listed."""

    field: str
    message: str
    allowed: tuple[str, ...] = ()


class BadParameter(ValueError):
    """A query string that can't be answered as it stands. Carries every fault; the first speaks for all."""

    def __init__(self, *faults: Fault) -> None:
        """Take at least one fault."""
        super().__init__("; ".join(f"{fault.field}: {fault.message}" for fault in faults))
        self.faults = faults

    @property
    def field(self) -> str:
        """Name of the first parameter at fault."""
        return self.faults[0].field

    @property
    def message(self) -> str:
        """What is wrong with it."""
        return self.faults[0].message

    @property
    def allowed(self) -> tuple[str, ...]:
        """What would do instead, where that can be listed."""
        return self.faults[0].allowed
