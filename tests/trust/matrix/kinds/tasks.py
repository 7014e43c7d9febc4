"""Tasks of the matrix: open, not checked yet, taken back, to come, another class's, a city's."""

from typing import Any
from uuid import UUID

from models.people.regions import Region
from service.foundation.database import query
from tests.programme.campaign import SETTLED, period
from tests.trust.matrix.cast import CITY, Cast
from tests.world import Person


async def tasks(cast: Cast, things: Any) -> dict[str, dict[str, dict[str, str]]]:
    """A task in each condition, with the owner's answer to two, and a phrase of the teacher's."""
    await cast.world.quiet()
    first, second = (f"/classes/{class_id}/tasks" for class_id in cast.classes.values())
    teacher, others = cast.people["teacher"], cast.people["other_teacher"]
    city = (await Region.get(code=CITY)).id
    places = dict.fromkeys(("own", "pending", "deleted", "upcoming"), (teacher, first))
    places |= {"school": (others, second)}
    places |= {"public": (cast.people["city_staff"], f"/regions/{city}/themes")}
    ids = {name: await _opened(by, path, name) for name, (by, path) in places.items()}
    entry = things["entry"]["class"]
    for name in ("own", "public"):
        path = f"/tasks/{ids[name]}/answers/{cast.owner.child}"
        await cast.owner.phone.put(path, {"entry_id": entry["entry_id"]})
    await teacher.phone.delete(f"/tasks/{ids['deleted']}")
    pending = UUID(ids["pending"])
    await query("update tasks set standing = 'pending' where id = $1", pending)
    phrase = await teacher.phone.post("/phrases", {"words": "观察得真仔细"})
    return {
        "task": {name: entry | {"task_id": id_} for name, id_ in ids.items()},
        "phrase": {"own": {"phrase_id": phrase["id"]}},
    }


async def _opened(author: Person, path: str, name: str) -> str:
    """One whose words were checked."""
    days = period(3, 9) if name == "upcoming" else period()
    made = await author.phone.post(path, {"title": "年夜饭", **days})
    await author.phone.until(f"/tasks/{made['id']}", standing=SETTLED)
    return made["id"]
