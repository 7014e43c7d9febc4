"""Planting what was measured of the canary child."""

from typing import Any


async def plant(home: Any) -> None:
    """One measurement that stays, and one that was deleted."""
    alice = home.alice
    path = f"/students/{alice.child}/measurements"
    await alice.phone.post(path, {"day": "2020-05-01", "height_cm": 132.5, "left_eye": 4.9})
    mistaken = await alice.phone.post(path, {"day": "2020-06-01", "weight_kg": 29.0})
    await alice.phone.delete(f"/measurements/{mistaken['id']}")
