"""Signatures: whoever guesses one learns nothing from how long the answer takes."""

import base64
import hmac
import json

import pytest

from handlers.edge import paging
from service.foundation import settings
from service.foundation.errors import Invalid
from service.integrations.kodo.callbacks import Callbacks
from service.integrations.wechat.push import Push
from tests.world import settings_for

GUESS = "5a105e8b9d40e1329780d62ea2265d8a1d9e1e15"


@pytest.fixture
def given(tmp_path):
    found = settings_for(tmp_path, "postgresql:///", "redis://h")
    settings.use(found)
    return found


@pytest.fixture
def compared(monkeypatch) -> list[bytes]:
    """What was claimed, or expected, in each comparison in constant time."""
    seen: list[bytes] = []
    compare = hmac.compare_digest

    def watched(one: bytes, other: bytes) -> bool:
        seen.extend((one, other))
        return compare(one, other)

    monkeypatch.setattr(hmac, "compare_digest", watched)
    return seen


def test_kodos_callback_is_compared_in_constant_time(given, compared):
    headers = {"authorization": f"QBox {GUESS}"}
    assert not Callbacks(given).is_callback("/callbacks/kodo?h=1", headers, b"upload=1")
    assert f"QBox {GUESS}".encode() in compared


def test_wechats_push_is_compared_in_constant_time(given, compared):
    query = {"signature": GUESS, "msg_signature": GUESS, "timestamp": "1", "nonce": "2"}
    assert not Push(given).answers_push_check(query)
    assert compared.count(GUESS.encode()) == 1
    assert Push(given).read_push(query, json.dumps({"Encrypt": "x"}).encode()) is None
    assert compared.count(GUESS.encode()) == 2


def test_a_cursor_is_compared_in_constant_time(given, compared):
    guess = base64.urlsafe_b64encode(GUESS.encode()).decode()
    with pytest.raises(Invalid):
        paging.after(guess, tuple)
    assert GUESS.encode()[: paging.SIGNATURE] in compared
