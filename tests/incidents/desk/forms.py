"""What a browser without JavaScript would send of the desk's form."""

import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from incidents.workbench.models import Incident

Fields = dict[str, list[str]]
NEW = "/desk/incidents/new/"


class _Form(HTMLParser):
    """Collects the controls of the form with the id `draft`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: Fields = {}
        self._inside = False
        self._select = ""
        self._first: str | None = None
        self._text: str | None = None
        self._buffer = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self._inside = given.get("id") == "draft"
        if not self._inside:
            return
        if tag == "input" and name:
            box = given.get("type") in ("checkbox", "radio")
            if not box or "checked" in given:
                self.fields.setdefault(name, []).append(given.get("value", "on" if box else ""))
        elif tag == "select":
            self._select, self._first = name, None
        elif tag == "option" and self._select:
            if self._first is None:
                self._first = given["value"]
            if "selected" in given:
                self.fields.setdefault(self._select, []).append(given["value"])
        elif tag == "textarea":
            self._text, self._buffer = name, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "select" and self._select:
            if self._select not in self.fields and self._first is not None:
                self.fields[self._select] = [self._first]
            self._select = ""
        if tag == "textarea" and self._text is not None:
            self.fields[self._text] = [self._buffer.removeprefix("\n")]
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._buffer += data


def sent(response: Any, **changed: str) -> Fields:
    """Return what the page's form would send, with some fields changed (`__` stands for `-`)."""
    form = _Form()
    form.feed(response.content.decode())
    fields = {name: list(values) for name, values in form.fields.items()}
    fields.pop("csrfmiddlewaretoken", None)
    for name, value in changed.items():
        fields[name.replace("__", "-")] = [value]
    return fields


def text(response: Any) -> str:
    """Return the page."""
    decoded: str = response.content.decode()
    return decoded


def cited(form: Fields) -> Fields:
    """Let the claim cite the source."""
    return form | {"claims-0-citations-0-source": form["sources-0-id"]}


def saved(desk: Client, form: Fields, at: str = NEW, *, do: str = "save") -> Incident:
    """Send a form that is right; return the incident."""
    answer: Any = desk.post(at, form | {"do": [do]})
    assert answer.status_code == 302, re.findall(r'(?s)<div class="error-summary".*?</div>', text(answer))
    return Incident.objects.for_detail().get(ref=answer["Location"].split("/")[-2])


def address(incident: Incident) -> str:
    """Return where an incident is edited."""
    return f"/desk/incidents/{incident.ref}/"
