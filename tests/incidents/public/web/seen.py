"""What a reader sees of a page."""

import re
from html import unescape

from django.test import Client


def seen(client: Client, path: str, section: str = "") -> str:
    """Return a page's words in one line; of one section, by its heading's id, where one is named."""
    page = client.get(path).content.decode()
    if section:
        opening = page.index(f'<section class="section" aria-labelledby="{section}">')
        page = page[opening : (page + '<section class="section"').index('<section class="section"', opening + 1)]
    return words(page)


def words(page: str) -> str:
    """Return the text of HTML in one line, with what images are called, as a reader by ear has it."""
    named = re.sub(r'<b role="img" title="([^"]*)">[^<]*</b>', r"[\1]", page)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", named))).strip()
