"""All threads of a serving process take memory from one heap."""

import subprocess
import sys

GROW = """
import ctypes, threading
from app.lib.memory import share_one_heap
{first}
kept = []
def work():
    kept.extend(bytes(400) for _ in range(20_000))
for _ in range(8):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""


def heaps(first: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", GROW.format(first=first)], capture_output=True, text=True, check=True
    )
    return done.stdout.count("<heap ")


def test_threads_share_one_heap_once_told_to() -> None:
    assert heaps("") > heaps("share_one_heap()") == 1
