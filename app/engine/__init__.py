"""The engine: how a journey is walked. Pure: standard library only, no clock, no chance, no I/O.

A `Journey` is compiled once a version; a `State` is a pure function of journey, role and stored
values. `start`, `decide`, `follow` and `replay` make states, `scene` says what a learner sees,
`progress` how far it is, `stage_lines`, `roads_not_taken`, `closed_steps` and `outline` draw the
map, `realign` says what a newer version does to a run, `Renames` reads old names, `to_json` and
`from_json` keep a compiled journey, `run_test` walks an author's test, `untested` says what no test
passes. `engine.space` walks all ways at once.
Everybody may import this package; it imports nothing of the application. The kinds of steps live
in ``engine.steps``, the conditions in ``engine.conditions``, the words in ``engine.text``.
"""

from app.engine.answers import MISSED, is_missed, passed_over
from app.engine.compiled import from_json, to_json
from app.engine.conditions import Condition, holds
from app.engine.journey import Counter, Journey, Source
from app.engine.offers import Option, Row
from app.engine.outline import (
    Edge,
    Outline,
    StageLine,
    closed_steps,
    outline,
    roads_not_taken,
    stage_lines,
)
from app.engine.progress import Progress, progress, range_of, weigh
from app.engine.realign import Realigned, only_words, realign
from app.engine.renames import Renames
from app.engine.scene import Scene, scene
from app.engine.state import Answer, Rejected, State, Value
from app.engine.steps import Step
from app.engine.text import Block, Insert, SlotInsert, Text
from app.engine.transition import as_asked, decide, follow, may_change, replay, start, tells
from app.engine.walks import Failure, Untested, WalkTest, run_test, untested

__all__ = [
    "Answer",
    "Block",
    "Condition",
    "Counter",
    "Edge",
    "Failure",
    "Insert",
    "Journey",
    "MISSED",
    "Option",
    "Outline",
    "Progress",
    "Realigned",
    "Rejected",
    "Renames",
    "Row",
    "Scene",
    "SlotInsert",
    "Source",
    "StageLine",
    "State",
    "Step",
    "Text",
    "Untested",
    "Value",
    "WalkTest",
    "as_asked",
    "closed_steps",
    "decide",
    "follow",
    "from_json",
    "holds",
    "is_missed",
    "may_change",
    "only_words",
    "outline",
    "passed_over",
    "progress",
    "range_of",
    "realign",
    "replay",
    "roads_not_taken",
    "run_test",
    "scene",
    "stage_lines",
    "start",
    "tells",
    "to_json",
    "untested",
    "weigh",
]
