"""The answers of those who agreed to be counted: where figures begin.

`insight` alone may import this; a contract and a test see to it. So every figure passes the rules
of a release, and nothing counts answers beside it.
"""

from sqlalchemy import bindparam, select

from app.models.base import Session
from app.models.prepared import Prepared
from app.models.run import Run
from app.models.run_statements import FIELDS, JOINED
from app.models.tables import run

_CONTRIBUTING = Prepared(
    select(*FIELDS)
    .select_from(JOINED)
    .where(run.c.partition_id == bindparam("partition"), run.c.contributes)
    .order_by(run.c.id)
)


def contributing(session: Session, partition_id: int) -> list[Run]:
    """Return the runs of a partition whose learners agreed, the oldest first."""
    return [
        Run.load(session, row) for row in _CONTRIBUTING.all(session, {"partition": partition_id})
    ]
