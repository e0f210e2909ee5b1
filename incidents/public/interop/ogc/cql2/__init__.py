"""CQL2 (OGC 21-065r2): its text and JSON encodings, and what of them the record can answer.

Both encodings become one tree, that of CQL2 JSON; `conditions` makes SQL of it over an allow-list. The parser of the
text is our own, because that of the `cql2` package takes time exponential in the depth of parentheses before a mistake
(measured: 20 open ones take 1.9 s, and each more doubles it), which nobody may ask of a public address. Tests hold the
two against each other.
"""
