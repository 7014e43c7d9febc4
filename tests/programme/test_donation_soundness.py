"""Donation soundness: what came in is read to its end, and the report says what came of it."""

import pytest

from models.programme.donations import DonatedItem, Donation
from service.integrations.errors import VendorUnavailable
from service.programme import donation_copies, donation_inspecting
from tests.archive.paper_room import pages_of, taken
from tests.archive.vault import Vault
from tests.programme.donation_room import (
    accessioned,
    begins_accession,
    photographed,
    signed,
)
from tests.trust.leaving import asks as asks_for_erasure
from tests.trust.leaving import carried_out
from tests.world import refused


def amiss(report: dict) -> dict[str, list[str]]:
    """What is remarked, by the names of the checks."""
    found = {one["name"]: [told["what"] for told in one["remarks"]] for one in report["checks"]}
    return {name: remarks for name, remarks in found.items() if remarks}


async def test_what_came_in_well_is_sound_and_both_read_so(world, alice, liu):
    award = await photographed(alice, title="三好学生奖状")
    made = await accessioned(alice, liu, award)
    report = await alice.phone.get(f"/donations/{made['id']}/soundness")
    assert report == await liu.phone.get(f"/staff/donations/{made['id']}/soundness")
    assert (report["outcome"], report["items"], report["files"]) == ("passed", 1, 1)
    assert (report["accession"], report["archive"]) == (made["accession"], "香洲区档案馆")
    properties = list(dict.fromkeys(one["property"] for one in report["checks"]))
    assert properties == ["authentic", "complete", "usable", "safe"]
    assert amiss(report) == {}
    printed = (await taken(alice, f"/donations/{made['id']}/soundness.pdf")).content
    (page,) = pages_of(printed)
    for words in ("四性检测报告", made["accession"], "香洲区档案馆", "1个文件", "通过"):
        assert words in page
    assert "三好学生奖状" not in page
    assert (await taken(liu, f"/staff/donations/{made['id']}/soundness.pdf")).content == printed


async def test_what_was_left_out_is_said_without_blame(world, alice, liu):
    award, letter = await photographed(alice), await photographed(alice)
    made = await signed(alice, liu, award, letter)
    await alice.phone.delete(f"/filed-items/{award['id']}")
    await begins_accession(liu, made)
    await liu.phone.until(f"/staff/donations/{made['id']}", state=["accessioned"])
    report = await alice.phone.get(f"/donations/{made['id']}/soundness")
    assert report["outcome"] == "advised"
    assert amiss(report) == {"协议里列的都交来了": ["签字以后改过或者收回了，没有交来"]}
    (told,) = [one["remarks"][0] for one in report["checks"] if one["remarks"]]
    assert (told["number"], told["title"]) == (award["number"], "")


async def test_a_damaged_copy_does_not_come_in_and_is_made_anew(world, alice, liu):
    made = await signed(alice, liu, await photographed(alice))
    path = f"/staff/donations/{made['id']}"
    async with world.worker_away():
        await begins_accession(liu, made)
        row = await DonatedItem.get(donation_id=made["id"])
        assert await donation_copies._copy_item(row.donation_id, row.id)
        Vault(world).flip_a_bit(f"donations/{made['id']}/{row.id}/0")
        inspection = await donation_inspecting.inspect(row.donation_id)
        assert inspection.broken == {row.id}
        failed = [one.name for one in inspection.checks if one.outcome == "failed"]
        assert failed == ["复制件和原件一个字节不差"]
        with pytest.raises(VendorUnavailable):
            await donation_copies.copy(row.donation_id)
        assert (await liu.phone.get(path))["state"] == "signed"
    await liu.phone.until(path, state=["accessioned"])
    report = await alice.phone.get(f"/donations/{made['id']}/soundness")
    assert report["outcome"] == "passed"


async def test_what_goes_while_it_is_read_is_not_in_the_report(world, alice, liu):
    award, letter = await photographed(alice), await photographed(alice)
    made = await signed(alice, liu, award, letter)
    async with world.worker_away():
        await begins_accession(liu, made)
        rows = await DonatedItem.filter(donation_id=made["id"]).order_by("number")
        for row in rows:
            assert await donation_copies._copy_item(row.donation_id, row.id)
        inspection = await donation_inspecting.inspect(rows[0].donation_id)
        await rows[0].delete()
        await donation_copies._accession(rows[0].donation_id, inspection)
        assert (await liu.phone.get(f"/staff/donations/{made['id']}"))["state"] == "signed"
    await liu.phone.until(f"/staff/donations/{made['id']}", state=["accessioned"])
    assert (await alice.phone.get(f"/donations/{made['id']}/soundness"))["items"] == 1


async def test_nobody_else_reads_it_and_before_its_time_there_is_none(world, alice, liu):
    bob, stranger = await world.person("Bob"), world.phone("Nobody")
    made = await signed(alice, liu, await photographed(alice))
    path = f"/donations/{made['id']}/soundness"
    for who, place in ((alice, path), (liu, f"/staff{path}")):
        for kind in ("", ".pdf"):
            with refused(409, "donation.not_inspected"):
                await taken(who, place + kind)
    assert await bob.sees(path, f"/staff{path}") == [False, False]
    with refused(401):
        await stranger.get(path)


async def test_an_erased_child_is_not_told_of_in_the_report(world, alice, liu):
    made = await accessioned(alice, liu, await photographed(alice))
    await carried_out(world, await asks_for_erasure(alice, f"/students/{alice.child}"))
    assert (await Donation.get(id=made["id"])).inspection is None
    with refused(409, "donation.no_inspection"):
        await liu.phone.get(f"/staff/donations/{made['id']}/soundness")
