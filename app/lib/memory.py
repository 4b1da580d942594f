"""Memory of a serving process: its threads share one heap."""

from __future__ import annotations

import ctypes

_M_ARENA_MAX = -8


def share_one_heap() -> None:
    """Let all threads take memory from one heap; call it before they start.

    The C library gives each thread a heap of its own, so that none waits for another. Python lets
    one thread run at a time, so nobody waits anyway, and what one thread gives back is there for
    the next: a tenth less memory with a thousand journeys. Elsewhere than on Linux's C library
    everything stays as it is.
    """
    try:
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
    except (AttributeError, OSError, TypeError):
        return
