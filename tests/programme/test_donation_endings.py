"""Donations and what ends: disputes, consents, memberships, a child, a family, an account."""

import asyncio
from typing import Any

from models.programme.donations import DonatedItem, Donation, DonationState
from models.trust.consents import Purpose
from service.integrations import adapters
from service.programme import donation_copies, donations
from tests.programme.donation_room import (
    NAME,
    accessioned,
    begins_accession,
    copies,
    decides,
    left_half_copied,
    offers,
    photographed,
    reads_deed,
    signed,
    signs,
    taken_in,
)
from tests.trust.household import father_of
from tests.trust.leaving import asks as asks_for_erasure
from tests.trust.leaving import carried_out
from tests.world import refused


async def states() -> list[DonationState]:
    return [one.state for one in await Donation.all().order_by("id")]


async def test_a_dispute_stops_offering_and_signing_but_no_taking_back(world, alice, liu):
    father = await father_of(world, alice)
    first, second = await photographed(alice), await photographed(alice)
    donation, other = await offers(alice, first), await accessioned(alice, liu, second)
    await decides(liu, donation)
    read = await reads_deed(alice, donation)
    await father.phone.post(f"/families/{alice.family}/dispute", None)
    with refused(409, "family.disputed"):
        await offers(alice, await photographed(alice))
    body = {"signature": NAME, "sha256": read["sha256"]}
    with refused(409, "family.disputed"):
        await alice.phone.put(f"/donations/{donation['id']}/signature", body)
    never = {"publication": "never"}
    await father.phone.put(f"/donations/{other['id']}/publication", never)
    await father.phone.delete(f"/donations/{donation['id']}")
    assert await states() == [DonationState.WITHDRAWN, DonationState.ACCESSIONED]


async def test_a_dispute_after_the_signature_keeps_the_archive_waiting(world, alice, liu):
    father = await father_of(world, alice)
    donation = await signed(alice, liu, await photographed(alice))
    await father.phone.post(f"/families/{alice.family}/dispute", None)
    with refused(409, "donation.unsettled"):
        await begins_accession(liu, donation)
    await father.phone.delete(f"/families/{alice.family}/dispute")
    await taken_in(liu, donation)


async def test_a_consent_taken_back_while_the_deed_is_signed_ends_the_donation(
    world, alice, liu, monkeypatch
):
    donation = await offers(alice, await photographed(alice))
    await decides(liu, donation)
    consents = (await alice.phone.get("/consents", family_id=alice.family))["items"]
    (given,) = [one["id"] for one in consents if one["purpose"] == Purpose.DONATION]
    await world.quiet()
    begun, goes_on = asyncio.Event(), asyncio.Event()
    require_decided = donations.require_decided

    async def slowly(*asked: Any) -> list[str]:
        begun.set()
        await goes_on.wait()
        return await require_decided(*asked)

    monkeypatch.setattr(donations, "require_decided", slowly)
    signing = asyncio.create_task(signs(alice, donation))
    await begun.wait()
    taking_back = asyncio.create_task(alice.phone.delete(f"/consents/{given}"))
    await world.until_blocked(1)
    goes_on.set()
    await asyncio.gather(signing, taking_back)
    assert await states() == [DonationState.WITHDRAWN]


async def test_with_the_consent_an_open_donation_ends_and_a_made_one_goes_dark(world, alice, liu):
    waiting = await offers(alice, await photographed(alice))
    made = await accessioned(alice, liu, await photographed(alice), publication="freely")
    own = await offers(alice, await photographed(alice, child=False))
    consents = (await alice.phone.get("/consents", family_id=alice.family))["items"]
    (given,) = [one["id"] for one in consents if one["purpose"] == Purpose.DONATION]
    receipt = await alice.phone.delete(f"/consents/{given}")
    dark = {one["kind"]: one["count"] for one in receipt["dark"]}
    assert dark == {"donations": 2}
    again = await alice.phone.delete(f"/consents/{given}")
    assert again == receipt
    kept = await alice.phone.get(f"/donations/{made['id']}")
    assert (kept["state"], kept["publication"], kept["named"]) == ("accessioned", "never", False)
    assert (await reads_deed(alice, made))["sha256"] == made["deed_sha256"]
    assert (await alice.phone.get(f"/donations/{waiting['id']}"))["state"] == "withdrawn"
    assert (await alice.phone.get(f"/donations/{own['id']}"))["state"] == "offered"
    assert (await liu.phone.get(f"/staff/donations/{made['id']}"))["publishable"] == "never"


async def test_whoever_leaves_the_family_leaves_no_open_offer(world, alice, liu):
    father = await father_of(world, alice)
    item = await photographed(alice)
    await offers(father, item)
    members = (await alice.phone.get(f"/families/{alice.family}/members"))["items"]
    (own,) = [one["id"] for one in members if one["nickname"] == "Father"]
    await father.phone.delete(f"/memberships/{own}")
    assert await states() == [DonationState.WITHDRAWN]
    await offers(alice, item)


async def test_an_erased_child_is_gone_from_the_archive_and_the_rest_stays(world, alice, liu):
    award = await photographed(alice, title="小满的奖状")
    letter = await photographed(alice, child=False, title="爷爷的信")
    made = await accessioned(alice, liu, award, letter, publication="freely")
    waiting = await offers(alice, await photographed(alice))
    assert len(copies(world)) == 4
    await carried_out(world, await asks_for_erasure(alice, f"/students/{alice.child}"))
    kept = await Donation.get(id=made["id"])
    assert (kept.state, kept.publication, kept.named) == ("accessioned", "never", False)
    assert (kept.deed, kept.signature, kept.accession) == (None, "", made["accession"])
    assert kept.deed_sha256 == made["deed_sha256"]
    (left,) = await DonatedItem.filter(donation_id=made["id"])
    assert left.content and left.content["title"] == "爷爷的信"
    assert copies(world) == {copy["key"] for copy in left.copies}
    assert not await Donation.exists(id=waiting["id"])
    with refused(409, "donation.no_deed"):
        await reads_deed(alice, made)


async def test_copies_half_made_and_not_removed_yet_go_with_the_child(world, alice, liu):
    await left_half_copied(world, alice, liu)
    await carried_out(world, await asks_for_erasure(alice, f"/students/{alice.child}"))
    assert copies(world) == set()


async def test_a_copy_that_a_killed_job_put_after_the_number_goes_with_the_child(world, alice, liu):
    award, letter = await photographed(alice), await photographed(alice, child=False)
    donation = await signed(alice, liu, award, letter)
    await alice.phone.put(f"/filed-items/{award['id']}", {"words": "三年级得的。"})
    await taken_in(liu, donation)
    row = await DonatedItem.get(donation_id=donation["id"], item_id=award["id"])
    kept = copies(world)
    for key in await donation_copies.planned(row):
        await adapters().kodo.copy(min(kept), key)
    assert len(copies(world)) == len(kept) + 2
    await carried_out(world, await asks_for_erasure(alice, f"/students/{alice.child}"))
    assert copies(world) == kept


async def test_an_erased_family_leaves_what_it_signed_nameless(world, alice, liu):
    letter = await photographed(alice, child=False, title="爷爷的信")
    made = await accessioned(alice, liu, letter, publication="freely")
    offered = await offers(alice, await photographed(alice))
    answer = await alice.phone.get(f"/families/{alice.family}/data")
    why = [one["why"] for one in answer["items"] if one["kind"] == "donations" and one["why"]]
    assert why == ["已经签了捐赠协议入馆，由档案馆按协议保存；不再公布，也不写捐赠人的名字"]
    await carried_out(world, await asks_for_erasure(alice, f"/families/{alice.family}"))
    kept = await Donation.get(id=made["id"])
    assert (kept.publication, kept.named) == ("never", False)
    assert kept.deed is not None and len(copies(world)) == 2
    assert not await Donation.exists(id=offered["id"])
    assert (await liu.phone.get(f"/staff/donations/{made['id']}"))["publishable"] == "never"


async def test_an_erased_donors_name_is_told_no_more(world, alice, liu):
    father = await father_of(world, alice)
    letter = await photographed(alice, child=False)
    made = await accessioned(father, liu, letter, publication="freely")
    await carried_out(world, await asks_for_erasure(father, "/account"))
    kept = await alice.phone.get(f"/donations/{made['id']}")
    assert (kept["publication"], kept["named"], kept["state"]) == ("never", False, "accessioned")
