"""The sandbox: what the reading process may use of the machine, whatever a file makes of it."""

import ctypes
import os
import resource
import struct
from pathlib import Path

MEMORY_BYTES = 3 << 30
WRITTEN_BYTES = 600 << 20
CPU_SECONDS = {"photo": 30}
CPU_SECONDS_OF_OTHERS = 120

# Landlock (docs.kernel.org/userspace-api/landlock.html), on x86-64 and ARM alike.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_CAPABILITIES_3 = 0x20080522
"""Root in a container gives up all it has, or Landlock would let it look into other processes."""
_RULE_PATH_BENEATH, _VERSION, _NO_NEW_PRIVILEGES = 1, 1, 38
_WRITES_BY_VERSION = (1 << 1 | 0x1FF << 4, 1 << 13, 1 << 14)
"""WRITE_FILE, REMOVE_* and MAKE_*; from version 2 REFER, from version 3 TRUNCATE."""
_NETWORK = 0b11
"""BIND_TCP and CONNECT_TCP, from version 4."""
_SCOPES = 0b11
"""Abstract sockets and signals to processes outside, from version 6."""


def limit(medium: str) -> None:
    """Limit memory, CPU time and the size of what is written; leave no core dump of a photo."""
    seconds = CPU_SECONDS.get(medium, CPU_SECONDS_OF_OTHERS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN_BYTES, WRITTEN_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def confine(folder: Path) -> bool:
    """Let this process write below `folder` alone, connect to nothing and look into no other.

    False on a kernel without Landlock, where the limits alone hold.
    """
    system = ctypes.CDLL(None, use_errno=True)
    version = system.syscall(_CREATE_RULESET, None, 0, _VERSION)
    if version < 1:
        return False
    writes = sum(_WRITES_BY_VERSION[:version])
    wanted = struct.pack("QQQ", writes, _NETWORK * (version > 3), _SCOPES * (version > 5))
    known = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = system.syscall(_CREATE_RULESET, wanted, known, 0)
    below = os.open(folder, os.O_PATH)
    rule = struct.pack("=Qi", writes, below)
    system.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, rule, 0)
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    system.capset(struct.pack("=Ii", _CAPABILITIES_3, 0), bytes(24))
    return system.syscall(_RESTRICT_SELF, ruleset, 0) == 0
