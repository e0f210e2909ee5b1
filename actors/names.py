"""What makes a name of an actor or a place a good one: its text, its language's tag (BCP 47) and its script."""

import unicodedata

from django.core.exceptions import ValidationError
from language_tags import tags

from incidents.vocabulary import Script

_SCRIPTS = {
    "LATIN": Script.LATIN,
    "ARMENIAN": Script.ARMENIAN,
    "CYRILLIC": Script.CYRILLIC,
    "GEORGIAN": Script.GEORGIAN,
    "ARABIC": Script.ARABIC,
}


def script_of(text: str) -> Script:
    """Return the script of a text's first letter."""
    letter = next((character for character in text if character.isalpha()), "")
    word = unicodedata.name(letter, "").partition(" ")[0] if letter else ""
    return _SCRIPTS.get(word, Script.OTHER)


def tidy(text: str) -> str:
    """Return a name in Unicode's composed form, without spaces that nobody sees."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def language_tag(text: str) -> str:
    """Return a tag as it is written (`az-Latn`), if every part of it is in IANA's registry.

    Raises ValidationError, which says what is wrong with it and, where the registry knows, what to write instead.
    """
    tag = tags.tag(text.strip())
    if tag.valid:
        return str(tag.format)
    wrong = " ".join(dict.fromkeys(f"{str(one.message).rstrip('.')}." for one in tag.errors))
    raise ValidationError(
        f"“{text}” is no language tag (BCP 47). {wrong} Examples: hy, az, az-Cyrl, und where it is unknown."
    )


def check_script(text: str, script: str, language: str) -> None:
    """Refuse a script that is not the text's own, and a language's tag that names another. Raises ValidationError."""
    written = script_of(text)
    if written == Script.OTHER:
        return
    if script and script != written:
        told = Script.of(script).label
        raise ValidationError({"script": f"“{text}” is written in {written.label} script, not as {told}."})
    named = tags.tag(language).script
    if named is not None and str(named.format) != written:
        told = f"“{text}” is written in {written.label} script, and the tag {language} says {named.format}."
        raise ValidationError({"language": told})
