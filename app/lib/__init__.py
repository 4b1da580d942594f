"""Small adapters without domain words.

Its modules are `clock`, `tokens`, `crypto`, `differences`, `lru`, `pictures` and `reisecode`.
Models, the web kit and rooms may import single modules of it; it imports none of them.
"""
