"""When Python looks for garbage: now and then for everybody, and not while somebody waits for a page."""

import gc
import threading

_EVERY_S = 20.0
_YOUNG = 20_000  # new objects until the youngest are looked through; a run of a page makes some thousands
_NEVER = 1_000_000


def begin() -> None:
    """Leave what the program itself is made of out of every later look, and look through the rest by a clock."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 50, _NEVER)
    threading.Thread(target=_go_on, name="garbage", daemon=True).start()


def _go_on() -> None:
    pause = threading.Event()
    while not pause.wait(_EVERY_S):
        gc.collect()
