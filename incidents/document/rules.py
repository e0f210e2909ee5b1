"""The rules on figures in words: the page, the methodology and the schema of the API all quote them from here.

They describe `figures.py`, and are apart from it only because the document's types quote them too.
"""

DERIVED_RANGE = (
    "Where no estimate was entered for a side, group and outcome, the range is derived from the claims: it runs from "
    "the least to the most that any standing assertion gives, is open where one of them is, and has a best value only "
    "where all give one and the same number. People whose status is not given count only as far as they go beyond "
    "those of the same side whose status is given: four killed and four soldiers killed are four."
)
TOTAL = (
    "A total is the sum of its parts. Where a part, its best value or its upper end is not given, the total includes "
    "an unknown; an unknown is never counted as zero."
)
