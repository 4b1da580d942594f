"""The web kit of all rooms: who may enter, the transaction of a request, scenes, forms, words.

Has no routes. Rooms and `create_app` import the module they mean: `access`, `requests`, `sessions`,
`scene`, `answers`, `faces`, `stages`, `arrivals`, `insights`, `overviews`, `parts`, `forms`,
`words`, `errors`, `formats`, `view`, `assets`, `horizon`, `motifs`, `papers`, `headers`, `sizes`,
`staff` (who is signed in), `security` (what proves it), `mails`, `failures`.
"""
