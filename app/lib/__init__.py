"""Small adapters without domain words.

Its modules are `clock`, `tokens`, `crypto`, `passwords`, `mail`, `qr`, `lru`, `memory`, `cores`,
`differences`, `map_layout`, `pictures`, `reisecode`; for files that we hand out `pdf` and
`calendar`; for tables in both directions `tables` over `workbooks`; and for other files from
strangers `uploads` over `signatures`, `images` and `svg`. Models, the web kit and rooms may import
single modules of it; it imports none of them.
"""
