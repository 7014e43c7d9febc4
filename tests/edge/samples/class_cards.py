"""Bodies of what schools and their classes are asked for."""

from typing import Any

from handlers.people.enrolments import EnrolmentsConfirmation
from service.people.schools import SchoolChange
from tests.edge.samples.common import NOBODY

SAMPLES: dict[type, dict[str, Any]] = {
    EnrolmentsConfirmation: {"ids": [NOBODY]},
    SchoolChange: {"name": "香洲一小", "approval": "珠教基〔2027〕3号"},
}
