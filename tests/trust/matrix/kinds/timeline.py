"""Months of a timeline, for the matrix."""

from tests.trust.matrix.cast import Cast

Things = dict[str, dict[str, dict[str, str]]]


async def months_of(cast: Cast, things: Things) -> Things:
    """A month of each child and of each family there is."""
    return {
        f"{kind}_month": {name: ids | {"month": "2024-06"} for name, ids in things[kind].items()}
        for kind in ("student", "family")
    }
