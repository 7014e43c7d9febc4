"""Printed albums of the matrix: the owner's, `private` an editor's, a deleted and a foreign one."""

from tests.archive.album_room import asks, printed
from tests.trust.matrix.cast import Cast


async def printed_albums(
    cast: Cast, things: dict[str, dict[str, dict[str, str]]]
) -> dict[str, dict[str, dict[str, str]]]:
    """An album in each condition."""
    owner, editor, bob = cast.owner, cast.people["editor"], cast.bob
    editor.family = owner.family
    paths = {
        "own": await printed(owner, student_id=owner.child),
        "private": await printed(editor, student_id=owner.child),
        "deleted": await asks(owner, student_id=owner.child),
        "foreign": await printed(bob, student_id=bob.child),
    }
    await owner.phone.delete(paths["deleted"])
    ids = {name: {"album_id": path.rpartition("/")[2]} for name, path in paths.items()}
    return {"printed_album": ids}
