"""The rules one by one, on sentences made for them."""

from datetime import date, time

import pytest

from incidents.desk.suggesting.inflection import spellings
from incidents.desk.suggesting.lexicon import KnownActor, KnownPlace, Lexicon
from incidents.desk.suggesting.numbers import number_of
from incidents.desk.suggesting.reading import Reading, read
from incidents.desk.suggesting.texts import language_of, sentences
from incidents.vocabulary import ActorKind, DatePrecision, InvolvementRole, PlaceKind

PUBLISHED = date(2024, 2, 14)  # a Wednesday


@pytest.fixture
def lexicon() -> Lexicon:
    """Know two states with their forces, and some places, two of them namesakes."""
    known = Lexicon()
    for country, name, adjective in (("ARM", "Armenia", "Հայաստան"), ("AZE", "Azerbaijan", "Azərbaycan")):
        slug = name.lower()
        known.add_actor(KnownActor(slug, name, ActorKind.STATE, country), [adjective])
        forces = KnownActor(f"{slug}-forces", f"Armed Forces of {name}", ActorKind.ARMED_FORCES, country)
        known.add_actor(forces, [])
        ministry = KnownActor(f"{slug}-mod", f"Ministry of Defence of {name}", ActorKind.GOVERNMENT_BODY, country)
        known.add_actor(ministry, [])
    service = KnownActor("service", "State Border Service of Azerbaijan", ActorKind.SECURITY_SERVICE, "AZE")
    known.add_actor(service, ["Dövlət Sərhəd Xidməti"])
    for spelling, place in (
        ("Sotk", KnownPlace("t:sotk", "Sotk [t:sotk]", latitude=40.2, longitude=45.87)),
        ("Martuni", KnownPlace("t:far", "Martuni [t:far]", latitude=40.1, longitude=45.3, population=9000)),
        ("Martuni", KnownPlace("t:near", "Martuni [t:near]", latitude=39.8, longitude=47.1)),
        ("Askeran", KnownPlace("t:askeran", "Askeran [t:askeran]", latitude=39.9, longitude=46.8)),
        ("Tovuz", KnownPlace("t:tovuz", "Tovuz [t:tovuz]")),
        ("Tovuz", KnownPlace("t:district", "Tovuz [t:district]", kind=PlaceKind.DISTRICT)),
        ("Baku", KnownPlace("gn:587084", "Baku [gn:587084]")),
    ):
        known.add_place(spelling, place)
    return known


def days(text: str, lexicon: Lexicon) -> list[tuple[date, date]]:
    return [(one.earliest, one.latest) for one in read(text, lexicon, published=PUBLISHED).dates]


def figures(text: str, lexicon: Lexicon) -> list[tuple[str, str, str, int, int | None]]:
    return [
        (one.question.value, one.side.slug if one.side else "", one.group, one.low, one.high)
        for one in read(text, lexicon).figures
    ]


def places(text: str, lexicon: Lexicon) -> list[str]:
    return [one.place.code for one in read(text, lexicon).places]


def actors(text: str, lexicon: Lexicon) -> list[str]:
    return [one.actor.slug for one in read(text, lexicon).actors]


DAYS = [
    ("Shots were fired on 13 February 2024.", (2024, 2, 13), (2024, 2, 13)),
    ("Shots were fired on February 13, 2024.", (2024, 2, 13), (2024, 2, 13)),
    ("Shots were fired on 2024-02-13.", (2024, 2, 13), (2024, 2, 13)),
    ("Shots were fired on 13.02.2024.", (2024, 2, 13), (2024, 2, 13)),
    ("Shots were fired on 13 Feb.", (2024, 2, 13), (2024, 2, 13)),
    ("Shots were fired on 30 December.", (2023, 12, 30), (2023, 12, 30)),
    ("Shots were fired on Monday.", (2024, 2, 12), (2024, 2, 12)),
    ("Shots were fired on Wednesday.", (2024, 2, 14), (2024, 2, 14)),
    ("Shots were fired yesterday.", (2024, 2, 13), (2024, 2, 13)),
    ("Shots were fired between 12 and 13 February.", (2024, 2, 12), (2024, 2, 13)),
    ("Shots were fired from 28 December to 2 January 2024.", (2023, 12, 28), (2024, 1, 2)),
    ("The ceasefire was violated in March 2019.", (2019, 3, 1), (2019, 3, 31)),
    ("The ceasefire was violated in the third quarter of 2019.", (2019, 7, 1), (2019, 9, 30)),
    ("Կրակոցներ են եղել 2024 թվականի փետրվարի 13-ին։", (2024, 2, 13), (2024, 2, 13)),
    ("13 февраля 2024 года открыт огонь.", (2024, 2, 13), (2024, 2, 13)),
    ("13 fevral 2024-cü ildə atəş açılıb, mövqelər vurulub.", (2024, 2, 13), (2024, 2, 13)),
]


@pytest.mark.parametrize(("text", "first", "last"), DAYS)
def test_a_day_is_read(lexicon: Lexicon, text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert days(text, lexicon) == [(date(*first), date(*last))]


@pytest.mark.parametrize(
    "text",
    [
        "The ministry said on 13 February 2024 that nothing had changed.",
        "Two soldiers were killed, the ministry said on 13 February 2024.",
        "Fire has been rare since 19 September 2023.",
        "Talks will be held on 13 February 2024.",
        "Shots were fired on 31 February 2024.",
        "Shots were fired at 13:02.",
    ],
)
def test_other_days_are_left_out(lexicon: Lexicon, text: str) -> None:
    assert days(text, lexicon) == []


def test_without_a_day_of_publication_nothing_is_guessed(lexicon: Lexicon) -> None:
    assert read("Shots were fired on Monday, and again on 13 February.", lexicon).dates == []


def test_times_and_precision(lexicon: Lexicon) -> None:
    found = read("From 20:50 to 21:05 on 12 February 2024 shots were fired.", lexicon).dates[0]
    assert (found.start_time, found.end_time, found.precision) == (time(20, 50), time(21, 5), DatePrecision.DAY)
    week = read("Shots were fired from 17 to 23 March 2019.", lexicon).dates[0]
    assert (week.precision, week.start_time) == (DatePrecision.WEEK, None)


NUMBERS = [
    ("two", 2, 2, ""),
    ("twenty-one", 21, 21, ""),
    ("2,945", 2945, 2945, ""),
    ("several", 2, None, "several"),
    ("about 180", 180, 180, "about 180"),
    ("at least 30", 30, None, "at least 30"),
    ("more than 1,900", 1900, None, "more than 1,900"),
    ("up to three", 0, 3, "up to three"),
    ("four or five", 4, 5, ""),
    ("between 4 and 6", 4, 6, ""),
    ("dozens", 24, None, "dozens"),
]


@pytest.mark.parametrize(("text", "low", "high", "wording"), NUMBERS)
def test_a_number_keeps_what_it_leaves_open(text: str, low: int, high: int | None, wording: str) -> None:
    found = number_of(text)
    assert found is not None
    assert (found.low, found.high, found.wording) == (low, high, wording)


def test_a_number_out_of_all_proportion_is_none() -> None:
    assert number_of("99,999,999,999") is None
    assert number_of("six to two") is None


FORCES = "armenia-forces"
FIGURES = [
    ("Two Armenian soldiers were killed.", [("killed", FORCES, "military", 2, 2)]),
    ("An Armenian soldier died of his wounds.", [("killed", FORCES, "military", 1, 1)]),
    ("Fire wounded three Armenian servicemen.", [("wounded", FORCES, "military", 3, 3)]),
    ("Four people were killed and a child was injured.",
     [("killed", "", "unknown", 4, 4), ("wounded", "", "civilian", 1, 1)]),
    ("Two Armenian civilians were killed.", [("killed", "armenia", "civilian", 2, 2)]),
    ("The Ministry of Defence of Armenia said two of its soldiers were killed and several others wounded.",
     [("killed", FORCES, "military", 2, 2), ("wounded", FORCES, "military", 2, None)]),
    ("One Azerbaijani border guard was wounded.", [("wounded", "service", "military", 1, 1)]),
    ("Two soldiers of Armenia were captured and one is missing.",
     [("captured", FORCES, "military", 2, 2), ("missing", FORCES, "military", 1, 1)]),
    ("There were no casualties among the civilians.",
     [("killed", "", "civilian", 0, 0), ("wounded", "", "civilian", 0, 0)]),
    ("No one was killed.", [("killed", "", "unknown", 0, 0)]),
    ("Armenian forces violated the ceasefire 30 times and fired 400 rounds.",
     [("violations", FORCES, "", 30, 30), ("projectiles", FORCES, "", 400, 400)]),
    ("Nine 60 mm mortar shells were fired by Azerbaijani forces.", [("projectiles", "azerbaijan-forces", "", 9, 9)]),
    ("Twenty soldiers were killed or wounded.", []),
    ("Armenia denied that two of its soldiers were killed.", []),
    ("The report that three soldiers were killed is false.", []),
    ("Two soldiers were on leave. The patrol lost its way in 2019.", []),
    ("Shots were heard 13 times; 60 km away a mine exploded at 05:30.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_a_figure_is_read(lexicon: Lexicon, text: str, expected: list[tuple[str, str, str, int, int | None]]) -> None:
    assert figures(text, lexicon) == expected


OTHER_LANGUAGES = [
    ("Զոհվել է երկու զինծառայող, ևս մի քանիսը վիրավորվել են։",
     [("killed", "", "military", 2, 2), ("wounded", "", "military", 2, None)]),
    ("Առնվազն 15 հայ զինծառայող գերեվարվել է։", [("captured", FORCES, "military", 15, None)]),
    ("Կրակոցներից երեք քաղաքացիական անձ վիրավորվել է։", [("wounded", "", "civilian", 3, 3)]),
    ("Հայկական կողմում զոհեր չկան։", [("killed", "", "unknown", 0, 0)]),
    ("Հաղորդագրությունը, թե երկու զինծառայող զոհվել է, չի համապատասխանում իրականությանը։", []),
    ("Погибли двое армянских военнослужащих, не менее пяти ранены.",
     [("killed", FORCES, "military", 2, 2), ("wounded", FORCES, "military", 5, None)]),
    ("Погибли трое мирных жителей и около 20 человек ранены.",
     [("killed", "", "civilian", 3, 3), ("wounded", "", "civilian", 20, 20)]),
    ("Убиты и ранены до 10 солдат.", []),
    ("До трёх солдат пропали без вести.", [("missing", "", "military", 0, 3)]),
    ("Пострадавших среди мирных жителей нет.",
     [("killed", "", "civilian", 0, 0), ("wounded", "", "civilian", 0, 0)]),
    ("Заявление о том, что двое солдат погибли, не соответствует действительности.", []),
    ("Двое солдат были в отпуске, 13 февраля стреляли 5 раз.", []),
    ("İki əsgər həlak olub, bir neçə nəfər yaralanıb.",
     [("killed", "", "military", 2, 2), ("wounded", "", "military", 2, None)]),
    ("70-dən çox mülki şəxs yaralanıb və üç nəfər əsir götürülüb.",
     [("wounded", "", "civilian", 70, None), ("captured", "", "civilian", 3, 3)]),
    ("On iki nəfər erməni hərbçisi öldürülüb.", [("killed", FORCES, "military", 12, 12)]),
    ("Dövlət Sərhəd Xidməti: atəş nəticəsində iki sərhədçi yaralanıb.", [("wounded", "service", "military", 2, 2)]),
    ("İki əsgərin həlak olması barədə məlumat yalandır.", []),
    ("Mövqelərimiz atəşə tutulub. İtki yoxdur.", [("killed", "", "unknown", 0, 0), ("wounded", "", "unknown", 0, 0)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), OTHER_LANGUAGES)
def test_a_figure_is_read_in_other_languages(
    lexicon: Lexicon, text: str, expected: list[tuple[str, str, str, int, int | None]]
) -> None:
    assert sorted(figures(text, lexicon)) == sorted(expected)


def test_a_figure_names_who_says_it(lexicon: Lexicon) -> None:
    found = read("Two soldiers were killed, the Ministry of Defence of Armenia said.", lexicon).figures[0]
    assert found.claimant is not None
    assert found.claimant.slug == "armenia-mod"
    assert found.phrase.text == "Two soldiers were killed"


def test_namesakes_are_told_apart_by_their_neighbours(lexicon: Lexicon) -> None:
    reading = read("Clashes were reported in the districts of Askeran and Martuni.", lexicon)
    assert [one.place.code for one in reading.places] == ["t:askeran", "t:near"]
    assert [one.code for one in reading.places[1].others] == ["t:far"]
    assert places("A soldier was killed near Martuni.", lexicon) == ["t:far"]


def test_a_place_needs_a_word_that_says_so(lexicon: Lexicon) -> None:
    assert places("Shots were fired near the village of Sotk.", lexicon) == ["t:sotk"]
    assert places("Shots were fired in the Sotk direction.", lexicon) == ["t:sotk"]
    assert places("Sotk has a mine. The talks near Sotk went well.", lexicon) == []
    assert places("Fire was opened, officials in Baku said.", lexicon) == []
    assert places("Shots were fired near Baku.", lexicon) == ["gn:587084"]


def test_the_most_exact_place_counts(lexicon: Lexicon) -> None:
    assert places("Shots were fired in the Tovuz district.", lexicon) == ["t:district"]
    assert places("Shots were fired near Sotk, Tovuz district.", lexicon) == ["t:sotk"]


def test_a_state_counts_where_it_acts(lexicon: Lexicon) -> None:
    assert actors("Armenia said so on the border of Azerbaijan.", lexicon) == ["armenia"]
    assert actors("The dispute between Armenia and Azerbaijan goes on.", lexicon) == []


def test_what_belongs_to_a_state_is_named_in_many_ways(lexicon: Lexicon) -> None:
    for words in (
        "Armenia’s Defence Ministry",
        "the Armenian Ministry of Defense",
        "the Ministry of Defence of Armenia",
    ):
        assert actors(f"Nothing happened, {words} said.", lexicon) == ["armenia-mod"], words
    assert actors("Azerbaijani troops and Armenian snipers were seen.", lexicon) == ["azerbaijan-forces", FORCES]
    assert actors("Dövlət Sərhəd Xidmətinin bəyanatında deyilir.", lexicon) == ["service"]


def test_what_an_actor_does_gives_its_part(lexicon: Lexicon) -> None:
    one, other = read("Azerbaijani forces opened fire, and two Armenian soldiers were killed.", lexicon).actors
    assert (one.role, other.role) == (InvolvementRole.INITIATOR, InvolvementRole.TARGET)
    speaks = read("Azerbaijani forces opened fire, the Ministry of Defence of Armenia said.", lexicon).actors[1]
    assert (speaks.speaks, speaks.role) == (True, None)


def test_a_text_is_read_without_a_network(lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a text is read by rules alone")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    assert read("Two Armenian soldiers were killed near Sotk on 13 February 2024.", lexicon).figures


def test_names_are_found_in_their_cases() -> None:
    assert "Հանդ" in spellings("Հանդի", "hy")
    assert "Тавуш" in spellings("Тавуше", "ru")
    assert "Zəngilan" in spellings("Zəngilanda", "az")
    assert spellings("Goris", "en") == ["Goris"]


def test_sentences_end_where_they_end() -> None:
    text = "Fire at 05:30. Two died, Gen. Smith said. «Ոչ։ Այո»\nHeadline"
    assert [one.text for one in sentences(text)] == [
        "Fire at 05:30.", "Two died, Gen. Smith said.", "«Ոչ։", "Այո»", "Headline",
    ]  # fmt: skip
    assert [language_of(one) for one in ("Fire", "Կրակ", "Огонь", "Atəş")] == ["en", "hy", "ru", "az"]


def test_odd_texts_are_read_too(lexicon: Lexicon) -> None:
    for text in ("", " \n ", "x" * 50_000, "Two " * 5_000, "13 February " * 2_000, "near Sotk, " * 2_000, "\u0301’s"):
        assert isinstance(read(text, lexicon, published=PUBLISHED), Reading)
