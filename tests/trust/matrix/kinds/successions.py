"""The guardian asks to take the owner's family over, whose number is the community's."""

from tests.trust.matrix.cast import Cast


async def successions(
    cast: Cast, things: dict[str, dict[str, dict[str, str]]]
) -> dict[str, dict[str, dict[str, str]]]:
    """One that waits for the archive; the other families have none."""
    family = cast.owner.family
    asked = await cast.people["guardian"].phone.post(f"/families/{family}/succession", None)
    return {"succession": {"own": {"family_id": family, "succession_id": asked["id"]}}}
