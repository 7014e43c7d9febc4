"""The demo's story: three families of Zhuhai, a class of twelve, and what they show."""

from service.demo.story.chen import CHEN
from service.demo.story.classroom import (
    APPROVAL,
    ARCHIVIST,
    CITY,
    CLASS,
    CLASSMATES,
    CURATORS,
    DISTRICT,
    HEAD,
    MODERATOR,
    SCHOOL,
    TEACHER,
)
from service.demo.story.growing import ANSWERED
from service.demo.story.liang import LIANG
from service.demo.story.lin import LIN
from service.demo.story.parts import Household, Moment, Relative, Show
from service.demo.story.shows import SHOWS

HOUSEHOLDS = (CHEN, LIN, LIANG)

__all__ = [
    "ANSWERED",
    "APPROVAL",
    "ARCHIVIST",
    "CITY",
    "CLASS",
    "CLASSMATES",
    "CURATORS",
    "DISTRICT",
    "HEAD",
    "HOUSEHOLDS",
    "MODERATOR",
    "SCHOOL",
    "SHOWS",
    "TEACHER",
    "Household",
    "Moment",
    "Relative",
    "Show",
]
