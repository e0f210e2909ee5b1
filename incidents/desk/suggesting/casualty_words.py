"""What Armenian, Russian and Azerbaijani statements say of casualties."""

import re
from dataclasses import dataclass
from functools import cached_property

from incidents.desk.suggesting.numerals import NUMERALS, Numerals
from incidents.vocabulary import Question

OUTCOMES = (Question.KILLED, Question.WOUNDED, Question.CAPTURED, Question.MISSING)


@dataclass(frozen=True)
class CasualtyWords:
    """A language's words, as parts of expressions: those for people whole, those for what befell them by their stems.

    `outcomes` are in the order of OUTCOMES; `joins` part clauses, as punctuation does; `denied` marks a sentence whose
    figures are another's; `none` says that nobody came to harm; `states` are adjectives, by country.
    """

    numerals: Numerals
    military: str
    civilian: str
    unknown: str
    outcomes: tuple[str, str, str, str]
    joins: str
    denied: str
    none: str
    states: dict[str, str]

    @cached_property
    def people(self) -> "re.Pattern[str]":
        """Return the expression for a number of people. A number without a noun is of those counted before it."""
        nouns = f"(?:(?P<military>{self.military})|(?P<civilian>{self.civilian})|(?P<unknown>{self.unknown}))"
        return re.compile(rf"{self.numerals.number}(?:(?P<adjectives>(?: [\w-]+){{0,2}}?) {nouns})?", re.IGNORECASE)

    @cached_property
    def befell(self) -> "re.Pattern[str]":
        """Return the expression for what befell people."""
        named = zip(OUTCOMES, self.outcomes, strict=True)
        return re.compile("|".join(rf"\b(?P<{one.value}>(?:{stems})\w*)" for one, stems in named), re.IGNORECASE)

    @cached_property
    def clauses(self) -> "re.Pattern[str]":
        """Return the expression for what parts clauses."""
        return re.compile(rf"[,;:()–—]| (?:{self.joins}) ", re.IGNORECASE)

    @cached_property
    def together(self) -> "re.Pattern[str]":
        """Return the expression for two things that befell the same people, which tells neither."""
        stems = "|".join(self.outcomes)
        return re.compile(rf"\b(?:{stems})\w*(?: \w+)? (?:{self.joins}) (?:{stems})", re.IGNORECASE)


_AZ_MILITARY = "hərbi qulluqçu|hərbçi|əsgər|zabit|sərhədçi"
_AZ_CIVILIAN = "mülki (?:şəxs|vətəndaş)|dinc sakin|sakin|uşaq|jurnalist"

WORDS = {
    "hy": CasualtyWords(
        numerals=NUMERALS["hy"],
        military=r"զինծառայող\w*|զինվոր\w*|սպա\w*|սահմանապահ\w*",
        civilian=r"քաղաքացիական (?:անձ|բնակիչ)\w*|խաղաղ բնակիչ\w*|բնակիչ\w*|քաղաքացի\w*|երեխա\w*|լրագրող\w*",
        unknown=r"մարդ\w*|անձ\w*|հոգի\w*",
        outcomes=("զոհվ|մահաց|սպանվ", "վիրավոր", "գերեվար|գերի", "անհետ"),
        joins="և|եւ|իսկ|կամ",
        denied="չի համապատասխան|չեն համապատասխան|ապատեղեկատվ|հերք",
        none="(?:(?P<dead>զոհ(?:եր)?)|(?P<hurt>վիրավոր(?:ներ)?)|(?P<all>կորուստ(?:ներ)?|տուժած(?:ներ)?)) չկա(?:ն)?",
        states={"ARM": "հայ|հայկական", "AZE": "ադրբեջանական|ադրբեջանցի"},
    ),
    "ru": CasualtyWords(
        numerals=NUMERALS["ru"],
        military=r"военнослужащ\w+|солдат\w*|офицер\w*|пограничник\w*|боец|бойц\w+",
        civilian=r"мирн\w+ (?:жител|граждан)\w+|гражданск\w+ лиц\w*|жител\w+|дет\w+|реб[её]н\w+|журналист\w*",
        unknown=r"человек\w*|люд\w+",
        outcomes=("погиб|убит|скончал", "ранен|ранил|пострадал", "пленен|пленён|в плен", "пропал"),
        joins="и|или|а",
        denied="не соответству|дезинформац|опроверг|опроверж|отрица|ложь|ложн",
        none=(
            "(?:(?P<dead>погибших|жертв)|(?P<hurt>раненых)|(?P<all>потерь|пострадавших))"
            r"(?P<where> среди [\w ]{1,40}?)? нет"
        ),
        states={"ARM": "армянск", "AZE": "азербайджанск"},
    ),
    "az": CasualtyWords(
        numerals=NUMERALS["az"],
        military=rf"(?:{_AZ_MILITARY})\w*",
        civilian=rf"(?:{_AZ_CIVILIAN})\w*",
        unknown=rf"nəfər\w*(?! (?:[\w-]+ )?(?:{_AZ_MILITARY}|{_AZ_CIVILIAN}))|şəxs\w*|insan\w*",
        outcomes=("həlak|şəhid|öldür", "yaralan|xəsarət", "əsir", "itkin"),
        joins="və|yaxud",
        denied="uyğun deyil|yalan|təkzib|dezinformasiya",
        none="(?:(?P<dead>ölən)|(?P<hurt>yaralanan)|(?P<all>itki)) (?:yoxdur|olmayıb)",
        states={"ARM": "erməni", "AZE": "azərbaycanlı"},
    ),
}  # fmt: skip
