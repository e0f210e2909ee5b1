"""The record in the shapes of UCDP GED and ACLED: a script written for their APIs works by changing its base address.

`ucdp/` and `acled/` have a face each: `rows` (a document as a row), `filters` (a query string as conditions), `views`.
What the record does not hold is given as those datasets give what is missing, and docs/compat.md says which.
"""
