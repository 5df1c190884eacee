"""静默求解: what the solver's machine code prints goes to stderr, so that stdout holds our answer alone."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ONE = threading.Lock()  # the streams are the whole process's, so one solver at a time


@contextmanager
def quiet() -> Iterator[None]:
    """Within it, standard output of the process is standard error."""
    with ONE:
        sys.stdout.flush()
        held = os.dup(1)
        os.dup2(2, 1)
        try:
            yield
        finally:
            ctypes.CDLL(None).fflush(None)  # HiGHS prints through the buffer of C
            os.dup2(held, 1)
            os.close(held)
