"""Plants the canary child's answer to a task, and what its teacher says to it."""

from typing import Any

from tests.programme.campaign import SETTLED, period
from tests.school import School

CANARY = "KANARIE"


async def invites_to(school: School, class_id: str) -> str:
    """A task of the class's, which is there before the child."""
    phone = school.administrator.phone
    task = await phone.post(f"/classes/{class_id}/tasks", {"title": "年夜饭", **period()})
    await phone.until(f"/tasks/{task['id']}", standing=SETTLED)
    return task["id"]


async def plant(home: Any) -> None:
    world, alice = home.world, home.alice
    teacher = await world.person("Wang")
    await home.school.takes_on(teacher, home.class_id)
    (shown,) = [one for one in await alice.timeline() if one["audience"] == "class"]
    await alice.phone.until(f"/entries/{shown['id']}", standing=["passed"])
    answer = f"/tasks/{home.task}/answers/{alice.child}"
    await alice.phone.put(answer, {"entry_id": shown["id"], "shown": True})
    words = {"words": f"{CANARY}观察得真仔细"}
    await teacher.phone.put(f"/entries/{shown['id']}/endorsement", words)
    await world.quiet()
