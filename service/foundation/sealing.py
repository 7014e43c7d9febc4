"""Sealing: encryption at rest of what is too personal to lie in a table in clear."""

from cryptography.fernet import Fernet, MultiFernet

from service.foundation import settings


def sealed(text: str) -> bytes:
    """Encrypt with the first of the data keys (Fernet: AES-128-CBC with an HMAC)."""
    return _keys().encrypt(text.encode())


def unsealed(data: bytes) -> str:
    """Decrypt what any of the data keys has sealed; InvalidToken where none has."""
    return _keys().decrypt(data).decode()


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.current().data_keys.split(",")])
