"""Bodies of what schools and their classes are asked for."""

from typing import Any

from handlers.people.enrolments import EnrolmentsConfirmation
from service.people.school_years import ClassChange
from service.people.schools import SchoolChange
from tests.edge.samples.common import NOBODY

SAMPLES: dict[type, dict[str, Any]] = {
    ClassChange: {"name": "五年级2班", "until": "2027-09-01"},
    EnrolmentsConfirmation: {"ids": [NOBODY]},
    SchoolChange: {"name": "香洲一小", "approval": "珠教基〔2027〕3号"},
}
