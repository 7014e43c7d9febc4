"""What is expected of the routes about exports: everything goes home with guardians alone."""

from tests.trust.matrix.roles import GUARDIANS
from tests.trust.matrix.rule import GUARDED, Rule, may

HOLDING = {"own": may(GUARDIANS), "deleted": may(GUARDIANS)}
OF_EXPORTS = {
    "POST families/<family_id:uuid>/exports": Rule("family", GUARDED, {}),
    "GET families/<family_id:uuid>/exports": Rule("family", GUARDED),
    "GET exports/<export_id:uuid>": Rule("export", HOLDING),
    "GET exports/<export_id:uuid>/download": Rule(
        "export", HOLDING | {"deleted": {409: GUARDIANS}}
    ),
    "DELETE exports/<export_id:uuid>": Rule("export", HOLDING),
}
