"""Erasing measurements: they go with their child or its family, whoever took them."""

from models.archive.measurements import Measurement
from models.trust.erasures import ErasedKind
from service.trust.personal_data import Holding

HOLDINGS = [
    Holding(
        Measurement,
        "身高、体重和视力",
        {ErasedKind.STUDENT: "student_id = $1", ErasedKind.FAMILY: "family_id = $1"},
        stays={ErasedKind.ACCOUNT: "author_id = $1"},
        why="属于家庭的档案，由家里决定去留",
    ),
]
