"""Full text of the record: one folding on both sides, so that Ağdam finds Agdam (docs/search.md).

`folding` cuts texts into words, `texts` says which texts of a document are searched, `vectors` makes what is stored of
them, `queries` reads what a person typed, `frequency` chooses the plan, `snippets` shows what was found, and
`suggestions` what may have been meant.
"""
