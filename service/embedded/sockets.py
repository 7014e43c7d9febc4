"""The runtime folder of the servers' sockets: short, private, and one for each data folder."""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

# A socket's path has at most 107 bytes, so the data folder cannot hold it. /run/user/<uid> goes
# away when its user logs out, which a service left running in the background must survive.
_PARENT = Path("/tmp")  # noqa: S108 - the owner and the mode are checked


@contextmanager
def socket_folder(data: Path) -> Iterator[Path]:
    """Yield a folder of mode 0700 owned by this user; raise PermissionError if another holds it."""
    digest = sha256(os.fsencode(data.resolve())).hexdigest()
    folder = _PARENT / f"jiadang-{os.geteuid()}-{digest[:12]}"
    folder.mkdir(mode=0o700, exist_ok=True)
    _refuse_foreign(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_foreign(folder: Path) -> None:
    found = folder.lstat()
    private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700
    if not private or found.st_uid != os.geteuid():
        raise PermissionError(f"{folder} is not a private folder of this user; remove it.")
