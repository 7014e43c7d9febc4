"""The demo's story: three families of Zhuhai, a class of twelve, and what they show."""

from service.demo.story.chen import CHEN
from service.demo.story.classroom import CLASS, CLASSMATES
from service.demo.story.liang import LIANG
from service.demo.story.lin import LIN
from service.demo.story.parts import Household, Moment, Relative, Show
from service.demo.story.shows import SHOWS

HOUSEHOLDS = (CHEN, LIN, LIANG)

__all__ = [
    "CLASS",
    "CLASSMATES",
    "HOUSEHOLDS",
    "SHOWS",
    "Household",
    "Moment",
    "Relative",
    "Show",
]
