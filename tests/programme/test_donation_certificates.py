"""Donation certificates: what is printed for the family and for the archive, and what is not."""

from models.programme.donations import Donation
from models.trust.audit import AuditRecord
from tests.archive.paper_room import pages_of, taken
from tests.programme.donation_room import (
    NAME,
    accessioned,
    decides,
    offers,
    photographed,
    signs,
)
from tests.world import refused


async def test_both_have_the_certificate_and_the_deed_as_it_was_signed(world, alice, liu):
    award = await photographed(alice, title="三好学生奖状")
    made = await accessioned(alice, liu, award, publication="never")
    home, desk = f"/donations/{made['id']}", f"/staff/donations/{made['id']}"
    certificate = (await taken(alice, f"{home}/certificate.pdf")).content
    (page,) = pages_of(certificate)
    for words in ("捐赠证书", NAME, "家庭档案1件", "香洲区档案馆", made["accession"]):
        assert words in page
    assert (await taken(liu, f"{desk}/certificate.pdf")).content == certificate
    deed = (await taken(alice, f"{home}/deed.pdf")).content
    (page,) = pages_of(deed)
    for words in ("不公布，也不展出", "三好学生奖状", NAME, made["accession"], made["deed_sha256"]):
        assert words in page
    kept = await Donation.get(id=made["id"])
    assert kept.deed and all("".join(one.split()) in page for one in _clauses(kept.deed["text"]))
    assert (await taken(liu, f"{desk}/deed.pdf")).content == deed
    asked = AuditRecord.filter(subject_id=made["id"], action="donation.looked_at")
    assert await asked.count() >= 2


def _clauses(text: str) -> list[str]:
    """The deed's paragraphs, without the list, of which the font prints the dots its own way."""
    return text.split("\n\n")[1:-1]


async def test_a_donor_who_stays_unnamed_is_not_named(alice, liu):
    made = await accessioned(alice, liu, await photographed(alice), named=False)
    (page,) = pages_of((await taken(alice, f"/donations/{made['id']}/certificate.pdf")).content)
    assert "尊敬的捐赠人" in page
    assert NAME not in page


async def test_before_its_time_there_is_none(world, alice, liu):
    bob = await world.person("Bob")
    made = await offers(alice, await photographed(alice))
    path = f"/donations/{made['id']}"
    for name, code in (("certificate", "no_certificate"), ("deed", "not_signed")):
        for who, place in ((alice, path), (liu, f"/staff{path}")):
            with refused(409, f"donation.{code}"):
                await taken(who, f"{place}/{name}.pdf")
        with refused(404):
            await taken(bob, f"{path}/{name}.pdf")
    await decides(liu, made)
    await signs(alice, made)
    assert pages_of((await taken(alice, f"{path}/deed.pdf")).content)
    with refused(409, "donation.no_certificate"):
        await taken(alice, f"{path}/certificate.pdf")
