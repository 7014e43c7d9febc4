"""Qiniu Kodo: a private bucket and its backup. The SDK signs, httpx talks, hosts are settings."""

from service.integrations.kodo.backups import Backups
from service.integrations.kodo.callbacks import Callbacks
from service.integrations.kodo.censor import Censor, CensorVerdict
from service.integrations.kodo.hashing import Hashing
from service.integrations.kodo.management import BATCH_LIMIT, Outcome
from service.integrations.kodo.parts import Outgoing, Parts
from service.integrations.kodo.reading import Reading
from service.integrations.kodo.signing import CALLBACK_PATH, FORM
from service.integrations.kodo.transfer import Transfer

__all__ = ["BATCH_LIMIT", "CALLBACK_PATH", "FORM", "CensorVerdict", "Kodo", "Outcome", "Outgoing"]


class Kodo(Transfer, Reading, Hashing, Parts, Backups, Censor, Callbacks):
    """The bucket with all its verbs. Raises VendorUnavailable or VendorRefused."""
