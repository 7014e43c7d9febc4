"""The campaign of the tests: what a class and the city invite to, and how families answer."""

from datetime import timedelta
from typing import Any

from models.people.regions import Region
from service.foundation import clock
from tests.people.classroom import Classroom
from tests.world import Person

CITY, TOWN = "440400000000", "440402004000"
DAY = timedelta(days=1)
SETTLED = ["passed", "review", "risky"]


def period(first: int = 0, last: int = 14) -> dict[str, str]:
    """From so many days from today to so many."""
    today = clock.today()
    return {
        "since": (today + first * DAY).isoformat(),
        "until": (today + last * DAY).isoformat(),
    }


async def invites(
    room: Classroom, *, by: Person | None = None, days: tuple[int, int] = (0, 14), **said: Any
) -> dict[str, Any]:
    """A task of the class whose words were checked."""
    body = {"title": "我家的年夜饭", "words": "拍一张年夜饭", **period(*days), **said}
    author = by or room.wang
    made = await author.phone.post(f"/classes/{room.id}/tasks", body)
    return await author.phone.until(f"/tasks/{made['id']}", standing=SETTLED)


async def proclaims(archivist: Person, code: str, **said: Any) -> dict[str, Any]:
    """A theme of a region whose words were checked."""
    region = await Region.get(code=code)
    body = {"title": "一张全家福", **period(), **said}
    made = await archivist.phone.post(f"/regions/{region.id}/themes", body)
    return await archivist.phone.until(f"/tasks/{made['id']}", standing=SETTLED)


async def writes(parent: Person, title: str = "年夜饭", **said: Any) -> str:
    """An entry whose words were checked; its id."""
    entry = await parent.records(title=title, **{"happened": "2026", **said})
    await parent.phone.until(f"/entries/{entry['id']}", standing=SETTLED)
    return entry["id"]


async def gives(
    parent: Person, task: dict[str, Any], entry: str, *, shown: bool = False, child: str = ""
) -> dict[str, Any]:
    """Answer a task with an entry."""
    path = f"/tasks/{task['id']}/answers/{child or parent.child}"
    return await parent.phone.put(path, {"entry_id": entry, "shown": shown})


async def took_part(reader: Person, task: dict[str, Any]) -> list[tuple[str, bool]]:
    """Who answered, and whose entry the reader is shown."""
    found = await reader.phone.get(f"/tasks/{task['id']}/answers")
    assert found["answered"] == len(found["items"])
    return [(one["nickname"], one["entry"] is not None) for one in found["items"]]


async def answered(reader: Person, task: dict[str, Any]) -> int:
    return (await reader.phone.get(f"/tasks/{task['id']}"))["answered"]


async def told(person: Person, kind: str) -> list[str]:
    """The sentences in which somebody was told of something."""
    notices = (await person.phone.get("/notices"))["items"]
    return [notice["words"] for notice in notices if notice["kind"] == kind]
