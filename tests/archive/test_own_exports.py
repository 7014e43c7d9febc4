"""Own exports: a grown child takes its archive home, and that is nobody else's affair."""

import asyncio
from datetime import timedelta

import bagit
import pytest

from models.archive.exports import Export
from service.foundation import clock
from tests.archive.circle import relative, said, told
from tests.archive.filing_room import DEED, files
from tests.archive.shelf import acts
from tests.archive.suitcase import asks, downloaded, packed, unpacked
from tests.archive.test_exports import keys
from tests.archive.test_photos import from_a_camera
from tests.people.test_handovers import lends
from tests.pupil import almost, code_for, enters, pupil_of, tomorrow
from tests.trust.household import father_of, mother_of
from tests.trust.household import told as notices_of
from tests.trust.leaving import asks as asks_for_erasure
from tests.trust.leaving import carried_out, counted, of_child
from tests.world import Person, World, a_photo, refused

GROWN = "2006-05-01"


@pytest.fixture
async def alice(world: World) -> Person:
    """The mother of 小满, who is twenty."""
    return await mother_of(world, GROWN)


@pytest.fixture
async def xiaoman(world: World, alice: Person) -> Person:
    """小满, signed in by herself."""
    return await pupil_of(world, alice)


async def named(alice: Person, nickname: str) -> str:
    """The person of this name in the family."""
    known = (await alice.phone.get(f"/families/{alice.family}/persons"))["items"]
    return next(one["id"] for one in known if one["name"] == nickname)


async def test_she_takes_home_what_she_sees_of_her_own_archive(world, alice, tmp_path):
    chen, mine = await relative(alice, "Chen", "爷爷"), alice.child
    data, kept, portrait, hers = from_a_camera(), a_photo(), a_photo(), a_photo()
    ridden, award, worn = [await alice.takes_photo(one) for one in (data, kept, portrait)]
    await alice.phone.put(f"/students/{mine}/avatar", {"photo_id": worn})
    ride = await alice.records(title="骑车", photo_ids=[ridden], audience="guardians")
    await alice.phone.put(f"/photos/{ridden}/persons", {"person_ids": [await named(alice, "Chen")]})
    path = f"/entries/{ride['id']}"
    await alice.phone.until(path, standing=["passed"])
    await alice.phone.put(path, {"audience": "family", "version": 1})
    await told(chen, path, words="是我扶着车座跑的")
    await said(chen, path, "真棒")
    await alice.phone.put(path, {"audience": "guardians", "version": 2})
    await alice.phone.post(
        f"/students/{mine}/measurements", {"day": "2020-05-01", "height_cm": 160}
    )
    box = await alice.phone.post(f"/families/{alice.family}/boxes", {"title": "奖状"})
    await alice.phone.post(f"/families/{alice.family}/boxes", {"title": "爷爷的信"})
    item = await files(alice, student_id=mine, photo_ids=[award], box_id=box["id"])
    await relative(alice, "Dina", "外婆")

    for title, entry in (
        ("没写完", {"unfinished": True}),
        ("兼职日结加微信", {}),
        ("全家的", {"student_id": None}),
    ):
        await alice.records(title=title, **entry)
    await files(alice, **DEED, student_id=mine)
    await files(alice, title="爷爷的勋章")
    loose = await alice.takes_photo()
    await alice.phone.put(f"/photos/{loose}/persons", {"person_ids": [await named(alice, "小满")]})
    await alice.opens_archive("豆豆", "2019-03-02")
    await alice.records(title="豆豆的", photo_ids=[await alice.takes_photo()])
    alice.child = mine
    xiaoman = await pupil_of(world, alice)
    uploaded = await xiaoman.takes_photo(hers)
    await world.quiet()

    bag = await unpacked(xiaoman, await packed(xiaoman, mine), tmp_path)

    assert bagit.Bag(str(bag.folder)).validate()
    (entry,) = bag.all("entries")
    assert (entry["id"], entry["audience"]) == (ride["id"], "guardians")
    assert [one["words"] for one in entry["stories"]] == ["是我扶着车座跑的"]
    assert [one["author"]["called"] for one in entry["comments"]] == ["爷爷"]
    assert {one["id"] for one in bag.all("photos")} == {ridden, award, worn, uploaded}
    originals = {bag.data(name) for name in bag.files("originals")}
    assert originals == {data, kept, portrait, hers}
    filed = bag.json("metadata/filed.json")
    assert [one["number"] for one in filed["items"]] == [item["number"]]
    assert filed["items"][0]["files"][0]["file"]
    assert [one["id"] for one in filed["boxes"]] == [box["id"]]
    assert filed["withdrawn"] == []
    (student,) = bag.json("metadata/students.json")
    assert (student["id"], len(student["measurements"])) == (mine, 1)
    assert {one["name"] for one in bag.json("metadata/persons.json")} == {"小满", "Chen"}
    assert {one["student_id"] for one in bag.json("metadata/consents.json")} == {mine}
    (family,) = bag.json("metadata/families.json")
    assert (family["name"], family["members"], family["households"]) == ("陈家", [], [])


async def test_it_is_her_own_affair_and_the_guardians_bags_are_theirs(world, alice, xiaoman):
    father, chen = await father_of(world, alice), await relative(alice, "Chen", "爷爷")
    bob, mine, home = await world.person("Bob"), alice.child, f"/families/{alice.family}/exports"
    await bob.founds("林家")
    await alice.opens_archive("豆豆", "2019-03-02")
    doudou = await pupil_of(world, alice, "Doudou")
    alice.child = mine
    own = await packed(xiaoman, mine)
    assert [kind for kind, _ in await notices_of(xiaoman, "export_")] == ["export_ready"]
    assert await notices_of(father, "export_") == await notices_of(alice, "export_") == []
    assert (await downloaded(xiaoman, own)).status_code == 200
    assert [one["id"] for one in (await xiaoman.phone.get(home))["items"]] == [own[9:]]
    for other in (alice, father, chen, bob, doudou):
        assert await other.sees(own, f"{own}/download") == [False, False]
        with refused(404):
            await other.phone.delete(own)
    for guardian in (alice, father):
        assert (await guardian.phone.get(home))["items"] == []
        data = counted(await guardian.phone.get(f"/students/{mine}/data"))
        assert "exports" not in data | counted(await guardian.phone.get(f"{home[:-8]}/data"))
    assert counted(await xiaoman.phone.get("/account/data"))["exports"] == 1
    for call in (world.phone("nobody").get(own), world.phone("nobody").get(home)):
        with refused(401):
            await call

    theirs = [await packed(father), await packed(father, mine)]
    for path in theirs:
        assert await xiaoman.sees(path, f"{path}/download") == [False, False]
        with refused(404):
            await xiaoman.phone.delete(path)
    assert [one["id"] for one in (await xiaoman.phone.get(home))["items"]] == [own[9:]]
    assert [kind for kind, _ in await notices_of(xiaoman, "export_")] == ["export_ready"]
    for child in (None, doudou.child):
        with refused(404):
            await asks(xiaoman, child)
    assert await Export.all().count() == 3


async def test_asked_for_beside_the_guardians_it_stays_apart_and_again_it_is_the_same(
    world, alice, xiaoman
):
    mine, home = alice.child, f"/families/{alice.family}/exports"
    async with world.worker_away():
        both = [alice, xiaoman] * 4
        hers, own, *again = await asyncio.gather(*(asks(one, mine) for one in both))
        assert own != hers
        assert again == [hers, own] * 3
        body, key = {"student_id": mine}, "the-same-request"
        replayed = [await xiaoman.phone.post(home, body, key=key) for _ in range(2)]
        assert {f"/exports/{one['id']}" for one in replayed} == {own}
        with refused(409, "export.not_ready"):
            await xiaoman.phone.get(f"{own}/download")
        for _ in range(2):
            await xiaoman.phone.delete(own)
    await alice.phone.until(hers, state=["ready"])
    assert (await xiaoman.phone.get(own))["state"] == "cancelled"
    assert [await acts(f"export.{what}") for what in ("asked", "cancelled")] == [2, 1]


async def test_before_her_birthday_and_on_a_lent_phone_the_guardians_are_to_be_asked(world):
    alice = await mother_of(world, almost(18))
    xiaoman, lent = await pupil_of(world, alice), await lends(alice)
    home = f"/families/{alice.family}/exports"
    with refused(403, "student.not_of_age"):
        await asks(xiaoman, alice.child)
    with refused(403, "session.handed_over"):
        await asks(lent, alice.child)
    assert [await one.sees(home) for one in (xiaoman, lent)] == [[False], [False]]
    with tomorrow():
        assert (await asks(xiaoman, alice.child)).startswith("/exports/")
        assert len((await xiaoman.phone.get(home))["items"]) == 1


async def test_without_her_sign_in_nothing_is_packed_and_nothing_had(world, alice, xiaoman):
    own, mine = await packed(xiaoman, alice.child), alice.child
    async with world.worker_away():
        waiting = await asks(xiaoman, mine)
        await xiaoman.phone.delete(f"/students/{mine}/account")
    await world.quiet()
    assert (await Export.get(id=waiting[9:])).state == "cancelled"
    assert await xiaoman.sees(own, f"{own}/download", waiting) == [False] * 3
    assert await alice.sees(own) == [False]
    other = await world.person("Another")
    await enters(other, await code_for(alice))
    assert await other.sees(own, f"{own}/download") == [False, False]
    with clock.moved(timedelta(days=8)):
        assert (await other.phone.get(f"/families/{alice.family}/exports"))["items"] == []


async def test_it_goes_with_her_archive(world, alice, xiaoman):
    await packed(xiaoman, alice.child)
    await carried_out(world, await asks_for_erasure(xiaoman, of_child(alice)))
    assert (await Export.all().count(), keys(world)) == (0, set())


async def test_it_goes_with_her_account_and_the_guardians_stay(world, alice, xiaoman):
    await packed(xiaoman, alice.child)
    theirs = await packed(alice, alice.child)
    await carried_out(world, await asks_for_erasure(xiaoman, "/account"))
    assert [f"/exports/{one.id}" for one in await Export.all()] == [theirs]
