"""A phone in a desktop browser: it serves the mini-program's build and plays WeChat for it."""

from service.emulators.phone.app import create_phone
from service.emulators.phone.config import BUNDLE, Domains, PhoneConfig, Someone, is_built

__all__ = ["BUNDLE", "Domains", "PhoneConfig", "Someone", "create_phone", "is_built"]
