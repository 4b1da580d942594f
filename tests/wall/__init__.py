"""The wall between companies, learners and authors: a world with two of each, and a crawl over it.

`world` plants canaries in every field of words, `pages` reads addresses and forms out of answers,
`rows` knows whose rows nobody else may change, `scope` which tables a request names, and `crawl`
asks every route as everybody and judges each answer.
"""
