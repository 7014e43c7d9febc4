"""The one exception of the emulator: a Kodo status with its JSON error message."""


class KodoError(Exception):
    """An answer other than success: `status` as Kodo numbers it, body `{"error": message}`."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status} {message}")
        self.status = status
        self.message = message


def no_such_key() -> KodoError:
    """612: the object does not exist (rs and rsf; downloads say 404)."""
    return KodoError(612, "no such file or directory")


def file_exists() -> KodoError:
    """614: the key is taken and may not be overwritten."""
    return KodoError(614, "file exists")


def no_such_bucket() -> KodoError:
    """631: the emulator knows its own bucket only."""
    return KodoError(631, "no such bucket")


def invalid_argument() -> KodoError:
    """400: a parameter cannot be read."""
    return KodoError(400, "invalid argument")
