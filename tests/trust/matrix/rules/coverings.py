"""What is expected of the routes about covering faces: who may add to the family's archive."""

from tests.edge.samples.coverings import AREA
from tests.trust.matrix.rule import OWNER, TAGGING, Rule, may

OF_COVERINGS = {
    "POST photos/<photo_id:uuid>/coverings": Rule("photo", TAGGING, {"areas": [AREA]}),
    "GET coverings/<covering_id:uuid>": Rule("covering", {"own": may(OWNER)}),
}
