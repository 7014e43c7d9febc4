"""Reads many files as the reading process does, each in a process of its own, from warm modules.

`python -m tests.archive.reading_many FOLDER` reads FOLDER/*/{medium,original} into FOLDER/*/copies
and writes what was printed to FOLDER/*/reading.
"""

import os
import sys
from pathlib import Path

from service.archive.reading.__main__ import main


def read_apart(case: Path) -> None:
    """Fork, read, and keep the exit status."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        (case / "status").write_text(str(os.waitstatus_to_exitcode(status)))
        return
    printed = os.open(case / "reading", os.O_WRONLY | os.O_CREAT)
    os.dup2(printed, sys.stdout.fileno())
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    main((case / "medium").read_text(), str(case / "original"), str(case / "copies"))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    for case in sorted(Path(sys.argv[1]).iterdir()):
        read_apart(case)
