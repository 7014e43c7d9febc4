"""Kodo's url-safe base64 of texts and of `bucket:key` entries, read tolerantly of padding."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

from service.emulators.kodo.errors import invalid_argument


def encode(text: str) -> str:
    """The url-safe base64 of a text's UTF-8, padding kept."""
    return urlsafe_b64encode(text.encode()).decode()


def decode(text: str) -> str:
    """The text behind url-safe base64; raise 400 when it is none."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, ValueError) as error:
        raise invalid_argument() from error


def decode_entry(text: str) -> tuple[str, str]:
    """The (bucket, key) of an EncodedEntryURI; the key is empty when only a bucket is named."""
    bucket, _, key = decode(text).partition(":")
    return bucket, key
