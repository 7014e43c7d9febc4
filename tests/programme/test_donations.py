"""Donations: Alice offers, Liu of the district's archive decides, Alice signs, Liu takes it in."""

import hashlib
from uuid import UUID

from models.programme.donations import Donation, DonationState
from models.trust.audit import AuditRecord
from service.foundation import clock
from service.programme import donation_copies
from tests.archive.filing_room import DEED, files
from tests.programme.donation_room import (
    NAME,
    WORTH,
    accessioned,
    agrees,
    begins_accession,
    decides,
    desk,
    offers,
    photographed,
    reads_deed,
    signs,
    taken_in,
)
from tests.pupil import almost, pupil_of, tomorrow
from tests.trust.household import father_of, mother_of, told
from tests.world import JINWAN, Person, refused

TOWN = "440402004000"


async def states() -> list[DonationState]:
    return [one.state for one in await Donation.all().order_by("id")]


async def acts(donation: dict) -> list[str]:
    rows = AuditRecord.filter(subject_id=donation["id"], action__not="donation.looked_at")
    return await rows.order_by("id").values_list("action", flat=True)  # type: ignore[return-value]


async def test_the_whole_way_from_the_offer_to_the_certificate(world, alice, liu):
    award = await photographed(alice, title="三好学生奖状")
    letter = await photographed(alice, child=False, title="爷爷的信", class_code="C2")
    made = await offers(alice, award, letter, words="爷爷在盐场写的信。")
    assert (made["state"], made["archive"], made["mine"]) == ("offered", "香洲区档案馆", True)
    assert {one["title"] for one in made["items"]} == {"三好学生奖状", "爷爷的信"}
    (listed,) = await desk(liu)
    assert (listed["id"], listed["family"], listed["item_count"]) == (made["id"], "陈家", 2)

    wanted = await decides(liu, made)
    assert (wanted["state"], wanted["appraisal"], wanted["mine"]) == ("wanted", WORTH, True)
    signed = await signs(alice, made, publication="freely", closed_until="2046-01-01")
    assert (signed["state"], signed["signature"]) == ("signed", NAME)
    assert (signed["publication"], signed["closed_until"]) == ("freely", "2046-01-01")

    await taken_in(liu, made)
    kept = await alice.phone.get(f"/donations/{made['id']}")
    number = f"XZ-J{clock.today().year}-0001"
    assert (kept["state"], kept["accession"], kept["arriving"]) == ("accessioned", number, False)
    assert all(one["given"] and not one["changed"] for one in kept["items"])
    assert await acts(made) == [
        "donation.offered",
        "donation.wanted",
        "donation.signed",
        "donation.accession_begun",
        "donation.accessioned",
    ]


async def test_everybody_concerned_is_told(world, alice, liu):
    father = await father_of(world, alice)
    donation = await offers(alice, await photographed(alice))
    assert [words for _, words in await told(father, "donation_offered")] == [
        "家里有人提出把一些档案捐给档案馆，点开看看；登记入馆之前都可以收回"
    ]
    assert [words for _, words in await told(liu, "donation")] == [
        "有一户人家想把家里的档案捐给档案馆，点开看看吧"
    ]
    assert await told(alice, "donation") == []
    await decides(liu, donation)
    await signs(alice, donation)
    await taken_in(liu, donation)
    kinds = {kind for kind, _ in await told(father, "donation")}
    assert kinds == {f"donation_{act}" for act in ("offered", "decided", "signed", "accessioned")}
    assert {kind for kind, _ in await told(liu, "donation")} == kinds - {"donation_decided"}


async def test_what_is_closed_or_not_checked_is_never_offered(world, alice, liu):
    house = await files(alice, **DEED)
    plain = await files(alice)
    hidden = await photographed(alice, open_level="closed")
    for item, code in ((house, "closed"), (plain, "no_files"), (hidden, "closed")):
        with refused(422, f"donation.{code}"):
            await offers(alice, item)
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    doubtful = await photographed(alice)
    with refused(422, "donation.unchecked"):
        await offers(alice, doubtful)
    good = await photographed(alice)
    with refused(422, "donation.twice"):
        await offers(alice, good, good)
    with refused(422, "item.unknown"):
        await offers(alice, {"id": alice.child})
    await offers(alice, good)
    with refused(422, "donation.offered_already"):
        await offers(alice, good)
    assert await states() == [DonationState.OFFERED]


async def test_only_archives_that_are_there_are_offered_anything(world, alice):
    item = await photographed(alice)
    with refused(422, "donation.no_archive"):
        await offers(alice, item)
    liu = await world.archivist()
    found = (await alice.phone.get("/donation-archives"))["items"]
    assert [one["name"] for one in found] == ["香洲区档案馆"]
    with refused(422, "donation.no_archive"):
        await offers(alice, item, to=TOWN)
    with refused(422, "donation.no_archive"):
        await offers(alice, item, to=JINWAN)
    await offers(alice, item)
    assert len(await desk(liu)) == 1


async def test_it_takes_a_consent_for_each_child_of_whom_it_tells(world, liu):
    alice = await mother_of(world)
    own = await photographed(alice, child=False)
    persons = (await alice.phone.get(f"/families/{alice.family}/persons"))["items"]
    (child,) = [one["id"] for one in persons if one["name"] == "小满"]
    named = await photographed(alice, child=False, person_ids=[child])
    await offers(alice, own)
    for item in (named, await photographed(alice)):
        with refused(422, "consent.donation_required"):
            await offers(alice, item)
    await agrees(alice)
    await offers(alice, named)


async def test_who_does_not_decide_offers_nothing(world, alice, liu):
    item = await photographed(alice)
    chen, bob = [await world.person(name) for name in ("Chen", "Bob")]
    await alice.invites(chen, "奶奶", "editor")
    await bob.founds("林家")
    with refused(403, "role.too_low"):
        await offers(chen, item)
    with refused(422, "item.unknown"):
        await offers(bob, item)
    bob.family = alice.family
    nobody = Person(world, world.phone("Nobody"))
    nobody.family = alice.family
    for who, status in ((bob, 404), (nobody, 401)):
        with refused(status):
            await offers(who, item)
    donation = await offers(alice, item)
    path = f"/donations/{donation['id']}"
    assert await alice.sees(path) == [True]
    assert [await chen.sees(path), await bob.sees(path)] == [[False], [False]]
    assert (await chen.sees(f"{path}/deed")) == [False]


async def test_a_grown_child_decides_for_itself(world, liu):
    alice = await mother_of(world, almost(18))
    item = await photographed(alice)
    xiaoman = await pupil_of(world, alice)
    await agrees(xiaoman)
    with tomorrow():
        with refused(403, "student.grown"):
            await offers(alice, item)
        donation = await offers(xiaoman, item)
        assert donation["mine"]
        assert (await alice.phone.get(f"/donations/{donation['id']}"))["mine"] is False
        await decides(liu, donation)
        await signs(xiaoman, donation)
        path = f"/donations/{donation['id']}/signature"
        with refused(403, "donation.not_donor"):
            await alice.phone.put(path, {"signature": "X", "sha256": "0" * 64})
        await taken_in(liu, donation)


async def test_every_act_again_gives_the_same_answer(world, alice, liu):
    item = await photographed(alice)
    first, again = [await offers(alice, item, key="offer-0001") for _ in range(2)]
    assert first == again
    assert await decides(liu, first) == await decides(liu, first)
    query = {"publication": "never"}
    read = await reads_deed(alice, first, **query)
    body = {"signature": NAME, "sha256": read["sha256"], **query}
    path = f"/donations/{first['id']}"
    signed = [await alice.phone.put(f"{path}/signature", body) for _ in range(2)]
    assert signed[0] == signed[1]
    with refused(409, "donation.signed"):
        await alice.phone.put(f"{path}/signature", body | {"signature": "别人"})
    await taken_in(liu, first)
    kept = await alice.phone.get(path)
    await begins_accession(liu, first)
    await donation_copies.copy(UUID(first["id"]))
    await world.quiet()
    assert await alice.phone.get(path) == kept
    assert await alice.phone.put(f"{path}/signature", body) == kept
    for _ in range(2):
        assert await alice.phone.put(f"{path}/publication", query) == kept
    with refused(409, "donation.accessioned"):
        await alice.phone.delete(path)
    other = await offers(alice, await photographed(alice))
    for _ in range(2):
        await alice.phone.delete(f"/donations/{other['id']}")
    assert (await acts(other)).count("donation.withdrawn") == 1


async def test_who_signs_another_text_than_was_read_is_asked_to_read_again(world, alice, liu):
    award = await photographed(alice)
    donation = await offers(alice, award)
    await decides(liu, donation)
    read = await reads_deed(alice, donation, named="false")
    assert hashlib.sha256(read["text"].encode()).hexdigest() == read["sha256"]
    for part in ("香洲区档案馆", award["number"], "不写捐赠人的名字", "陈家"):
        assert part in read["text"]
    path = f"/donations/{donation['id']}/signature"
    body = {"signature": NAME, "sha256": read["sha256"], "named": False}
    with refused(409, "donation.deed_changed"):
        await alice.phone.put(path, body | {"named": True})
    await alice.phone.put(f"/filed-items/{award['id']}", {"title": "三好学生"})
    await alice.phone.until(f"/filed-items/{award['id']}", standing=["passed"])
    with refused(409, "donation.deed_changed"):
        await alice.phone.put(path, body)
    again = await reads_deed(alice, donation, named="false")
    await alice.phone.put(path, body | {"sha256": again["sha256"]})
    kept = await Donation.get(id=donation["id"])
    assert kept.deed == {"version": "2026-1", "text": again["text"]}
    assert await reads_deed(alice, donation) == again
    for day in ("2020-01-01", "2999-01-01"):
        other = await offers(alice, await photographed(alice))
        await decides(liu, other)
        with refused(422, "donation.closed_until"):
            await reads_deed(alice, other, closed_until=day)


async def test_the_owner_only_narrows_and_it_holds_at_once(world, alice, liu):
    father = await father_of(world, alice)
    donation = await accessioned(alice, liu, await photographed(alice), publication="freely")
    path = f"/donations/{donation['id']}/publication"
    staff = f"/staff/donations/{donation['id']}"
    for who, wish in ((alice, "freely"), (father, "ask_first"), (alice, "never")):
        assert (await who.phone.put(path, {"publication": wish}))["publication"] == wish
        assert (await liu.phone.get(staff))["publishable"] == wish
    for wish in ("ask_first", "freely"):
        with refused(409, "donation.only_narrower"):
            await alice.phone.put(path, {"publication": wish})
    bob = await world.person("Bob")
    with refused(404):
        await bob.phone.put(path, {"publication": "never"})
    other = await offers(alice, await photographed(alice))
    with refused(409, "donation.not_signed"):
        await alice.phone.put(f"/donations/{other['id']}/publication", {"publication": "never"})
