"""Owns the people in the pictures: their looks, poses, bodies and faces."""

from .cast import BABY, COUSIN, FATHER, GRANDFATHER, GRANDMOTHER, MOTHER, TEACHER, girl, pupil
from .figure import figure
from .pose import Frame, Look, Pose, measure

__all__ = [
    "BABY",
    "COUSIN",
    "FATHER",
    "GRANDFATHER",
    "GRANDMOTHER",
    "MOTHER",
    "TEACHER",
    "Frame",
    "Look",
    "Pose",
    "figure",
    "girl",
    "measure",
    "pupil",
]
