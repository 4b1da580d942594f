"""Text in, values out: an author's files become a compiled journey, or problems with a place.

Public: `source.read`, `source.parse` and `source.Parsed`; `problems.Problem`; `report.report`;
`markdown.render_page`. Pure but for `source.read`, which reads one journey's folder. May be
imported by ``app.cli``, ``app.models`` and the rooms; `source` by ``app.models.journey`` and
``app.cli`` alone, because journeys are parsed when written, never when walked. The codes of all
problems, with their words in German and English, stand in ``codes/``.
"""
