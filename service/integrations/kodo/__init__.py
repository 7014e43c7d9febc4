"""Qiniu Kodo, one private bucket of it: the SDK signs, httpx talks, hosts are settings."""

from service.integrations.kodo.callbacks import Callbacks
from service.integrations.kodo.censor import Censor, CensorVerdict
from service.integrations.kodo.management import BATCH_LIMIT, Management, Outcome
from service.integrations.kodo.signing import CALLBACK_PATH, FORM
from service.integrations.kodo.transfer import Transfer

__all__ = ["BATCH_LIMIT", "CALLBACK_PATH", "FORM", "CensorVerdict", "Kodo", "Outcome"]


class Kodo(Transfer, Management, Censor, Callbacks):
    """The bucket with all its verbs. Raises VendorUnavailable or VendorRefused."""
