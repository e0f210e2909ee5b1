"""What stands in the addresses of the public faces."""

from django.urls import register_converter


class RefConverter:
    """Refs of incidents, also of imported ones."""

    regex = "[A-Za-z0-9][-A-Za-z0-9_.]{0,39}"

    def to_python(self, value: str) -> str:
        """Take it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Give it as it is."""
        return value


class CodeConverter(RefConverter):
    """Codes of places and ids of sources."""

    regex = "[-A-Za-z0-9_.:]{1,40}"


class VersionConverter(RefConverter):
    """Versions of releases."""

    regex = r"[0-9]{2}\.[0-9]+(?:-r[0-9]+)?"


class GedVersionConverter(RefConverter):
    """Versions of the record as GED: `live`, or a release's."""

    regex = "[-.0-9A-Za-z]{1,20}"


register_converter(RefConverter, "ref")
register_converter(CodeConverter, "code")
register_converter(VersionConverter, "version")
register_converter(GedVersionConverter, "gedversion")
