"""Atom (RFC 4287), in pages (RFC 5005). Django's generator writes the XML; here is what it lacks."""

from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from django.utils.feedgenerator import Atom1Feed, SyndicationFeed

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
NEVER = datetime.fromisoformat("1970-01-01T00:00:00Z")
"""When a feed changed in which nothing was ever published: it has to say something."""
_XML_FORBIDS = {code: None for code in range(32) if chr(code) not in "\t\n\r"} | {0xFFFE: None, 0xFFFF: None}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. Its id is a permanent address, and never that of another."""

    id: str
    link: str
    title: str
    summary: str
    updated: datetime
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `link` is the page of the same list, `url` this page of the feed, `next` and `first` its others."""

    id: str
    title: str
    subtitle: str
    link: str
    url: str
    first: str
    next: str | None
    updated: datetime | None
    entries: list[Entry]


class PagedAtom(Atom1Feed):
    """Says when the record changed, not when the feed was asked for, and where further pages are."""

    def latest_post_date(self) -> datetime:
        """Return when the newest entry was published, and never the time of asking."""
        updated: datetime = self.feed["updated"]
        return updated

    def add_root_elements(self, handler: Any) -> None:
        """Add the links between pages."""
        super().add_root_elements(handler)
        for relation in ("first", "next"):
            if self.feed[relation]:
                handler.addQuickElement("link", "", {"rel": relation, "href": self.feed[relation]})


def written(told: Feed) -> bytes:
    """Return a feed as XML."""
    feed: SyndicationFeed = PagedAtom(
        title=_text(told.title),
        link=told.link,
        description="",
        subtitle=_text(told.subtitle),
        language="en",
        author_name="Counterclaim",
        feed_url=told.url,
        feed_guid=told.id,
        first=told.first,
        next=told.next,
        updated=told.updated or NEVER,
    )
    for entry in told.entries:
        feed.add_item(
            title=_text(entry.title),
            link=entry.link,
            description=_text(entry.summary),
            unique_id=entry.id,
            updateddate=entry.updated,
            pubdate=entry.updated,
            categories=entry.categories,
        )
    out = StringIO()
    feed.write(out, "utf-8")
    return out.getvalue().encode()


def _text(text: str) -> str:
    """Return text without the characters that XML has no way to write."""
    return text.translate(_XML_FORBIDS)
