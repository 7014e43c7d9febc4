"""What is expected of the routes about an entry's drafts, its history, its trash and milestones."""

from tests.trust.matrix.roles import GUARDIANS, READERS
from tests.trust.matrix.rule import CHILD_READS, ENTRY_CHANGES, Rule, may

OF_AN_ENTRY = {
    "GET entries/<entry_id:uuid>/revisions": Rule("entry", ENTRY_CHANGES),
    "POST entries/<entry_id:uuid>/restoration": Rule(
        "entry", ENTRY_CHANGES | {"deleted": may(GUARDIANS)}
    ),
    "GET families/<family_id:uuid>/trash/entries": Rule("family", {"own": may(READERS)}),
    "GET families/<family_id:uuid>/drafts": Rule("family", {"own": may(READERS)}),
    "GET milestones": Rule("student", CHILD_READS, query="student_id=$student_id"),
}
