"""Small adapters without domain words: `clock`, `tokens`, `crypto`, `lru`, `pictures`,
`reisecode`.

Models, the web kit and rooms may import single modules of it; it imports none of them.
"""
