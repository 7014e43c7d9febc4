"""The drill: everything is destroyed, and comes back row by row, hash by hash, less the erased."""

import hashlib
import json

from models.archive.photos import Photo
from models.people.students import Student
from models.trust.erasures import Erasure
from tests.backup.places import (
    Rows,
    backs_up,
    destroy,
    keys_of,
    may_read,
    mother,
    objects_of,
    rows_of,
    runs,
    storage,
)
from tests.trust.leaving import asks, of_child, passes
from tests.world import Person, world_of

ENDED = "sessions"


async def second_child(alice: Person) -> str:
    kept = alice.child
    other = await alice.opens_archive("小米")
    alice.child = kept
    return other


def differing(before: Rows, after: Rows) -> dict[str, tuple[set[str], set[str]]]:
    """Of each table what went and what came; the queue goes on by itself."""
    tables = [name for name in before | after if not name.startswith("procrastinate")]
    found = {t: (before[t] - after[t], after[t] - before[t]) for t in tables}
    return {name: change for name, change in found.items() if any(change)}


async def test_everything_comes_back_as_it_was(home, elsewhere, folder):
    async with world_of(home) as world:
        alice = await mother(world)
        photo = await alice.takes_photo()
        await alice.records(title="第一步", photo_ids=[photo])
        await alice.publishes("看看", [photo], audience="family")
        await world.quiet()
        async with world.worker_away():
            rows, objects = await rows_of(home.database_url), objects_of(home)
            await backs_up(world, folder)
        await alice.records(title="备份以后写的")
    assert len(objects) >= 2
    await destroy(home)

    async with storage(elsewhere):
        status, said = await runs(elsewhere, "restore", folder)
    assert status == 0, said
    assert objects_of(elsewhere) == objects
    changed = differing(rows, await rows_of(elsewhere.database_url))
    assert set(changed) == {ENDED}
    assert await may_read(elsewhere.database_url)


async def test_what_was_erased_since_does_not_come_back_and_all_else_does(home, elsewhere, folder):
    async with world_of(home) as world:
        alice = await mother(world)
        kept, erased, discarded = [await alice.takes_photo() for _ in range(3)]
        entry = await alice.records(title="第一步", photo_ids=[erased])
        sister = await second_child(alice)
        story = await alice.records(title="妹妹", student_id=sister, photo_ids=[kept, discarded])
        await world.quiet()
        async with world.worker_away():
            rows, objects = await rows_of(home.database_url), objects_of(home)
            await backs_up(world, folder)
        about = {entry["id"], *await ids_of_child(alice), *await ids_of(erased, discarded)}
        gone = await keys_of(erased) | await keys_of(discarded)

        await alice.phone.delete(f"/photos/{discarded}")
        await asks(alice, of_child(alice))
        await passes(world, 31)
        erasures = {str(one.id) for one in await Erasure.exclude(purged_at=None)}
        assert len(erasures) == 2
    await destroy(home)

    async with storage(elsewhere):
        status, said = await runs(elsewhere, "restore", folder)
    assert (status, "重新删除了 2 项" in said) == (0, True), said
    assert objects_of(elsewhere) == {k: v for k, v in objects.items() if k not in gone}
    changed = differing(rows, await rows_of(elsewhere.database_url))
    del changed[ENDED]
    about |= erasures | {trace for went, _ in changed.values() for trace in traces(went, about)}
    for went, came in changed.values():
        assert [row for row in went | came if not names(row, about)] == []
    assert {"students", "entries", "photos", "erasures"} <= set(changed)

    async with world_of(elsewhere) as again:
        alice.phone = again.phone("Alice")
        await alice.phone.sign_in()
        assert (
            await alice.sees(of_child(alice), f"/photos/{erased}", f"/photos/{discarded}")
            == [False] * 3
        )
        found = await alice.phone.get(f"/entries/{story['id']}")
        assert [one["id"] for one in found["photos"]] == [kept]
        photo = await alice.phone.get(f"/photos/{kept}")
        opened = (await again.http.get(photo["original"])).raise_for_status().content
        assert hashlib.sha256(opened).hexdigest() in objects.values()
        assert (await again.http.get(f"{again.url}/readyz")).status_code == 200
        bob = await mother(again, "Bob")
        assert await bob.sees(of_child(alice), f"/photos/{kept}") == [False, False]


def traces(rows: set[str], ids: set[str]) -> set[str]:
    """By which the vendor's verdicts on what has these ids are known."""
    return {json.loads(row).get("trace_id") for row in rows if names(row, ids)} - {None, ""}


def names(row: str, ids: set[str]) -> bool:
    return any(one in row for one in ids)


async def ids_of_child(person: Person) -> set[str]:
    student = await Student.get(id=person.child)
    return {person.child, str(student.person_id)}


async def ids_of(*photos: str) -> set[str]:
    """Of photos, and of the uploads that they came by."""
    found = await Photo.filter(id__in=photos)
    return {str(one) for photo in found for one in (photo.id, photo.upload_id)}
