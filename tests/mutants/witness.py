"""Witness: a plugin for pytest that writes down which test failed, in which phase and by what."""

from collections.abc import Generator
from pathlib import Path

import msgspec
import pytest

from service.demo.phone import Refused
from service.foundation.errors import Refusal
from tests import migrated

_NOTICED = (AssertionError, Refusal, Refused, pytest.fail.Exception)
"""What a test says of a service that is wrong; all else says that something is broken."""
SERVER_ERROR = 500


class Failure(msgspec.Struct):
    """One failed test. `noticed`: by what it asserts, and not because something broke or waited."""

    test: str
    what: str
    noticed: bool


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--witness", type=Path, help="where to write failures, a line each")
    parser.addoption("--any-cluster", action="store_true", help="take the cluster that there is")


def pytest_configure(config: pytest.Config) -> None:
    """A defect changes no table: for none of them a database is migrated anew."""
    if config.getoption("--any-cluster"):
        clusters = Path(config.cache.mkdir("migrated")).glob("cluster-*")  # type: ignore[union-attr]
        version = next(clusters).name.removeprefix("cluster-")
        migrated._version = lambda: version


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Of every failure a line; of a story of many cases one for each that failed."""
    report = yield
    if report.failed and call.excinfo:
        error = call.excinfo.value
        noticed = call.when == "call" and _is_noticed(error)
        failure = Failure(item.nodeid, type(error).__name__, noticed)
        path: Path = item.config.getoption("--witness")  # type: ignore[assignment]
        with path.open("ab") as file:
            file.write(msgspec.json.encode(failure) + b"\n")
    return report


def _is_noticed(error: BaseException) -> bool:
    """Whether a test says so: `(only,) = found` says something, too, and a 500 does not."""
    if isinstance(error, Refused):
        return error.status < SERVER_ERROR
    if isinstance(error, BaseExceptionGroup):
        return all(_is_noticed(one) for one in error.exceptions)
    return isinstance(error, _NOTICED) or "values to unpack" in str(error)


def failures(path: Path) -> list[Failure]:
    """What was written down, in its order."""
    lines = path.read_bytes().splitlines() if path.exists() else []
    return [msgspec.json.decode(line, type=Failure) for line in lines]
