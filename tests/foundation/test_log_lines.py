"""Log lines: whatever somebody wrote, an event is one line, and JSON."""

import io
import json
import logging
from contextlib import redirect_stderr
from typing import Any

import pytest
import structlog

from service.foundation import logs

FORGED = 'x\r\n{"event": "session.opened", "level": "info"}\u2028\x1b[31m\x00'


@pytest.fixture
def as_before():
    """The logs of whoever comes next are as they were."""
    root = logging.getLogger()
    handlers, level, before = root.handlers[:], root.level, structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**before)


def lines_of(words: str) -> list[str]:
    """What is written where somebody's words are told twice: as a value, and within a message."""
    with redirect_stderr(io.StringIO()) as written:
        logs.configure()
        structlog.stdlib.get_logger("stories").bind().warning("told", words=words)
        logging.getLogger("stories").warning("told of %s", words)
    return [line for line in written.getvalue().split("\n") if line]


def test_no_word_begins_a_line_of_its_own(as_before):
    lines = lines_of(FORGED)
    told: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert [one["level"] for one in told] == ["warning", "warning"]
    assert (told[0]["words"], told[1]["event"]) == (FORGED, f"told of {FORGED}")
    assert not any(sign in line for line in lines for sign in "\x1b\x00\r")


def test_times_are_told_in_utc(as_before):
    assert all(json.loads(line)["timestamp"].endswith("Z") for line in lines_of("x"))
