"""Small adapters without domain words.

Its modules are `clock`, `tokens`, `crypto`, `lru`, `pictures`, `reisecode` and, for files from
strangers, `uploads` over `signatures`, `images` and `svg`. Models, the web kit and rooms may import
single modules of it; it imports none of them.
"""
