"""The fork server: it has loaded what reads files, and forks a process for each of them.

`python -m service.archive.reading.fork_server` reads lines of `[MEDIUM, SOURCE, FOLDER]` and
answers each with a line of Ended, in order, until its standard input ends. To load the decoders
takes longer than to read a small picture with them.
"""

import os
import sys

import msgspec

from service.archive.reading import Ended
from service.archive.reading.__main__ import main
from service.archive.reading.media import NO_ROOM, reader_of

MOST_PRINTED = 1 << 20
MOST_OPEN = 64


def serve() -> None:
    """Answer until there is nobody left to ask."""
    for line in sys.stdin.buffer:
        medium, source, folder = msgspec.json.decode(line, type=tuple[str, str, str])
        reader_of(medium)  # loads it here, for this file and all that follow
        sys.stdout.buffer.write(msgspec.json.encode(_read(medium, source, folder)) + b"\n")
        sys.stdout.buffer.flush()


def _read(medium: str, source: str, folder: str) -> Ended:
    hears, tells = os.pipe()
    reader = os.fork()
    if reader == 0:
        _be_the_reader(tells, medium, source, folder)
    os.close(tells)
    with os.fdopen(hears, "rb") as printed:
        said = printed.read(MOST_PRINTED)
    _, status = os.waitpid(reader, 0)
    return Ended(os.waitstatus_to_exitcode(status), said)


def _be_the_reader(tells: int, *arguments: str) -> None:
    """Read one file and end here, whatever happens: the loop above is the server's alone."""
    status = 1
    try:
        os.dup2(tells, 1)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.closerange(3, MOST_OPEN)
        main(*arguments)
        sys.stdout.flush()
        status = 0
    except OSError as error:
        status = os.EX_CANTCREAT if error.errno in NO_ROOM else status
    finally:
        os._exit(status)


if __name__ == "__main__":
    serve()
