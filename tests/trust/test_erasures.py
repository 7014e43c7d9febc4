"""Erasures: deletion for good waits, can be cancelled, is carried out whole and proved."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from models.people.families import Membership, Role
from models.trust.consents import Purpose
from models.trust.erasures import DoomedObject, Erasure
from service.foundation import clock
from service.foundation.database import query
from service.foundation.errors import NotFound
from service.trust import erasures, purges
from tests.people.test_comings_of_age import born_before
from tests.people.test_handovers import lends, lent_account
from tests.pupil import pupil_of
from tests.trust.household import child_of, father_of, mother_of, told
from tests.trust.leaving import (
    acts,
    after,
    asks,
    carried_out,
    objects,
    of_child,
    of_home,
    passes,
    state,
)
from tests.world import Person, World, refused


@pytest.fixture
async def alice(world: World) -> Person:
    return await mother_of(world)


@pytest.fixture
async def father(world: World, alice: Person) -> Person:
    return await father_of(world, alice)


async def test_a_childs_archive_waits_seven_days_and_is_gone_with_its_photos(world, alice, father):
    photo, kept = await alice.takes_photo(), await alice.takes_photo()
    entry = await alice.records(title="第一步", photo_ids=[photo])
    await alice.records(title="老房子", photo_ids=[kept], student_id=None)
    erasure = await asks(alice, of_child(alice))
    assert (erasure["kind"], erasure["cancelled"], erasure["receipt"]) == ("student", False, [])
    waits = clock.now() + timedelta(days=7)
    assert abs(datetime.fromisoformat(erasure["due_at"]) - waits) < timedelta(minutes=1)
    await passes(world, 6.9)
    assert await alice.sees(of_child(alice), f"/entries/{entry['id']}") == [True] * 2
    await passes(world, 7)
    seen = [of_child(alice), f"{of_child(alice)}/timeline", f"/entries/{entry['id']}"]
    for reader in (alice, father):
        assert await reader.sees(*seen, f"/photos/{photo}") == [False] * 4
        assert await reader.sees(f"/photos/{kept}") == [True]
    assert len(objects(world)) == 2
    assert (await state(alice, erasure))["done_at"] is None
    await passes(world, 7, 145)
    done = await state(alice, erasure)
    receipt = {one["kind"]: one["count"] for one in done["receipt"]}
    assert receipt.items() >= {"entries": 1, "photos": 1, "objects": 2, "students": 1}.items()
    assert all(one["words"] for one in done["receipt"])
    assert await acts(erasure) == ["erasure.asked", "erasure.purged", "erasure.done"]
    assert await DoomedObject.all().count() == 0
    for guardian in (alice, father):
        assert [kind for kind, _ in await told(guardian, "erasure_done")] == ["erasure_done"]


async def test_only_whoever_decides_asks_and_nobody_while_there_is_a_dispute(world, alice, father):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷", "editor")
    child = await child_of(world, alice)
    for who, status in ((chen, 403), (bob, 404), (child, 403)):
        with refused(status):
            await asks(who, of_child(alice))
    for who, status in ((father, 403), (chen, 403), (bob, 404)):
        with refused(status):
            await asks(who, of_home(alice))
    await father.phone.post(f"{of_home(alice)}/dispute", None)
    for what in (of_child(alice), of_home(alice)):
        with refused(409, "family.disputed"):
            await asks(alice, what)
    assert await Erasure.all().count() == 0


async def test_the_other_guardian_is_told_and_can_cancel(world, alice, father):
    erasure = await asks(alice, of_child(alice))
    ((_, words),) = await told(father, "erasure_asked")
    assert "反悔" in words
    assert await told(alice, "erasure") == []
    for _ in range(2):
        await father.phone.delete(f"/erasures/{erasure['id']}")
    assert (await state(alice, erasure))["cancelled"] is True
    await carried_out(world, erasure)
    assert await alice.sees(of_child(alice)) == [True]
    assert await acts(erasure) == ["erasure.asked", "erasure.cancelled"]
    again = await asks(alice, of_child(alice))
    assert again["id"] != erasure["id"]


async def test_an_erasure_is_nobody_elses_to_see_or_to_cancel(world, alice):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷", "editor")
    erasure = await asks(alice, of_child(alice))
    for who, cancelling in ((chen, 403), (bob, 404)):
        assert await who.sees(f"/erasures/{erasure['id']}") == [False]
        with refused(cancelling):
            await who.phone.delete(f"/erasures/{erasure['id']}")
    with refused(404):
        await alice.phone.delete(f"/erasures/{uuid4()}")
    await lends(alice)
    with pytest.raises(NotFound):
        await erasures.seen_by(await lent_account(), UUID(erasure["id"]))


async def test_who_asked_and_left_the_family_reads_no_more_of_it(world, alice, father):
    erasure = await asks(father, of_child(alice))
    path = f"/erasures/{erasure['id']}"
    assert await father.sees(path) == [True]
    members = (await alice.phone.get(f"/families/{alice.family}/members"))["items"]
    (place,) = [one["id"] for one in members if one["nickname"] == "Father"]
    await father.phone.delete(f"/memberships/{place}")
    assert (await father.sees(path), await alice.sees(path)) == ([False], [True])
    with refused(404):
        await father.phone.delete(path)


async def test_asking_again_and_all_at_once_is_one_erasure(alice, father):
    asked = [asks(who, of_child(alice)) for who in (alice, father) for _ in range(5)]
    assert len({one["id"] for one in await asyncio.gather(*asked)}) == 1
    assert await Erasure.all().count() == 1


async def test_it_is_too_late_to_cancel_what_is_gone(world, alice):
    erasure = await asks(alice, of_child(alice))
    await passes(world, 7)
    with refused(409, "erasure.too_late"):
        await alice.phone.delete(f"/erasures/{erasure['id']}")


async def test_a_dispute_that_comes_up_while_it_waits_holds_it_up(world, alice, father):
    erasure = await asks(alice, of_child(alice))
    await father.phone.post(f"{of_home(alice)}/dispute", None)
    assert "分歧" in (await state(alice, erasure))["words"]
    await passes(world, 8)
    assert await alice.sees(of_child(alice)) == [True]
    await father.phone.delete(f"{of_home(alice)}/dispute")
    await passes(world, 8)
    assert await alice.sees(of_child(alice)) == [False]


async def test_while_it_waits_the_family_has_everything_and_shows_nothing_new_outside(alice):
    await alice.consents(Purpose.SHOW, alice.child)
    await alice.consents(Purpose.CLASS, alice.child)
    photo = await alice.takes_photo()
    post = await alice.shows("海边", [photo])
    erasure = await asks(alice, of_child(alice))
    assert await alice.sees(f"/posts/{post['id']}", of_child(alice)) == [True] * 2
    await alice.records(title="还在记")
    for audience in ("class", "public"):
        with refused(409, "student.leaving"):
            await alice.publishes("再晒一次", [photo], audience=audience)
    with refused(409, "student.leaving"):
        await alice.records(title="给班级", audience="class")
    with refused(409, "student.leaving"):
        await alice.phone.post(f"/posts/{post['id']}/share-links", {})
    await alice.publishes("家里别的事", [photo], audience="family", student_id=None)
    await alice.publishes("家里看", [photo])
    await alice.phone.delete(f"/erasures/{erasure['id']}")
    assert (await alice.shows("又可以了", [photo]))["state"] == "approved"


async def test_a_photo_that_a_sibling_uses_stays_and_is_named_as_staying(world, alice):
    both, hers, worn = [await alice.takes_photo() for _ in range(3)]
    child = alice.child
    await alice.records(title="两个孩子", photo_ids=[both, hers, worn])
    sibling = await alice.opens_archive("小寒")
    await alice.records(title="我也在", photo_ids=[both])
    await alice.phone.put(f"/students/{sibling}/avatar", {"photo_id": worn})
    erasure = await asks(alice, f"/students/{child}")
    await carried_out(world, erasure)
    assert await alice.sees(*(f"/photos/{one}" for one in (both, hers, worn))) == [
        True,
        False,
        True,
    ]
    (entry,) = await alice.timeline()
    assert len(entry["photos"]) == 1
    assert len(objects(world)) == 4


async def test_a_relatives_photo_stays_whose_phone_once_tried_out_the_childs_code(world, alice):
    phone = await pupil_of(world, alice, "Second")
    childs = await phone.takes_photo()
    await alice.phone.delete(f"{of_child(alice)}/account")
    await alice.invites(phone, "外婆", "editor")
    hers = await phone.takes_photo()
    body = {"family_id": alice.family, "files": [{"name": "a.jpg", "bytes": 1000}]}
    await phone.phone.post("/uploads", body)
    await carried_out(world, await asks(alice, of_child(alice)))
    assert await alice.sees(f"/photos/{childs}", f"/photos/{hers}") == [False, True]
    (uploads,) = await query("select count(*) from uploads")
    assert uploads["count"] == 2  # hers, and that which made no photo yet


async def test_a_family_goes_whole_and_its_owner_keeps_the_receipt(world, alice, father):
    await alice.joins_programme()
    await alice.invites(await world.person("Chen"), "爷爷")
    photo = await alice.takes_photo()
    await alice.records(title="第一步", photo_ids=[photo])
    erasure = await asks(alice, of_home(alice))
    await carried_out(world, erasure)
    for member in (alice, father):
        assert await member.sees(of_home(alice), of_child(alice)) == [False] * 2
        assert (await member.phone.get("/account"))["families"] == []
    done = await state(alice, erasure)
    counts = {one["kind"]: one["count"] for one in done["receipt"]}
    assert counts.items() >= {"memberships": 3, "entries": 1, "students": 1, "families": 1}.items()
    assert await father.sees(f"/erasures/{erasure['id']}") == [False]
    assert objects(world) == set()
    (tombstone,) = await query("select * from families")
    assert (tombstone["name"], tombstone["erased_at"] is not None) == ("", True)
    (home,) = await query("select number, until, region_id = district_id as coarse from households")
    assert home["number"]
    assert home["until"] and home["coarse"]
    assert [kind for kind, _ in await told(alice, "erasure_done")] == ["erasure_done"]


async def test_the_owner_alone_cancels_the_end_of_a_family(alice, father):
    erasure = await asks(alice, of_home(alice))
    assert (await state(father, erasure))["id"] == erasure["id"]
    with refused(403):
        await father.phone.delete(f"/erasures/{erasure['id']}")
    await alice.phone.delete(f"/erasures/{erasure['id']}")
    assert (await state(father, erasure))["cancelled"] is True


async def test_an_account_leaves_its_relatives_what_it_wrote_without_its_name(world, alice):
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷")
    chen.child = alice.child
    photo = await chen.takes_photo()
    entry = await chen.records(title="爷爷写的", photo_ids=[photo])
    await world.quiet()
    openid = (await chen.account()).openid
    erasure = await asks(chen, "/account")
    await passes(world, 14.9)
    assert (await chen.phone.get("/account"))["nickname"] == "Chen"
    await chen.phone.sign_in()
    await passes(world, 15)
    with refused(401):
        await chen.phone.get("/account")
    read = await alice.phone.get(f"/entries/{entry['id']}")
    assert (read["title"], read["author"]) == ("爷爷写的", "已注销的用户")
    assert await alice.sees(f"/photos/{photo}") == [True]
    members = (await alice.phone.get(f"{of_home(alice)}/members"))["items"]
    assert [one["nickname"] for one in members] == ["Alice"]
    (row,) = await query("select * from accounts where id = $1", UUID(await _asked_by(erasure)))
    assert row["openid"] == f"erased:{row['id']}"
    assert (row["phone_sealed"], row["avatar_id"], row["unionid"]) == (None, None, None)
    assert await query("select 1 from accounts where openid = $1", openid) == []
    assert await query("select 1 from sessions where account_id = $1", row["id"]) == []
    await passes(world, 15, 145)
    newcomer = await world.person("Chen")
    assert (await newcomer.account()).id != row["id"]
    assert (await newcomer.phone.get("/account"))["families"] == []
    assert (await state(newcomer, erasure))["done_at"]


async def _asked_by(erasure: dict) -> str:
    return str((await Erasure.get(id=erasure["id"])).asked_by_id)


async def test_an_account_is_not_erased_before_it_has_handed_its_family_over(world, alice, father):
    with refused(409, "account.last_guardian"):
        await asks(alice, "/account")
    erasure = await asks(father, "/account")
    await Membership.filter(account=await alice.account()).update(role=Role.GUARDIAN)
    await Membership.filter(account=await father.account()).update(role=Role.OWNER)
    assert "交给" in (await state(father, erasure))["words"]
    await passes(world, 16)
    assert (await father.phone.get("/account"))["families"]
    await asks(alice, "/account")


async def test_a_family_of_nobody_else_goes_with_the_account(world, alice):
    photo = await alice.takes_photo()
    await alice.records(title="第一步", photo_ids=[photo])
    bob = await world.person("Bob")
    erasure = await asks(alice, "/account")
    assert await bob.sees(f"/erasures/{erasure['id']}") == [False]
    with refused(404):
        await bob.phone.delete(f"/erasures/{erasure['id']}")
    await carried_out(world, erasure)
    assert objects(world) == set()
    assert await query("select 1 from entries union all select 1 from memberships") == []
    assert await query("select 1 from students where erased_at is null") == []
    receipt = {one["kind"]: one["count"] for one in (await state(bob, erasure))["receipt"]}
    assert receipt.items() >= {"families": 1, "accounts": 1, "entries": 1, "objects": 2}.items()


async def test_a_grown_childs_archive_is_not_its_parents_to_erase(world):
    alice = await mother_of(world, "2006-05-01")
    child = await child_of(world, alice)
    for what in (of_child(alice), of_home(alice), "/account"):
        with refused(403, "student.grown"):
            await asks(alice, what)
    erasure = await asks(child, of_child(alice))
    with refused(403, "student.grown"):
        await alice.phone.delete(f"/erasures/{erasure['id']}")
    await carried_out(world, erasure)
    assert await alice.sees(of_child(alice)) == [False]
    assert (await state(child, erasure))["done_at"]


@pytest.mark.parametrize("what", [of_child, of_home, lambda _: "/account"])
async def test_nor_once_the_child_has_grown_up_while_it_waited(world, what):
    alice = await mother_of(world, born_before(18, days=3))
    child = await child_of(world, alice)
    erasure = await asks(alice, what(alice))
    await passes(world, 16)
    assert await child.sees(of_child(alice)) == [True]
    with after(days=16):
        assert "本人" in (await state(alice, erasure))["words"]
    assert await acts(erasure) == ["erasure.asked"]


async def test_a_grown_child_has_it_erased_where_its_parents_erasure_is_held_up(world):
    alice = await mother_of(world, born_before(18, days=3))
    child = await child_of(world, alice)
    parents = await asks(alice, of_child(alice))
    with after(days=4):
        assert "本人" in (await state(child, parents))["words"]
        own = await asks(child, of_child(alice))
        assert (await asks(child, of_child(alice)))["id"] == own["id"]
        assert (await state(alice, parents))["cancelled"] is True
    assert await acts(parents) == ["erasure.asked", "erasure.cancelled"]
    await passes(world, 10.9)
    assert await child.sees(of_child(alice)) == [True]
    await passes(world, 11.1)
    assert await alice.sees(of_child(alice)) == [False]
    assert (await state(child, own))["purged_at"]


async def test_a_grown_child_asks_while_a_purge_looks_at_its_parents_erasure(world):
    """Neither waits in a circle for the other."""
    alice = await mother_of(world, born_before(18, days=3))
    child = await child_of(world, alice)
    parents = await asks(alice, of_child(alice))
    await world.quiet()
    blocking = await asyncpg.connect(world.settings.database_url)
    with after(days=8):
        async with blocking.transaction():
            await blocking.execute("select 1 from families for update")
            asking = asyncio.create_task(asks(child, of_child(alice)))
            await world.until_blocked(1)
            purge = asyncio.ensure_future(purges.purge(UUID(parents["id"])))
            await world.until_blocked(2)
        await blocking.close()
        await asyncio.gather(asking, purge)
    assert await acts(parents) == ["erasure.asked", "erasure.cancelled"]


async def test_a_family_of_one_shows_nothing_new_while_its_account_waits(world, alice):
    await alice.consents(Purpose.SHOW, alice.child)
    photo = await alice.takes_photo()
    erasure = await asks(alice, "/account")
    with refused(409, "student.leaving"):
        await alice.publishes("海边", [photo], audience="public")
    await alice.phone.delete(f"/erasures/{erasure['id']}")
    assert (await alice.shows("海边", [photo]))["state"] == "approved"


async def test_a_family_of_more_lives_on_and_shows(alice, father):
    await alice.consents(Purpose.SHOW, alice.child)
    await asks(father, "/account")
    assert (await alice.shows("海边", [await alice.takes_photo()]))["state"] == "approved"


@pytest.mark.parametrize(
    ("what", "table"), [(of_child, "students"), (lambda _: "/account", "accounts")]
)
async def test_who_asks_takes_the_family_before_all_else_of_it(world, alice, what, table):
    """As a purge does, or the two would wait in a circle."""
    await world.quiet()
    blocking = await asyncpg.connect(world.settings.database_url)
    async with world.worker_away():
        async with blocking.transaction():
            await blocking.execute("select 1 from families for update")
            asking = asyncio.create_task(asks(alice, what(alice)))
            await world.until_blocked(1)
            await blocking.execute(f"select 1 from {table} for update nowait")
        await asking
    await blocking.close()
