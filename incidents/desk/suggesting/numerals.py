"""Numbers as Armenian, Russian and Azerbaijani statements write them, with what they leave open."""

import re
from dataclasses import dataclass

from incidents.desk.suggesting.numbers import MOST, Number


@dataclass(frozen=True, slots=True)
class Numerals:
    """A language's number words, all forms that count people, and its words for what a number leaves open.

    What is `after` a number follows it: *70-dən çox*.
    """

    words: dict[str, int]
    vague: str
    at_least: str
    about: str
    up_to: str
    at_least_after: str = "(?!)"

    @property
    def number(self) -> str:
        """Return an expression for a number with its approximation."""
        words = "|".join(sorted(self.words, key=len, reverse=True))
        hedge = f"(?:(?P<least>{self.at_least})|(?P<about>{self.about})|(?P<most>{self.up_to}))"
        count = rf"(?P<digits>\d{{1,3}}(?:[  ]\d{{3}})+|\d+)(?:-(?:ը|ն|ի|ից))?|(?P<word>{words})"
        return (
            rf"(?<![\w.,:–-])(?:(?P<vague>{self.vague})|(?:{hedge} )?(?:{count})(?P<after>{self.at_least_after})?)"
            r"(?![\w:]|[.,–-]\d)"
        )

    def value(self, match: "re.Match[str]") -> Number | None:
        """Return what a match of `number` says; None where it is out of all proportion."""
        if match["vague"]:
            return Number(2, None, match["vague"])
        digits = match["digits"]
        count = int(re.sub(r"\s", "", digits)) if digits else self.words.get(_small(match["word"]))
        if count is None or count > MOST:
            return None
        written = " ".join(match[0].split())
        if match["most"]:
            return Number(0, count, written)
        if match["least"] or match["after"]:
            return Number(count, None, written)
        return Number(count, count, written if match["about"] else "")


def _small(text: str) -> str:
    """Return a word in small letters; of Azerbaijani's two capital letters İ and I, the first is i."""
    return text.replace("İ", "i").lower()


def _values(*forms: str) -> dict[str, int]:
    """Return words with their values: those of one, of two, and so on."""
    return {form: value for value, some in enumerate(forms, start=1) for form in some.split()}


_AZ_UNITS = ("bir biri", "iki ikisi", "üç üçü", "dörd dördü", "beş beşi", "altı", "yeddi", "səkkiz", "doqquz")

NUMERALS = {
    "hy": Numerals(
        words=_values(
            "մեկ մեկը", "երկու երկուսը", "երեք երեքը", "չորս չորսը", "հինգ հինգը", "վեց վեցը", "յոթ յոթը", "ութ ութը",
            "ինը ինն իննը", "տաս տասը", "տասնմեկ", "տասներկու", "տասներեք", "տասնչորս", "տասնհինգ",
        ),
        vague="մի քանիս(?:ը|ն)|մի քանի",
        at_least="առնվազն|ավելի քան|նվազագույնը",
        about="շուրջ|մոտ|մոտավորապես",
        up_to="մինչև|մինչեւ",
    ),
    "ru": Numerals(
        words=_values(
            "один одна одного", "два две двое двух двоих", "три трое трёх трех троих",
            "четыре четверо четырёх четырех четверых", "пять пятеро пяти пятерых", "шесть шестеро шести",
            "семь семеро семи", "восемь восьмеро", "девять", "десять", "одиннадцать", "двенадцать", "тринадцать",
            "четырнадцать", "пятнадцать",
        ),
        vague="несколько|нескольких",
        at_least="не менее|не меньше|по меньшей мере|как минимум|минимум|более|больше|свыше",
        about="около|примерно|порядка",
        up_to="до",
    ),
    "az": Numerals(
        words=_values(*_AZ_UNITS, "on") | {f"on {form.split()[0]}": 10 + one for one, form in enumerate(_AZ_UNITS, 1)},
        vague="bir neçə",
        at_least="ən azı|azı",
        about="təxminən|təqribən",
        up_to="(?!)",
        at_least_after="-?d[əa]n (?:çox|artıq)",
    ),
}  # fmt: skip
