"""Owns the scenes: the days of a Zhuhai family, each a small composition of shared parts."""

from . import seaside
from .registry import REGISTRY

__all__ = ["REGISTRY", "seaside"]
