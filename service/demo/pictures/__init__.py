"""Owns the demo families' pictures: storybook scenes of Zhuhai, and the files they arrive as."""

from .drawing import draw
from .files import as_heic, as_phone, as_png, as_wechat
from .prints import as_sepia_print
from .scenes import REGISTRY

SCENES: tuple[str, ...] = tuple(REGISTRY)
"""The names of all scenes that :func:`draw` knows."""

__all__ = ["SCENES", "as_heic", "as_phone", "as_png", "as_sepia_print", "as_wechat", "draw"]
