"""Threads that serve stay on one core, and nobody else is bound by it."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.lib.cores import OnOneCore


def tell_cores(_environ, start_response):
    start_response("200 OK", [])
    return [repr(os.sched_getaffinity(0)).encode()]


def answer(app):
    return b"".join(app({}, lambda *_: None))


def test_all_threads_that_serve_share_one_core_and_the_process_keeps_the_others():
    before = os.sched_getaffinity(0)
    app = OnOneCore(tell_cores)
    with ThreadPoolExecutor(4) as threads:
        cores = set(threads.map(lambda _: answer(app), range(40)))
    assert cores == {repr({max(before)}).encode()}
    assert os.sched_getaffinity(0) == before


@pytest.mark.parametrize("error", [PermissionError, OSError])
def test_it_answers_where_the_system_places_no_threads(monkeypatch, error):
    def refuse(*_):
        raise error

    monkeypatch.setattr(os, "sched_setaffinity", refuse)
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(answer, OnOneCore(tell_cores)).result().startswith(b"{")


def test_it_answers_where_there_is_no_such_call(monkeypatch):
    monkeypatch.delattr(os, "sched_setaffinity")
    assert answer(OnOneCore(tell_cores)).startswith(b"{")
