"""What waits at the console: a number for whoever may decide, and nothing for anybody else."""

import pytest

from models.people.staff import Office
from models.trust.consents import Purpose
from tests.programme.donation_room import begins_accession, offers, photographed, signs
from tests.programme.donation_room import decides as answers
from tests.sharing.curators import curator
from tests.trust.archive_room import CITY, TOWN, asks, decides, holds
from tests.trust.household import father_of
from tests.world import JINWAN, XIANGZHOU, Person, World, refused

NOTHING = {
    "reviews": 0,
    "featurings": 0,
    "donations": 0,
    "successions": 0,
    "disputes": 0,
    "grants": 0,
}


async def waits(person: Person) -> dict[str, int]:
    """What waits for somebody to decide, as far as something does."""
    shown = await person.phone.get("/staff/waiting")
    assert shown.keys() == NOTHING.keys()
    return {kind: many for kind, many in shown.items() if many}


@pytest.fixture
async def home(alice: Person) -> Person:
    """Alice's family takes part in its town."""
    await alice.joins_programme(TOWN)
    return alice


async def test_liu_sees_how_much_waits_and_each_decision_takes_it_away(world: World, home: Person):
    bob, town = await father_of(world, home), await world.archivist(TOWN)
    liu = await world.archivist(XIANGZHOU)
    assert await waits(liu) == {}
    donation = await offers(home, await photographed(home))
    assert await waits(liu) == {"donations": 1}
    await answers(liu, donation)
    assert await waits(liu) == {}
    await signs(home, donation)
    assert await waits(liu) == {"donations": 1}
    await begins_accession(liu, donation)
    succession = await bob.phone.post(f"/families/{home.family}/succession", None)
    wish = await asks(town, home.child)
    assert await waits(liu) == {"successions": 1, "grants": 1}
    assert await waits(town) == {}
    await decides(liu, wish)
    await liu.phone.call("POST", f"/successions/{succession['id']}/refusal")
    dispute = await bob.phone.post(f"/families/{home.family}/dispute", None)
    assert await waits(liu) == {"disputes": 1}
    await liu.phone.call("POST", f"/disputes/{dispute['id']}/settlement")
    assert await waits(liu) == {}


async def test_what_somebody_proposed_waits_for_the_others_and_mei_has_her_queue(world, home):
    await home.consents(Purpose.SHOW, home.child)
    post = (await home.shows("国庆带小满去看渔女", [await home.takes_photo()]))["id"]
    wu, gu, liu = await curator(world, "Wu"), await curator(world, "Gu"), await world.archivist()
    mei = await world.person("Mei")
    await holds(world, mei, Office.MODERATOR, CITY)
    await wu.phone.put(f"/posts/{post}/featuring")
    assert await waits(wu) == {}
    for second in (gu, liu):
        assert await waits(second) == {"featurings": 1}
    await gu.phone.call("POST", f"/posts/{post}/featuring/confirmation")
    assert await waits(liu) == {}
    assert await waits(mei) == {}
    photo = await home.takes_photo()
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    await home.shows("说不清楚的话", [photo])
    assert await waits(mei) == {"reviews": 1}


async def test_nothing_of_it_waits_at_home_elsewhere_or_for_parents(world: World, home: Person):
    """Of another district, of the family itself, without an office, and without signing in."""
    bob, liu = await father_of(world, home), await world.archivist(XIANGZHOU)
    await bob.phone.post(f"/families/{home.family}/succession", None)
    await offers(home, await photographed(home))
    assert await waits(liu) == {"donations": 1, "successions": 1}
    await holds(world, bob, Office.ARCHIVIST, XIANGZHOU)
    for person in (await world.archivist(JINWAN), bob, home, await world.person("Carol")):
        assert await waits(person) == {}
    with refused(401):
        await world.phone("nobody").get("/staff/waiting")
