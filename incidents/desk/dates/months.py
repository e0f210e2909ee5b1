"""Names of the months in the languages of press statements: the one home of them."""

ENGLISH, RUSSIAN, AZERBAIJANI, ARMENIAN = range(4)
"""Columns of the table."""
NAME, OF = 0, 1
"""Forms: the name; and as a date has it (13 февраля, փետրվարի 13), where a language bends it."""

_MONTHS = (
    ("january jan", "январь января янв", "yanvar", "հունվար հունվարի"),
    ("february feb", "февраль февраля фев", "fevral", "փետրվար փետրվարի"),
    ("march mar", "март марта мар", "mart", "մարտ մարտի"),
    ("april apr", "апрель апреля апр", "aprel", "ապրիլ ապրիլի"),
    ("may", "май мая", "may", "մայիս մայիսի"),
    ("june jun", "июнь июня июн", "iyun", "հունիս հունիսի"),
    ("july jul", "июль июля июл", "iyul", "հուլիս հուլիսի"),
    ("august aug", "август августа авг", "avqust", "օգոստոս օգոստոսի"),
    ("september sep sept", "сентябрь сентября сен сент", "sentyabr", "սեպտեմբեր սեպտեմբերի"),
    ("october oct", "октябрь октября окт", "oktyabr", "հոկտեմբեր հոկտեմբերի"),
    ("november nov", "ноябрь ноября ноя", "noyabr", "նոյեմբեր նոյեմբերի"),
    ("december dec", "декабрь декабря дек", "dekabr", "դեկտեմբեր դեկտեմբերի"),
)
MONTHS = {word: number for number, row in enumerate(_MONTHS, start=1) for part in row for word in part.split()}
"""Every form, in small letters, with its number."""


def names(language: int, form: int = NAME) -> list[str]:
    """Return the twelve names of a language in one form."""
    return [row[language].split()[form] for row in _MONTHS]
