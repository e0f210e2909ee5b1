"""What a browser would send back from an admin form that it was shown."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self.form = self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = one.get("id", "")
        if not self.form.endswith("_form"):
            return
        if tag == "input" and one.get("type") not in ("submit", "button"):
            if one.get("type") != "checkbox" or "checked" in one:
                self.found[one.get("name", "")] = one.get("value", "on" if one.get("type") == "checkbox" else "")
        elif tag == "select":
            self.select = one.get("name", "")
            if "multiple" not in one:  # of several, none may be chosen
                self.found[self.select] = ""
        elif tag == "option" and "selected" in one and self.select:
            self.found[self.select] = one.get("value", "")
        elif tag == "textarea":
            self.textarea = one.get("name", "")
            self.found[self.textarea] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.found[self.textarea] = self.found[self.textarea].removeprefix("\n")
            self.textarea = ""
        elif tag == "form":
            self.form = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.found[self.textarea] += data


def fields(page: bytes) -> dict[str, str]:
    """Return the names and values of the admin's form on a page; templates for new rows included, as browsers do."""
    parser = _Fields()
    parser.feed(page.decode())
    parser.found.pop("csrfmiddlewaretoken", None)
    return parser.found
