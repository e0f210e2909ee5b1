"""The sources of the demo record. Of those around Nerkin Hand only the outlet and the day are known, no address."""

from incidents.desk.demo.shape import Row, source_id

ARTICLE, ALPHANEWS, PRAVDA, ARMENIANCLUB, UA360, HYETERT, FORARMENIANS = range(1, 8)
NK_OBSERVER = {
    "https://nkobserver.com/archives/3240": 8,
    "https://nkobserver.com/?p=3344": 9,
    "https://nkobserver.com/archives/3578": 10,
    "https://nkobserver.com/archives/4821": 11,
}
"""Articles that compare what both sides counted; they carry no date."""


def _source(number: int, publisher: str, title: str = "", published_on: str = "", **more: str) -> Row:
    reason = more.pop("reliability_reason", "Not judged: entered for demonstration.")
    return {
        "id": source_id(number),
        "publisher": publisher,
        "title": title,
        "published_on": published_on,
        "language": "en",
        "kind": "news",
        "reliability": "F",
        "reliability_reason": reason,
        **more,
    }


_ALL = {
    ARTICLE: _source(
        ARTICLE,
        "The reporting outlet (unnamed)",
        "Two Armenian soldiers killed by Azerbaijani fire; post peace negotiations",
        reliability_reason="The copy names neither publisher nor author nor date; it gives weekdays only.",
    ),
    ALPHANEWS: _source(ALPHANEWS, "alphanews.am", published_on="2024-02-13"),
    PRAVDA: _source(PRAVDA, "english.pravda.ru", published_on="2024-02-13"),
    ARMENIANCLUB: _source(ARMENIANCLUB, "armenianclub.com", "Report by Eurasianet, copied", "2024-02-13"),
    UA360: _source(UA360, "360ua.news", published_on="2024-02-13"),
    HYETERT: _source(HYETERT, "hyetert.org", published_on="2024-02-15"),
    FORARMENIANS: _source(FORARMENIANS, "forarmenians.com"),
    **{number: _source(number, "nkobserver.com", url=url, kind="other") for url, number in NK_OBSERVER.items()},
}


def sources(*numbers: int) -> list[Row]:
    """Return some of the sources."""
    return [dict(_ALL[number]) for number in numbers]
