"""Stories of a killed jobs worker: what it was doing is done by the next, once."""

from tests.embedded.observing import until
from tests.faults.installation import Installation, within
from tests.faults.processes import kill
from tests.world import Person, a_photo

READING = "procrastinate_jobs where task_name = 'photos.read' and status = 'doing'"
HANDED_OVER_WITHIN = 30


async def test_a_photo_whose_reader_was_killed_is_read_once(home: Installation, alice: Person):
    await home.script("kodo", "download", {"delay_seconds": 5}, key="o/")
    photo = await alice.phone.put_photo(alice.family, "IMG_0001.jpg", a_photo())
    await within(30, lambda: home.count(READING))
    kill(home.processes.worker()[0])
    assert (await alice.phone.get(f"/photos/{photo}"))["state"] == "stored"

    async def read() -> bool:
        return (await alice.phone.get(f"/photos/{photo}"))["state"] == "ready"

    await within(HANDED_OVER_WITHIN, read)
    await alice.phone.until(f"/photos/{photo}", standing=["passed"])
    assert await home.count("photos where family_id = $1", alice.family) == 1
    for action in ("photo.stored", "photo.ready"):
        assert (
            await home.count("audit_records where action = $1 and subject_id = $2", action, photo)
            == 1
        )
    assert await home.count("checks where subject_id = $1", photo) == 1


async def test_what_was_asked_without_a_worker_is_done_when_it_is_back(
    home: Installation, alice: Person
):
    kill(home.processes.worker()[0])
    photo = await alice.phone.put_photo(alice.family, "IMG_0002.jpg", a_photo())
    entry = await alice.records(title="没有工人的时候", photo_ids=[photo])
    await until(lambda: len(home.processes.worker()) == 1, seconds=60)
    await alice.phone.until(f"/photos/{photo}", state=["ready"], standing=["passed"])
    await within(
        60, lambda: home.count("entries where id = $1 and standing = 'passed'", entry["id"])
    )
