"""What the canary child writes on its guardian's phone."""

from typing import Any

from tests.world import Person


async def plant(home: Any) -> None:
    """A draft by the account that is called as the child is."""
    alice = home.alice
    given = await alice.phone.post(f"/students/{alice.child}/handover", None)
    holder = Person(home.world, home.world.phone("nobody"))
    holder.phone.token, holder.family, holder.child = given["token"], alice.family, alice.child
    entry = await holder.records(title="KANARIE在妈妈手机上写的")
    await holder.phone.until(f"/entries/{entry['id']}", standing=["passed"])
