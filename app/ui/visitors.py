"""Visitors: who stands before the door of a journey."""

from app.models.door import Visitor
from app.ui import staff
from app.ui.overviews import own_learner


def visitor() -> Visitor:
    """Return the learner of this device and the account that is signed in, as far as there are."""
    learner, user = own_learner(), staff.current()
    return Visitor(learner.id if learner else None, user.id if user else None)
