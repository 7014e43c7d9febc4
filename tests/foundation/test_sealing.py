"""Sealing: only who holds a key reads, every sealing looks different, keys change without loss."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

import msgspec
import pytest
from cryptography.fernet import Fernet, InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from service.foundation import settings
from service.foundation.sealing import sealed, unsealed
from tests.world import settings_for

OLD, NEW, FOREIGN = (Fernet.generate_key().decode() for _ in range(3))
PHONE = "13800138000"


@pytest.fixture(autouse=True, scope="module")
def _keys(tmp_path_factory: pytest.TempPathFactory):
    """The settings of the process, as other tests find them afterwards."""
    before = settings._current
    folder: Path = tmp_path_factory.mktemp("sealing")
    settings.use(settings_for(folder, "postgresql://u@h/d", "redis://h"))
    hold(OLD)
    yield
    settings._current = before


def hold(*keys: str) -> None:
    settings.use(msgspec.structs.replace(settings.current(), data_keys=",".join(keys)))


@given(st.text())
def test_what_is_sealed_comes_back_and_cannot_be_read_or_compared(text):
    hold(OLD)
    first, second = sealed(text), sealed(text)
    assert unsealed(first) == unsealed(second) == text
    assert first != second
    assert len(text) < 4 or text.encode() not in first


@given(st.data())
def test_one_changed_byte_is_refused(data):
    hold(OLD)
    token = bytearray(urlsafe_b64decode(sealed(PHONE)))
    token[data.draw(st.integers(0, len(token) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(InvalidToken):
        unsealed(urlsafe_b64encode(token))


def test_keys_change_without_loss():
    hold(OLD)
    before = sealed(PHONE)
    hold(NEW, OLD)
    after = sealed(PHONE)
    assert unsealed(before) == unsealed(after) == PHONE
    hold(NEW)
    assert unsealed(after) == PHONE
    with pytest.raises(InvalidToken):
        unsealed(before)


def test_a_foreign_key_opens_nothing():
    hold(OLD)
    token = sealed(PHONE)
    hold(FOREIGN)
    with pytest.raises(InvalidToken):
        unsealed(token)
