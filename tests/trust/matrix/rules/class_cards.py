"""What is expected of the routes by which families join a class, and children get a phone."""

from tests.trust.matrix.roles import EVERYBODY, GUARDIANS, READERS
from tests.trust.matrix.rule import (
    ADMINISTRATOR,
    CHILD_GUARDED,
    CLASS_STAFF,
    OTHER_TEACHER,
    Rule,
    may,
)

STAFF_OF_EACH = {"own": may(CLASS_STAFF), "school": may(ADMINISTRATOR | OTHER_TEACHER)}

OF_CLASS_CARDS = {
    "POST classes/<class_id:uuid>/cards": Rule("class", STAFF_OF_EACH),
    "GET classes/<class_id:uuid>/cards": Rule("class", STAFF_OF_EACH),
    "DELETE class-cards/<class_card_id:uuid>": Rule(
        "class_card", STAFF_OF_EACH | {"deleted": may(CLASS_STAFF)}
    ),
    "GET class-card-codes/<code:str>": Rule(
        "class_card", {"own": may(EVERYBODY), "school": may(EVERYBODY)}
    ),
    "POST students/<student_id:uuid>/enrolments": Rule(
        "class_card",
        {
            **dict.fromkeys(("own", "school"), CHILD_GUARDED["own"]),
            "deleted": {403: READERS - GUARDIANS},
        },
        {"card": "$code", "name": "陈小满"},
    ),
    "POST classes/<class_id:uuid>/enrolments/confirmation": Rule(
        "class", STAFF_OF_EACH, {"ids": ["$student_id"]}
    ),
    "POST students/<student_id:uuid>/handover": Rule("student", CHILD_GUARDED),
}
