"""Donation copies: what the archive gets, what it does not, and what goes again."""

import asyncio
import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from models.programme.donations import DonatedItem, Donation, DonationState
from service.archive import findings, inventory, reconciling
from service.foundation import clock
from service.foundation.database import query
from service.programme import donation_copies
from tests.archive.filing_room import files
from tests.programme.donation_room import (
    accessioned,
    begins_accession,
    copied_half,
    copies,
    decides,
    desk,
    fetched,
    left_half_copied,
    looks,
    offers,
    photographed,
    signed,
    signs,
    taken_in,
)
from tests.trust.household import father_of
from tests.world import Person, World, a_photo, refused


async def states() -> list[DonationState]:
    return [one.state for one in await Donation.all().order_by("id")]


async def decision_told(person: Person) -> dict[str, Any]:
    told = (await person.phone.get("/notices"))["items"]
    (one,) = [one for one in told if one["kind"] == "donation_decided"]
    return one


async def only_given(world: World, donation: dict[str, Any], item: dict[str, Any]) -> None:
    """The archive has this item of the donation, and not an object of any other."""
    (kept,) = await DonatedItem.filter(donation_id=donation["id"], content__isnull=False)
    assert str(kept.item_id) == item["id"]
    assert copies(world) == {copy["key"] for copy in kept.copies}


async def test_the_archive_has_copies_of_its_own_byte_for_byte(world, alice, liu):
    data = a_photo()
    photo = await alice.takes_photo(data)
    award = await files(alice, photo_ids=[photo], student_id=alice.child, words="二年级得的。")
    donation = await accessioned(alice, liu, award)
    row = await DonatedItem.get(donation_id=donation["id"])
    original, view = row.copies
    assert original["sha256"] == hashlib.sha256(data).hexdigest()
    assert copies(world) == {original["key"], view["key"]}
    assert original["key"] == f"donations/{donation['id']}/{row.id}/0"
    assert row.content and (row.content["words"], row.content["persons"]) == ("二年级得的。", [])
    assert not {"location", "filed_by_id"} & set(row.content)
    await alice.phone.delete(f"/filed-items/{award['id']}")
    await alice.phone.delete(f"/photos/{photo}")
    looked = await looks(liu, donation)
    assert (looked["title"], looked["files"][0]["sha256"]) == (award["title"], original["sha256"])
    assert (await fetched(world, looked["files"][0]["picture"])).status_code == 200
    (kept,) = (await alice.phone.get(f"/donations/{donation['id']}"))["items"]
    assert (kept["item_id"], kept["title"], kept["given"]) == (None, award["title"], True)


async def test_the_walk_over_all_objects_knows_the_copies(world, alice, liu):
    before = await inventory.size()
    await accessioned(alice, liu, await photographed(alice))
    with clock.moved(timedelta(minutes=10)):
        async for _ in reconciling.look_at_all():
            pass
    assert await findings.open_ones() == []
    assert await inventory.size() == before + 4


async def test_what_was_changed_after_the_signature_is_not_handed_over(world, alice, liu):
    award, letter = await photographed(alice), await photographed(alice)
    donation = await signed(alice, liu, award, letter)
    more = await alice.takes_photo()
    await alice.phone.put(f"/filed-items/{award['id']}", {"photo_ids": [more]})
    await taken_in(liu, donation)
    kept = (await alice.phone.get(f"/donations/{donation['id']}"))["items"]
    assert [one["given"] for one in kept] == [False, True]
    assert len(copies(world)) == 2


async def test_where_nothing_is_left_of_what_was_signed_it_ends(world, alice, liu):
    award = await photographed(alice)
    donation = await signed(alice, liu, award)
    await alice.phone.delete(f"/filed-items/{award['id']}")
    await begins_accession(liu, donation)
    await world.quiet()
    assert await states() == [DonationState.WITHDRAWN]
    assert await query("select 1 from sequences where name like 'donations.%'") == []


async def test_who_signed_is_told_that_nothing_of_it_came_in(world, alice, liu):
    """Alice was told before that the archive wanted it, and has read that."""
    award = await photographed(alice)
    donation = await offers(alice, award)
    await decides(liu, donation)
    wanted = await decision_told(alice)
    await alice.phone.put(f"/notices/{wanted['id']}/read")
    await signs(alice, donation)
    await alice.phone.delete(f"/filed-items/{award['id']}")
    await begins_accession(liu, donation)
    await world.quiet()
    ended = await decision_told(alice)
    assert (ended["subject_id"], ended["read"]) == (donation["id"], False)


async def test_what_is_taken_out_after_it_was_copied_is_not_handed_over(world, alice, liu):
    award, letter = await photographed(alice), await photographed(alice, child=False)
    donation = await signed(alice, liu, award, letter)
    row = await DonatedItem.get(donation_id=donation["id"], item_id=award["id"])
    async with world.worker_away():
        await begins_accession(liu, donation)
        assert await donation_copies._copy_item(row.donation_id, row.id)
        await alice.phone.delete(f"/filed-items/{award['id']}")
    await world.quiet()
    assert await states() == [DonationState.ACCESSIONED]
    await only_given(world, donation, letter)


async def test_of_what_is_corrected_after_an_outage_the_archive_keeps_nothing(world, alice, liu):
    """Kodo goes away within the first item, and the retry leaves it out."""
    award, letter = await photographed(alice), await photographed(alice, child=False)
    donation = await signed(alice, liu, award, letter)
    row = await DonatedItem.get(donation_id=donation["id"], item_id=award["id"])
    async with world.worker_away():
        await begins_accession(liu, donation)
        await copied_half(world, row)
        await alice.phone.put(f"/filed-items/{award['id']}", {"words": "三年级得的。"})
    await world.quiet()
    assert await states() == [DonationState.ACCESSIONED]
    await only_given(world, donation, letter)


async def test_taken_back_it_is_gone_at_once_with_its_copies(world, alice, liu):
    father = await father_of(world, alice)
    first, second = await photographed(alice), await photographed(alice)
    donation = await signed(alice, liu, first, second)
    async with world.worker_away():
        await begins_accession(liu, donation)
        rows = await DonatedItem.filter(donation_id=donation["id"]).order_by("number")
        assert await donation_copies._copy_item(UUID(donation["id"]), rows[0].id)
        assert len(copies(world)) == 2
        await father.phone.delete(f"/donations/{donation['id']}")
        path = f"/staff/donations/{donation['id']}"
        assert await liu.sees(path, f"{path}/items/{rows[0].id}") == [False, False]
        assert await desk(liu) == []
        await donation_copies.copy(UUID(donation["id"]))  # a job that was under way
        assert len(copies(world)) == 2
    await world.quiet()
    for _ in range(2):  # and once more, by a job that comes late
        assert copies(world) == set()
        assert await DonatedItem.filter(content__isnull=False).count() == 0
        await donation_copies.copy(UUID(donation["id"]))
    ended = await Donation.get(id=donation["id"])
    assert (ended.state, bool(ended.accession)) == (DonationState.WITHDRAWN, False)
    with refused(404):
        await begins_accession(liu, donation)


async def test_a_job_that_was_lost_is_taken_up_again(world, alice, liu):
    donation = await signed(alice, liu, await photographed(alice))
    async with world.worker_away():
        await begins_accession(liu, donation)
        await query("delete from procrastinate_jobs where task_name = 'donations.copy'")
    await world.quiet()
    assert await states() == [DonationState.SIGNED]
    await donation_copies.sweep()
    await world.quiet()
    assert await states() == [DonationState.ACCESSIONED]


async def test_copies_of_which_an_outage_left_no_word_go_as_well(world, alice, liu):
    """Kodo went away within the first item, and with it the job that was to take them away."""
    await left_half_copied(world, alice, liu)
    await donation_copies.sweep()
    await world.quiet()
    assert copies(world) == set()
    async with world.worker_away():
        await donation_copies.sweep()
        assert (
            await query("select 1 from procrastinate_jobs where task_name like 'donations.%'") == []
        )


async def test_taking_back_against_the_accession_one_of_them_holds(world, alice, liu):
    made = [await offers(alice, await photographed(alice)) for _ in range(6)]
    for donation in made:
        await decides(liu, donation)
        await signs(alice, donation)
    acts = [begins_accession(liu, one) for one in made]
    acts += [alice.phone.delete(f"/donations/{one['id']}") for one in made]
    await asyncio.gather(*acts, return_exceptions=True)
    await world.quiet()
    kept = await Donation.all()
    assert {one.state for one in kept} <= {DonationState.ACCESSIONED, DonationState.WITHDRAWN}
    ended = {str(one.id) for one in kept if one.state is DonationState.WITHDRAWN}
    assert all(bool(one.accession) is (str(one.id) not in ended) for one in kept)
    assert not {key.split("/")[1] for key in copies(world)} & ended
