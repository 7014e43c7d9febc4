"""What is expected of the routes about measurements: never the class's."""

from tests.trust.matrix.roles import GUARDIANS, MEMBERS, READERS, WRITERS
from tests.trust.matrix.rule import CHILD_READS, PARENT, STUDENT, Rule, may, not_

CHANGES = {"own": may(GUARDIANS, not_(READERS - GUARDIANS))}
OF_MEASUREMENTS = {
    "POST students/<student_id:uuid>/measurements": Rule(
        "student",
        {"own": may(WRITERS | STUDENT, not_(MEMBERS - WRITERS)), "class": may(PARENT)},
        {"day": "2020-05-01", "height_cm": 104.5},
    ),
    "GET students/<student_id:uuid>/measurements": Rule("student", CHILD_READS),
    "PUT measurements/<measurement_id:uuid>": Rule("measurement", CHANGES, {"left_eye": 4.9}),
    "DELETE measurements/<measurement_id:uuid>": Rule(
        "measurement", CHANGES | {"deleted": may(GUARDIANS)}
    ),
    "GET students/<student_id:uuid>/curves/<kind:str>": Rule("curve", CHILD_READS),
    **{
        f"GET students/<student_id:uuid>/curves/{kind}.svg": Rule("student", CHILD_READS)
        for kind in ("height", "weight", "eyesight")
    },
}
