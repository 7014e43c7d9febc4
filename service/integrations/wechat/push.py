"""The message push: the check of its URL, and events in safe mode as JSON.

wechatpy verifies and decrypts. Wire facts: WeChat's documentation of the message push.
"""

import hmac
import json
import secrets
import struct
import time
from collections.abc import Mapping
from typing import Any

import msgspec
from wechatpy.crypto import PrpCrypto, WeChatCrypto
from wechatpy.exceptions import WeChatException
from wechatpy.utils import WeChatSigner

from service.foundation.settings import Settings

PUSH_PATH = "/callbacks/wechat"

_NOT_FROM_WECHAT = (
    WeChatException,
    msgspec.MsgspecError,
    LookupError,  # this one and the next come out of wechatpy's unpadding
    struct.error,
    ValueError,
    RecursionError,
)


class _Envelope(msgspec.Struct):
    encrypt: str = msgspec.field(name="Encrypt")


class Push:
    """What WeChat sends to us, under the token and key set in its console."""

    def __init__(self, settings: Settings) -> None:
        self._token = settings.wechat_push_token
        self._crypto = WeChatCrypto(
            settings.wechat_push_token, settings.wechat_push_key, settings.wechat_appid
        )

    def answers_push_check(self, query: Mapping[str, str]) -> bool:
        """Whether WeChat signed this check of the push URL."""
        return self._signed(query.get("signature", ""), query)

    def push_check(self, echo: str) -> dict[str, str]:
        """The query of such a check, as WeChat's console would send it."""
        asked = {"timestamp": str(int(time.time())), "nonce": secrets.token_hex(8)}
        return asked | {"echostr": echo, "signature": self._signature(asked)}

    def sealed(self, event: Mapping[str, Any]) -> tuple[dict[str, str], bytes]:
        """Query and body of such an event, as WeChat would push it."""
        crypto = PrpCrypto(self._crypto.key)
        sealed = crypto.encrypt(json.dumps(event), self._crypto.app_id).decode()
        query = {"timestamp": str(int(time.time())), "nonce": secrets.token_hex(8)}
        query["msg_signature"] = self._signature(query, sealed)
        return query, json.dumps({"ToUserName": "", "Encrypt": sealed}).encode()

    def read_push(self, query: Mapping[str, str], body: bytes) -> dict[str, Any] | None:
        """The event of a safe-mode JSON push, or None if WeChat did not send it to us."""
        try:
            encrypted = msgspec.json.decode(body, type=_Envelope).encrypt
            if not self._signed(query.get("msg_signature", ""), query, encrypted):
                return None
            message = self._crypto.decrypt_message(
                {"Encrypt": encrypted},
                query["msg_signature"],
                query.get("timestamp", ""),
                query.get("nonce", ""),
            )
            event = json.loads(message)
        except _NOT_FROM_WECHAT:
            return None
        return event if isinstance(event, dict) else None

    def _signed(self, claimed: str, query: Mapping[str, str], *more: str) -> bool:
        """Whether the signature is the one claimed, in constant time."""
        return hmac.compare_digest(self._signature(query, *more).encode(), claimed.encode())

    def _signature(self, query: Mapping[str, str], *more: str) -> str:
        """sha1 of the sorted token, timestamp, nonce (and ciphertext)."""
        signer = WeChatSigner()
        signer.add_data(self._token, query.get("timestamp", ""), query.get("nonce", ""), *more)
        return str(signer.signature)
