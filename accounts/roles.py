"""The four roles. A role is a Django group of the same name; its permissions come from a migration."""

from enum import StrEnum


class Role(StrEnum):
    """What a signed-in person is here to do (DESIGN: workflow)."""

    ANALYST = "analyst"
    EDITOR = "editor"
    RESEARCHER = "researcher"
    ADMINISTRATOR = "administrator"
