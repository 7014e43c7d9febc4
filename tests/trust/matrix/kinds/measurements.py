"""Measurements of the matrix: the family's, a deleted one, a foreign one; and the curves."""

from tests.trust.matrix.cast import Cast
from tests.world import Person


async def measurements(
    cast: Cast, things: dict[str, dict[str, dict[str, str]]]
) -> dict[str, dict[str, dict[str, str]]]:
    """A measurement in each condition, and what is asked for with a child's curve."""
    made = {
        "own": await _measured(cast.owner),
        "deleted": await _measured(cast.owner),
        "foreign": await _measured(cast.bob),
    }
    await cast.owner.phone.delete(f"/measurements/{made['deleted']['measurement_id']}")
    curves = {name: ids | {"kind": "height"} for name, ids in things["student"].items()}
    return {"measurement": made, "curve": curves}


async def _measured(person: Person) -> dict[str, str]:
    path = f"/students/{person.child}/measurements"
    made = await person.phone.post(path, {"day": "2020-05-01", "weight_kg": 16.5})
    return {"measurement_id": made["id"]}
