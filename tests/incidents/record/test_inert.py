"""The database's rule for text that a spreadsheet would run is the one of Python."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.document.inert import inert

pytestmark = pytest.mark.django_db
TELLING = (
    "=+-@\uff1d\uff0b\uff0d\uff20;\t\r\n \"'aé"
    "\xa0\x01\x1f\x85\xad\u1680\u2003\u200b\u200f\u2028\u202f\u205f\u2060\u3000\ufeff"
)
"""What the rule is about, and a little that it is not."""
TEXTS = st.text(st.sampled_from(TELLING), max_size=12) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
)


def in_sql(texts: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT counterclaim_inert(said) FROM unnest(%s::text[]) WITH ORDINALITY AS t (said, n)", [texts]
        )
        return [row[0] for row in cursor.fetchall()]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=40))
def test_sql_and_python_say_the_same(texts: list[str]) -> None:
    assert in_sql(texts) == [inert(text) for text in texts]


def test_every_character_alone_and_before_a_formula() -> None:
    signs = [chr(code) for code in range(1, 0x10000) if not 0xD800 <= code < 0xE000]
    texts = [text for sign in signs for text in (sign, f"{sign}=1", f"a{sign}=1", f"a;{sign}=1")]
    assert in_sql(texts) == [inert(text) for text in texts]
