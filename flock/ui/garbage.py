"""When Python looks for garbage: now and then for everybody, and not while somebody waits for a page."""

import gc
import threading
import time
from itertools import count

_EVERY_S = 5.0
_ALL_EACH = 24  # of these looks: through everything takes a third of a second with two hundred people here, and all of them wait
_YOUNG = 20_000  # new objects until the youngest are looked through; a run of a page makes some thousands
_NEVER = 1_000_000


def begin() -> None:
    """Leave what the program itself is made of out of every later look, and look through the rest by a clock."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 50, _NEVER)
    threading.Thread(target=_go_on, name="garbage", daemon=True).start()


def _go_on() -> None:
    for look in count(1):
        time.sleep(_EVERY_S)
        gc.collect(2 if look % _ALL_EACH == 0 else 1)
