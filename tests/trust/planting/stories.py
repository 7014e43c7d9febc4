"""Plants what the family tells, says and feels of the canary child: words and a voice."""

from typing import Any

from tests.archive.footage import recording
from tests.archive.test_films import keeps

CANARY = "KANARIE"


async def plant(home: Any) -> None:
    alice = home.alice
    entry = f"/entries/{(await alice.timeline())[0]['id']}"
    voice = await keeps(alice, f"{CANARY}.m4a", "audio", recording(1, tags={"comment": CANARY}))
    story = {"words": f"{CANARY}那天", "recording_id": voice["id"]}
    await alice.phone.post(f"{entry}/stories", story)
    taken_back = await alice.phone.post(f"{entry}/stories", {"words": f"{CANARY}说错了"})
    await alice.phone.delete(f"/stories/{taken_back['id']}")
    await alice.phone.post(f"{entry}/comments", {"words": f"{CANARY}真好"})
    await alice.phone.put(f"{entry}/reaction", {"warmth": "抱抱"})
    await home.world.quiet()
