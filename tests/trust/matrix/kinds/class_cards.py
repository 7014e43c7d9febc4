"""The cards of the classes: the teacher's, one that was revoked, and the other class's."""

from tests.trust.matrix.cast import Cast


async def class_cards(
    cast: Cast, things: dict[str, dict[str, dict[str, str]]]
) -> dict[str, dict[str, dict[str, str]]]:
    """Each with its class and the owner's child, who may ask for a place by it."""
    made = {}
    for name, teacher, of in (
        ("own", "teacher", "own"),
        ("deleted", "teacher", "own"),
        ("school", "other_teacher", "school"),
    ):
        ids = things["class"][of]
        card = await cast.school.card(ids["class_id"], cast.people[teacher])
        made[name] = ids | {"class_card_id": card["id"], "code": card["code"]}
    revoked = f"/class-cards/{made['deleted']['class_card_id']}"
    await cast.people["teacher"].phone.delete(revoked)
    return {"class_card": made}
