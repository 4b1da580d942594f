"""Facts and verbs, one noun a file; import the file you mean.

`base` the database and its transactions · `sessions` kept at hand · `prepared` statements of the
hot path · `tables` all tables but the private texts · `learner` a person, the export and the
erasure · `device` · `attempt` throttles · `user`, `credentials`, `invitation` accounts of staff ·
`outbox` mail that waits · `audit` administrative acts · `journey` versions and media · `draft` a
journey being written · `draft_files` and `draft_parts` what belongs to it · `author` its writers ·
`draft_copy` what it said before · `publication` drafts that become versions · `review` links that
show it · `run` the walk of a journey · `replay` the proof of its facts · `diary` private texts ·
`personal_data` the register of what is kept about people. Verbs take an open session and the
present instant; nothing here knows the web. Rooms, the web kit and commands may import it; `diary`
only the learner's own room.
"""
