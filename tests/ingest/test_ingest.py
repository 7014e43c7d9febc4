"""Ingest: Alice's family moves, and finds on the new installation what it took along."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from models.archive.growth import Entry
from models.archive.photos import Photo
from models.people.students import Student
from service.archive import reconciling
from service.foundation.database import query
from service.ingest import bag as bags
from service.ingest import content as contents
from service.ingest import ingesting
from service.ingest.bag import BagError
from service.ingest.ingesting import Ingested, ingest
from tests.archive.booklet_room import booklet_of, confirms, endorses, taught, told
from tests.archive.filing_room import filed, files
from tests.ingest.homes import changed, forged, full_home, moves_in, read, taken_home, told_in
from tests.pupil import pupil_of
from tests.trust.household import agrees, mother_of
from tests.trust.leaving import asks, carried_out, objects, of_home
from tests.world import Person

GOOD = "观察得真仔细。"
HERE_ALONE = ("family_id", "members", "households")
"""What is another on another installation: the family's own row, and who signs in there."""


async def brought(bag: Any, person: Person) -> Ingested:
    done = await ingest(bag, UUID(person.family), lambda size: None)
    await person.world.quiet()
    return done


def comparable(told: Any) -> Any:
    if isinstance(told, dict):
        return {k: comparable(v) for k, v in told.items() if k not in HERE_ALONE}
    return [comparable(one) for one in told] if isinstance(told, list) else told


async def test_what_was_taken_home_is_the_same_after_it_came_back(installed, tmp_path):
    async with installed() as world:
        alice = await full_home(world)
        before = await taken_home(alice, tmp_path / "before.zip")
    async with installed() as world:
        alice = await moves_in(world)
        done = await brought(before, alice)
        assert (done.entries, done.photos, done.items, done.lost) == (3, 2, 2, [])
        after = await taken_home(alice, tmp_path / "after.zip")
        mother = str((await alice.account()).id)
    here, there = (comparable(told_in(bag)) for bag in (before, after))
    told, names = there["data/metadata/families.json"][0], there["data/metadata/persons.json"]
    told["id"] = here["data/metadata/families.json"][0]["id"]
    told["created_at"] = here["data/metadata/families.json"][0]["created_at"]
    there["data/metadata/persons.json"] = [one for one in names if one["account_id"] != mother]
    assert there == here


async def test_it_is_all_there_on_the_phone(installed, tmp_path):
    async with installed() as world:
        alice = await full_home(world)
        bag, child = await taken_home(alice, tmp_path / "bag.zip"), alice.child
    async with installed() as world:
        alice, bob = await moves_in(world), await world.person("Bob")
        await brought(bag, alice)
        alice.child = child
        titles = [entry["title"] for entry in await alice.timeline()]
        assert titles == ["学会骑车", "第一次骑车"]
        (ride,) = [entry for entry in await alice.timeline() if entry["photos"]]
        assert await world.http.get(ride["photos"][0]["screen"])
        assert ride["photos"][0]["thumbhash"]
        assert (ride["author"], ride["when"]) == ("Alice", "约2020年5月")
        numbers = [one["number"] for one in await filed(alice)]
        assert sorted(numbers) == ["JT000001-WS·2015·Y-0001", "JT000001-WS·2024·Y-0001"]
        assert (await files(alice))["number"] == "JT000001-WS·2024·Y-0003"
        assert await bob.sees(f"/students/{child}", f"/entries/{ride['id']}") == [False, False]
        await bob.founds("林家")
        assert (await files(bob))["number"].startswith("JT000002-")


async def test_what_a_grown_child_took_home_comes_back_to_a_family_of_its_own(installed, tmp_path):
    async with installed() as world:
        alice = await full_home(world)
        await Student.filter(id=alice.child).update(birth_date="2006-05-01")
        xiaoman = await pupil_of(world, alice)
        await agrees(xiaoman)
        bag = await taken_home(xiaoman, tmp_path / "bag.zip", alice.child)
    async with installed() as world:
        own = await moves_in(world, "Xiaoman")
        done = await brought(bag, own)
        assert (done.entries, done.photos, done.items, done.lost) == (2, 2, 1, [])
        own.child = alice.child
        titles = [entry["title"] for entry in await own.timeline()]
        assert titles == ["学会骑车", "第一次骑车"]
        assert [one["number"] for one in await filed(own)] == ["JT000001-WS·2024·Y-0001"]


async def test_pictures_whose_jobs_were_given_up_are_found_and_made(installed, tmp_path):
    async with installed() as world:
        alice = await mother_of(world)
        await alice.records(photo_ids=[await alice.takes_photo()])
        bag, child = await taken_home(alice, tmp_path / "bag.zip"), alice.child
    async with installed() as world:
        alice = await moves_in(world)
        async with world.worker_away():
            await ingest(bag, UUID(alice.family), lambda size: None)
            await query("delete from procrastinate_jobs where task_name = 'photos.derive_again'")
        await reconciling.reconcile()
        await world.quiet()
        alice.child = child
        (entry,) = await alice.timeline()
        (picture,) = entry["photos"]
        assert (await world.http.get(picture["screen"])).status_code == 200
        assert picture["thumbhash"]


async def test_a_large_family_is_looked_for_before_it_comes_back(installed, tmp_path):
    """It has more photos than a statement takes values; one of them is here already."""
    async with installed() as world:
        bag = await taken_home(await full_home(world), tmp_path / "bag.zip")
        with bags.opened(bag) as opened:
            content = contents.of(opened)
        others = [msgspec.structs.replace(content.photos[0], id=uuid4()) for _ in range(32_767)]
        content = replace(content, entries=[], photos=[*others, content.photos[0]])
        family = UUID((await moves_in(world, "Bob")).family)
        with pytest.raises(BagError, match="已经有了"):
            await ingesting._require_room(family, content)


async def test_what_teachers_wrote_stays_in_the_bag_and_is_counted(installed, tmp_path):
    async with installed() as world:
        alice = await mother_of(world)
        _, wang, _ = await taught(world, alice)
        shells = await told(alice, "捡贝壳", audience="class")
        await wang.phone.put(f"/entries/{shells}/endorsement", {"words": GOOD})
        booklet = await booklet_of(alice, shells)
        await confirms(alice, booklet, together=True)
        await alice.phone.put(f"{booklet}/school")
        await endorses(wang, booklet)
        await world.quiet()
        bag, child = await taken_home(alice, tmp_path / "bag.zip"), alice.child
    entry = f"metadata/entries/{shells}.json"
    assert GOOD in read(bag, entry).decode() and GOOD in read(bag, "album/data.js").decode()
    async with installed() as world:
        alice = await moves_in(world)
        done = await brought(bag, alice)
        alice.child = child
        assert (done.entries, done.teachers_words) == (1, 2)
        (there,) = await alice.timeline()
        assert (there["title"], there["endorsements"]) == ("捡贝壳", [])
        again = told_in(await taken_home(alice, tmp_path / "again.zip"))
        assert again[f"data/{entry}"]["endorsements"] == []
        assert not any("/letters/" in name for name in again)


async def test_a_bag_that_was_touched_is_refused_before_anything_is_written(installed, tmp_path):
    async with installed() as world:
        alice = await mother_of(world)
        await alice.records(title="放风筝", photo_ids=[await alice.takes_photo()])
        bag = await taken_home(alice, tmp_path / "bag.zip")
    photo = read(bag, "IMG_0001.jpg")
    touched = [
        changed(bag, tmp_path / "byte.zip", "IMG_0001.jpg", photo[:-1] + b"?"),
        changed(bag, tmp_path / "gone.zip", "IMG_0001.jpg", None),
        changed(bag, tmp_path / "words.zip", "persons.json", b"[]"),
        changed(bag, tmp_path / "lists.zip", "manifest-sha256.txt", b""),
        changed(bag, tmp_path / "tags.zip", "bagit.txt", b"BagIt-Version: 0.97\n"),
    ]
    cut = tmp_path / "cut.zip"
    cut.write_bytes(bag.read_bytes()[:-200])
    async with installed() as world:
        alice = await moves_in(world)
        for one in (*touched, cut):
            with pytest.raises(BagError):
                await brought(one, alice)
        assert not await Entry.exists() and not await Photo.exists()
        assert objects(world) == set()
        await brought(bag, alice)
        assert await Photo.all().count() == 1


async def test_a_forged_bag_reaches_into_no_other_family(installed, tmp_path):
    async with installed() as world:
        alice = await mother_of(world)
        await files(alice, student_id=alice.child)
        await alice.records(title="放风筝")
        bag, child = await taken_home(alice, tmp_path / "bag.zip"), alice.child
    async with installed() as world:
        bob, mallory = await moves_in(world, "Bob"), await moves_in(world, "Mallory")
        await bob.opens_archive("豆豆")
        photo = await bob.takes_photo()
        (entry,) = [name for name in told_in(bag) if "/entries/" in name]
        for number, name in enumerate((entry, "metadata/filed.json")):
            touched = forged(bag, tmp_path / f"{number}.zip", name, child, bob.child)
            with pytest.raises(BagError, match="包外面"):
                await brought(touched, mallory)
        face = forged(bag, tmp_path / "face.zip", "metadata/students.json", *_face_of(photo))
        long = forged(bag, tmp_path / "long.zip", entry, "放风筝", "风筝" * 40)
        with pytest.raises(BagError, match="放不进来"):
            await brought(long, mallory)
        await brought(face, mallory)
        (student,) = (await mallory.phone.get("/students"))["items"]
        assert student["avatar"] == ""
        assert await mallory.sees(f"/photos/{photo}", f"/students/{bob.child}") == [False, False]
        assert await bob.timeline() == []


async def test_a_forged_bag_takes_no_number_of_anybody_and_moves_no_counter_far(
    installed, tmp_path
):
    async with installed() as world:
        alice = await mother_of(world)
        await files(alice)
        bag = await taken_home(alice, tmp_path / "bag.zip")
    number, filing = "JT000003-WS·2024·Y-0001", "metadata/filed.json"
    honest = forged(bag, tmp_path / "honest.zip", filing, "JT000001", "JT000003")
    forgeries = [
        (f'"number": "{number}"', '"number": "JT000004-WS·2024·Y-0001"'),
        (number, "JT000003-WS"),
        ("JT000003", "JT999999999"),
        ('"fonds": "JT000003"', '"fonds": "XZ000003"'),
        ('"withdrawn": []', '"withdrawn": ["JT000001-WS·2024·Y-0005"]'),
    ]
    async with installed() as world:
        bob, mallory = await moves_in(world, "Bob"), await moves_in(world, "Mallory")
        await files(bob)
        for place, (old, new) in enumerate(forgeries):
            touched = forged(honest, tmp_path / f"{place}.zip", filing, old, new)
            assert read(touched, filing) != read(honest, filing), old
            with pytest.raises(BagError, match="档号"):
                await brought(touched, mallory)
        await brought(honest, mallory)
        assert (await files(bob))["number"] == "JT000001-WS·2024·Y-0002"
        assert (await files(mallory))["number"] == "JT000003-WS·2024·Y-0002"
        sound = await mallory.phone.get(f"/families/{mallory.family}/soundness")
        safe = [one for one in sound["checks"] if one["property"] in ("safe", "complete")]
        assert {one["outcome"] for one in safe} <= {"passed", "advised"}


def _face_of(photo: str) -> tuple[str, str]:
    return '"avatar_id": null', f'"avatar_id": "{photo}"'


async def test_it_comes_back_once_and_into_an_empty_family_alone(installed, tmp_path):
    async with installed() as world:
        alice = await mother_of(world)
        await files(alice)
        await alice.records(title="放风筝")
        bag = await taken_home(alice, tmp_path / "bag.zip")
        bob = await moves_in(world, "Bob")
        for family in (alice, bob):
            with pytest.raises(BagError):
                await brought(bag, family)
    async with installed() as world:
        alice, bob = await moves_in(world), await moves_in(world, "Bob")
        await files(bob)
        with pytest.raises(BagError, match="档号"):
            await brought(bag, alice)


async def test_no_number_of_a_family_that_was_erased_comes_back_with_another(installed, tmp_path):
    async with installed() as world:
        alice = await mother_of(world)
        await files(alice)
        bag = await taken_home(alice, tmp_path / "bag.zip")
    async with installed() as world:
        alice, bob = await moves_in(world), await moves_in(world, "Bob")
        assert (await files(bob))["number"] == "JT000001-WS·2024·Y-0001"
        await carried_out(world, await asks(bob, of_home(bob)))
        with pytest.raises(BagError, match="档号"):
            await brought(bag, alice)


async def test_what_was_cut_off_is_done_by_another_run(installed, tmp_path, monkeypatch):
    async with installed() as world:
        alice = await mother_of(world)
        await alice.records(photo_ids=[await alice.takes_photo() for _ in range(3)])
        bag = await taken_home(alice, tmp_path / "bag.zip")
    async with installed() as world:
        alice = await moves_in(world)
        with monkeypatch.context() as cut:
            cut.setattr("service.ingest.ingesting.audit.record", _power_cut)
            with pytest.raises(ConnectionError):
                await brought(bag, alice)
        assert not await Photo.exists()
        assert len(objects(world)) == 3
        await brought(bag, alice)
        assert await Photo.all().count() == 3


async def _power_cut(*args: Any) -> None:
    raise ConnectionError
