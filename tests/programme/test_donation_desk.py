"""Donation desk: who of the archive reads, looks and decides, and how numbers are given."""

import asyncio

from models.programme.donations import Donation, DonationState
from models.trust.audit import AuditRecord
from service.foundation import clock
from service.programme import donation_desk
from tests.programme.donation_room import (
    SORRY,
    WORTH,
    begins_accession,
    decides,
    desk,
    fetched,
    looks,
    offers,
    photographed,
    reads_deed,
    signed,
    signs,
    taken_in,
)
from tests.trust.household import told
from tests.world import JINWAN, XIANGZHOU, refused

CITY, TOWN = "440400000000", "440402004000"


async def test_archivists_elsewhere_and_others_find_nothing(world, alice, liu):
    other, town, city = [await world.archivist(code) for code in (JINWAN, TOWN, CITY)]
    donation = await offers(alice, await photographed(alice))
    line = donation["items"][0]["id"]
    path = f"/staff/donations/{donation['id']}"
    paths = (path, f"{path}/items/{line}", f"{path}/certificate.pdf", f"{path}/deed.pdf")
    for who in (other, town, alice):
        assert await who.sees(*paths) == [False] * 4
        for act, body in (("decision", {"wanted": True, "words": WORTH}), ("accession", None)):
            with refused(404):
                await who.phone.put(f"{path}/{act}", body)
        with refused(404):
            await who.phone.get("/staff/donations", region=XIANGZHOU)
    assert await desk(other, JINWAN) == []
    assert await desk(city, CITY) == []
    for who in (liu, city):
        assert await who.sees(path, paths[1]) == [True, True]
    with refused(401):
        await world.phone("Nobody").get(path)


async def test_the_desk_is_asked_by_state_and_for_what_waits_longest(
    world, alice, liu, monkeypatch
):
    monkeypatch.setattr(donation_desk, "PAGE", 2)
    first, wanted, last = [await offers(alice, await photographed(alice)) for _ in range(3)]
    await decides(liu, wanted)

    async def asked(**more: str) -> list[str]:
        pages = [await liu.phone.get("/staff/donations", region=XIANGZHOU, **more)]
        while cursor := pages[-1]["next"]:
            query = {"region": XIANGZHOU, "cursor": cursor, **more}
            pages.append(await liu.phone.get("/staff/donations", **query))
        return [one["id"] for page in pages for one in page["items"]]

    in_order = [one["id"] for one in (first, wanted, last)]
    assert await asked() == in_order[::-1]
    assert await asked(oldest_first="true") == in_order
    assert await asked(state="offered", oldest_first="true") == [first["id"], last["id"]]
    assert await asked(state="wanted") == [wanted["id"]]
    await alice.phone.delete(f"/donations/{last['id']}")
    assert await asked(state="withdrawn") == []
    with refused(422):
        await asked(state="lost")


async def test_pictures_come_with_a_look_and_each_look_leaves_its_row(world, alice, liu):
    donation = await offers(alice, await photographed(alice), words="请收下。")
    shown = await liu.phone.get(f"/staff/donations/{donation['id']}")
    assert (shown["words"], shown["items"][0]["title"]) == ("请收下。", "三好学生奖状")
    assert "http" not in str(shown)
    looked = await looks(liu, donation)
    (file,) = looked["files"]
    assert (await fetched(world, file["picture"])).status_code == 200
    assert world.settings.kodo_upload_url in file["picture"] and "/o/" not in file["picture"]
    line = donation["items"][0]["id"]
    rows = await AuditRecord.filter(subject_id=line, action="donation.item_looked_at")
    assert [row.actor_id for row in rows] == [(await liu.account()).id]


async def test_what_was_changed_since_is_not_looked_at_until_it_is_signed_anew(world, alice, liu):
    award, letter = await photographed(alice), await photographed(alice)
    donation = await offers(alice, award, letter)
    await alice.phone.put(f"/filed-items/{award['id']}", {"words": "在家里的书房拍的"})
    await alice.phone.until(f"/filed-items/{award['id']}", standing=["passed"])
    with refused(409, "donation.item_changed"):
        await looks(liu, donation)
    await looks(liu, donation, 1)
    changed = (await liu.phone.get(f"/staff/donations/{donation['id']}"))["items"][0]
    assert (changed["changed"], changed["title"]) == (True, "")
    await decides(liu, donation)
    await signs(alice, donation)
    assert (await looks(liu, donation))["words"] == "在家里的书房拍的"


async def test_declined_kindly_it_is_read_no_more(world, alice, liu):
    donation = await offers(alice, await photographed(alice), words="请收下。")
    for _ in range(2):
        answer = await decides(liu, donation, wanted=False, words=SORRY)
        assert (answer["state"], answer["appraisal"]) == ("declined", SORRY)
    assert (answer["words"], answer["items"]) == ("", [])
    with refused(404):
        await looks(liu, donation)
    with refused(409, "donation.decided"):
        await decides(liu, donation)
    shown = await alice.phone.get(f"/donations/{donation['id']}")
    assert (shown["state"], shown["appraisal"]) == ("declined", SORRY)
    with refused(409, "donation.declined"):
        await alice.phone.delete(f"/donations/{donation['id']}")
    with refused(409, "donation.not_wanted"):
        await reads_deed(alice, donation)


async def test_of_two_archivists_one_decides(world, alice, liu):
    city = await world.archivist(CITY)
    donation = await offers(alice, await photographed(alice))
    answers = await asyncio.gather(
        decides(liu, donation),
        decides(city, donation, wanted=False, words=SORRY),
        return_exceptions=True,
    )
    refusals = [one for one in answers if isinstance(one, Exception)]
    assert [one.problem["code"] for one in refusals] == ["donation.decided"]  # type: ignore[attr-defined]
    kept = await Donation.get(id=donation["id"])
    assert (kept.state is DonationState.WANTED) is (kept.decided_by_id == (await liu.account()).id)


async def test_an_archivist_leaves_their_own_family_to_a_colleague(world, alice, liu):
    await alice.invites(liu, "亲属", "viewer")
    donation = await offers(alice, await photographed(alice))
    assert await desk(liu) == []
    assert await told(liu, "donation") == []
    path = f"/staff/donations/{donation['id']}"
    for act, body in (("decision", {"wanted": True, "words": WORTH}), ("accession", None)):
        with refused(403, "donation.of_family"):
            await liu.phone.put(f"{path}/{act}", body)
    with refused(403, "donation.of_family"):
        await liu.phone.get(path)
    city = await world.archivist(CITY)
    await decides(city, donation)


async def test_numbers_have_no_gap_and_each_archive_counts_its_own(world, alice, liu):
    city = await world.archivist(CITY)
    for archivist, code, count in ((liu, XIANGZHOU, 3), (city, CITY, 1)):
        for _ in range(count):
            donation = await signed(alice, archivist, await photographed(alice), to=code)
            lost = await signed(alice, archivist, await photographed(alice), to=code)
            async with world.worker_away():
                await begins_accession(archivist, lost)
                await alice.phone.delete(f"/donations/{lost['id']}")
            await taken_in(archivist, donation)
    year = clock.today().year
    numbers = {one.accession for one in await Donation.filter(state=DonationState.ACCESSIONED)}
    assert numbers == {f"XZ-J{year}-{n:04}" for n in (1, 2, 3)} | {f"ZH-J{year}-0001"}
