"""Posters of the matrix: one of the owner's link, and one of another family's."""

from typing import Any

from models.sharing.posters import Poster, PosterShape
from tests.trust.matrix.cast import Cast


async def posters(cast: Cast, things: Any) -> dict[str, dict[str, dict[str, str]]]:
    """Bob's family is in dispute and has none drawn any more: his was asked for before."""
    own = f"/share-links/{things['link']['own']['link_id']}/posters"
    asked = await cast.owner.phone.post(own, {"shape": "4:5"})
    foreign = await Poster.create(
        link_id=things["link"]["foreign"]["link_id"],
        asked_by=await cast.bob.account(),
        shape=PosterShape.TALL,
    )
    return {
        "poster": {"own": {"poster_id": asked["id"]}, "foreign": {"poster_id": str(foreign.id)}}
    }
