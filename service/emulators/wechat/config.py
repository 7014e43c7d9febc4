"""What the mini-program's owner has set in WeChat's console."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WeChatConfig:
    """`push_key` is the EncodingAESKey (43 characters), `push_url` the message push's full URL."""

    appid: str
    secret: str
    push_token: str
    push_key: str
    push_url: str
