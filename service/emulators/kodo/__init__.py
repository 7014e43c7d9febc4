"""A local Qiniu Kodo: the vendor's wire formats over one bucket kept in a folder."""

from service.emulators.kodo.app import create_kodo
from service.emulators.kodo.kodo import KodoConfig

__all__ = ["KodoConfig", "create_kodo"]
