"""Coverings of the matrix: one of the owner's, and one of another family's."""

from typing import Any

from tests.edge.samples.coverings import AREA
from tests.trust.matrix.cast import Cast


async def coverings(cast: Cast, things: Any) -> dict[str, dict[str, dict[str, str]]]:
    made = {}
    for name, person in (("own", cast.owner), ("foreign", cast.bob)):
        photo = things["photo"][name]["photo_id"]
        asked = await person.phone.post(f"/photos/{photo}/coverings", {"areas": [AREA]})
        made[name] = {"covering_id": asked["id"]}
    return {"covering": made}
