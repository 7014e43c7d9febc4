"""Exports of the matrix: the family's, ready; one that was cancelled; and a foreign one."""

from tests.archive.suitcase import asks, packed
from tests.trust.matrix.cast import Cast


async def exports(
    cast: Cast, things: dict[str, dict[str, dict[str, str]]]
) -> dict[str, dict[str, dict[str, str]]]:
    """An export in each condition."""
    async with cast.world.worker_away():
        deleted = await asks(cast.owner)
        await cast.owner.phone.delete(deleted)
    paths = {
        "own": await packed(cast.owner),
        "deleted": deleted,
        "foreign": await packed(cast.bob),
    }
    ids = {name: {"export_id": path.rpartition("/")[2]} for name, path in paths.items()}
    return {"export": ids}
