"""Signing and encrypting what is pushed (AES-256-CBC, the appid behind the message)."""

import base64

from wechatpy.crypto import PrpCrypto
from wechatpy.utils import WeChatSigner

from service.emulators.wechat.config import WeChatConfig


def signature(*parts: str) -> str:
    """SHA-1 over the sorted parts, in hex: token, timestamp, nonce, and the ciphertext if any."""
    signer = WeChatSigner()
    signer.add_data(*parts)
    return signer.signature


def encrypt(config: WeChatConfig, message: bytes) -> str:
    """The message as base64 ciphertext for this mini-program's EncodingAESKey."""
    key = base64.b64decode(config.push_key + "=")
    return PrpCrypto(key).encrypt(message, config.appid).decode()
