"""A process whose parent dies dies too, so that nothing is left serving unsupervised."""

import ctypes
import os
import signal
import sys
from functools import partial

PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Have the kernel stop this process when its parent ends (prctl(2); Linux only)."""
    _die_with(os.getppid())


def tie_forks() -> None:
    """Have whatever is forked from now on end with this process, and as soon as it is told to.

    A fork inherits its parent's handlers: a SIGTERM that came before it had its own would set a
    flag that nobody reads, and a parent that waits for its end would wait for ever.
    """
    os.register_at_fork(after_in_child=partial(_mortal, os.getpid()))


def _mortal(parent: int) -> None:
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.SIG_DFL)
    _die_with(parent)


def _die_with(parent: int) -> None:
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before the signal was armed
        os.kill(os.getpid(), signal.SIGTERM)
