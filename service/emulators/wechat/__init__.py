"""A stand-in for WeChat's mini-program server API: its wire format, its limits, its push."""

from service.emulators.wechat.app import create_wechat
from service.emulators.wechat.config import WeChatConfig

__all__ = ["WeChatConfig", "create_wechat"]
