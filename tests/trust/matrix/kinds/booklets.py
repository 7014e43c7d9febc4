"""Booklets of the matrix: printed, being chosen, at the class, with words in it, and others'."""

from uuid import UUID

from service.foundation.database import query
from tests.archive.booklet_room import booklet_of, confirms, locked
from tests.trust.matrix.cast import Cast
from tests.world import Person

_WORDS = (
    "update booklets set teacher_id = $2, teacher_words = '好', standing = 'pending' where id = $1"
)
_AT_CLASS = """
update booklets set school_class_id = $2, state = greatest(state, 'confirmed') where id = $1
"""


async def booklets(
    cast: Cast, things: dict[str, dict[str, dict[str, str]]]
) -> dict[str, dict[str, dict[str, str]]]:
    """A booklet in each condition: `pending` has a former teacher's words, not checked yet."""
    owner, bob = cast.owner, cast.bob
    entry, others = (things["entry"][name]["entry_id"] for name in ("class", "school"))
    paths = {name: await booklet_of(owner, entry) for name in ("own", "private", "deleted")}
    await locked(owner, paths["own"])
    await owner.phone.delete(paths["deleted"])
    for name in ("class", "pending"):
        paths[name] = await _sent(owner, entry)
    for name in ("foreign", "school"):
        paths[name] = await booklet_of(bob, others)
    ids = {name: path.rpartition("/")[2] for name, path in paths.items()}
    former = await cast.people["former_teacher"].account()
    await query(_WORDS, UUID(ids["pending"]), former.id)
    # Bob's family is in dispute and sends nothing any more
    for name, class_id in zip(("own", "school"), cast.classes.values(), strict=True):
        await query(_AT_CLASS, UUID(ids[name]), UUID(class_id))
    await cast.world.quiet()  # a verdict on what is printed makes another choice of it
    choices = {name: await _choice(owner, paths[name]) for name in ("own", "private", "class")}
    choices["pending"] = choices["class"]
    return {
        "booklet": {
            name: {"booklet_id": id_, "choice": choices.get(name, "none")}
            for name, id_ in ids.items()
        }
    }


async def _sent(person: Person, entry: str) -> str:
    path = await booklet_of(person, entry)
    await confirms(person, path, together=True)
    await person.phone.put(f"{path}/school")
    return path


async def _choice(person: Person, path: str) -> str:
    return (await person.phone.get(path))["choice"]
