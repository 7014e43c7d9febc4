"""Owns the scenes: the days of a Zhuhai family, each a small composition of shared parts."""

from . import archives, early, festivals, home, outings, school, seaside, stages, town
from .registry import REGISTRY

__all__ = [
    "REGISTRY",
    "archives",
    "early",
    "festivals",
    "home",
    "outings",
    "school",
    "seaside",
    "stages",
    "town",
]
