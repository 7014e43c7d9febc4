"""What is expected of the routes about children and consents."""

from service.trust.consent_texts import Purpose, current
from tests.trust.matrix.roles import EVERYBODY, GUARDIANS, MEMBERS, READERS
from tests.trust.matrix.rule import (
    ADMINISTRATOR,
    AVATARS,
    CHILD_GUARDED,
    CHILD_READS,
    CLASS_STAFF,
    CONSENT,
    CONSENT_READS,
    GUARDED,
    OTHER_TEACHER,
    PARENT,
    STUDENT,
    Rule,
    for_all,
    may,
    not_,
)

OF_A_CHILD = {
    "GET students": Rule("", for_all()),
    "POST students": Rule(
        "family",
        GUARDED,
        {
            "family_id": "$family_id",
            "nickname": "小",
            "birth_date": "2016-05-01",
            "consent_version": current(Purpose.ARCHIVE).version,
        },
    ),
    "GET students/<student_id:uuid>": Rule("student", CHILD_READS),
    "PUT students/<student_id:uuid>": Rule("student", CHILD_GUARDED, {"nickname": "大满"}),
    "GET students/<student_id:uuid>/timeline": Rule("student", CHILD_READS),
    "GET students/<student_id:uuid>/data": Rule(
        "student", CHILD_GUARDED | {"own": may(GUARDIANS | STUDENT, not_(MEMBERS - GUARDIANS))}
    ),
    "GET students/<student_id:uuid>/looks": Rule("student", CHILD_GUARDED),
    "POST students/<student_id:uuid>/erasure": Rule("student", CHILD_GUARDED),
    "PUT students/<student_id:uuid>/avatar": Rule("photo", AVATARS, {"photo_id": "$photo_id"}),
    "DELETE students/<student_id:uuid>/avatar": Rule("student", CHILD_GUARDED),
    "GET students/<student_id:uuid>/invitations": Rule("student", CHILD_GUARDED),
    "POST students/<student_id:uuid>/invitations": Rule(
        "student",
        {
            "own": may(frozenset(), not_(GUARDIANS, 409), not_(READERS - GUARDIANS)),
            "class": may(PARENT),
        },
    ),
    "DELETE student-invitations/<student_invitation_id:uuid>": Rule(
        "student_invitation",
        {name: may(GUARDIANS, not_(READERS - GUARDIANS)) for name in ("own", "deleted")},
    ),
    "POST student-accounts": Rule(
        "student_invitation",
        {
            "own": may(STUDENT, not_(EVERYBODY - STUDENT, 409)),
            "foreign": may(EVERYBODY - STUDENT, not_(STUDENT, 409)),
        },
        {"code": "$code"},
    ),
    "DELETE students/<student_id:uuid>/account": Rule(
        "student", CHILD_GUARDED | {"own": may(GUARDIANS | STUDENT, not_(MEMBERS - GUARDIANS))}
    ),
    "GET consents": Rule("family", CONSENT_READS, query="family_id=$family_id"),
    "GET consents/history": Rule("family", CONSENT_READS, query="family_id=$family_id"),
    "POST consents": Rule(
        "student", CHILD_GUARDED | {"deleted": {403: MEMBERS - GUARDIANS}}, CONSENT
    ),
    "DELETE consents/<consent_id:uuid>": Rule("consent", {"own": CHILD_GUARDED["own"]}),
    "GET students/<student_id:uuid>/enrolments": Rule("student", CHILD_READS),
    "POST enrolments/<enrolment_id:uuid>/confirmation": Rule(
        "enrolment",
        {
            "own": may(CLASS_STAFF, not_(READERS)),
            "class": may(CLASS_STAFF, not_(PARENT)),
            "foreign": may(ADMINISTRATOR | OTHER_TEACHER),
        },
    ),
    "DELETE enrolments/<enrolment_id:uuid>": Rule(
        "enrolment",
        {
            "own": may(GUARDIANS | CLASS_STAFF, not_(READERS - GUARDIANS)),
            "class": may(PARENT | CLASS_STAFF),
            "foreign": may(ADMINISTRATOR | OTHER_TEACHER),
        },
    ),
}
