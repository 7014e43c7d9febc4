"""Run a command as a unit's settings have it: clean environment, limits, and its system calls.

`confined.py FILE`, which holds JSON: {argv, folder, env, umask, files, calls}. What systemd does by
namespaces and users is not done here. Without libseccomp all system calls are allowed.
"""

import ctypes
import json
import os
import resource
import sys
from pathlib import Path

NO_NEW_PRIVILEGES = 38
ALLOWED, ERROR_EPERM = 0x7FFF0000, 0x00050001


def main() -> None:
    """Become the command."""
    given = json.loads(Path(sys.argv[1]).read_text())
    os.umask(given["umask"])
    most = min(given["files"], resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.chdir(given["folder"])
    if given["calls"]:
        _allow(given["calls"])
    os.execve(given["argv"][0], given["argv"], given["env"])


def _allow(calls: list[str]) -> None:
    """Refuse with EPERM whatever is not among them, for this process and all that it starts."""
    ctypes.CDLL(None).prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    seccomp = ctypes.CDLL("libseccomp.so.2")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    rules = ctypes.c_void_p(seccomp.seccomp_init(ERROR_EPERM))
    for call in calls:
        number = seccomp.seccomp_syscall_resolve_name(call.encode())
        if number >= 0:  # others are those of another processor
            seccomp.seccomp_rule_add(rules, ALLOWED, number, 0)
    if seccomp.seccomp_load(rules):
        raise OSError("the filter of system calls was not loaded")


if __name__ == "__main__":
    main()
