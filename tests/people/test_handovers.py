"""Handovers: 「交给孩子」, half an hour on a guardian's phone as oneself, and nothing beyond it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from handlers.edge import handed_over
from models.people.accounts import Account
from models.people.families import Membership
from models.trust.consents import Purpose
from models.trust.erasures import ErasedKind
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query, transaction
from service.foundation.errors import Forbidden, NotFound
from service.integrations import adapters
from service.people import comings_of_age, handovers, student_accounts
from service.trust import access, consents, looks, personal_data
from service.trust.access.viewers import born_by
from service.trust.consent_texts import current
from service.trust.consents import ConsentDraft
from tests.counters import forget
from tests.edge.wire import headers_of, routes
from tests.people.relatives import Home, home_of, told
from tests.pupil import almost, code_for, invitation_for, pupil_of, tomorrow
from tests.world import Person, World, refused

MINUTE = timedelta(minutes=1)


async def lends(guardian: Person, child: str = "", key: str = "") -> Person:
    """The guardian's phone in the child's hands."""
    path = f"/students/{child or guardian.child}/handover"
    given = await guardian.phone.post(path, None, key=key)
    phone = guardian.world.phone("nobody")
    phone.token = given["token"]
    holder = Person(guardian.world, phone)
    holder.family, holder.child = guardian.family, given["student_id"]
    return holder


async def is_over(holder: Person) -> bool:
    """Whether the phone is signed in no more."""
    reply = await holder.world.http.get(
        f"{holder.world.url}/api/v1/students", headers=headers_of(holder)
    )
    assert reply.status_code in {200, 401}, reply.text
    return reply.status_code == 401


async def living() -> int:
    rows = await query(
        "select count(*) from sessions s join accounts a on a.id = s.account_id"
        " where a.vouched_by_id is not null and s.revoked_at is null and s.expires_at > $1",
        clock.now(),
    )
    return rows[0]["count"]


async def lent_account() -> Account:
    return await Account.get(vouched_by_id__isnull=False)


@pytest.fixture
async def home(world: World) -> Home:
    return await home_of(world)


async def test_a_child_writes_on_its_mothers_phone_and_she_takes_it_in(home: Home):
    alice, bob = home.alice, home.bob
    given = await alice.phone.post(f"/students/{alice.child}/handover", None)
    assert set(given) == {"token", "account_id", "student_id", "expires_at"}
    holder = await lends(alice)
    (own,) = (await holder.phone.get("/students"))["items"]
    assert (own["id"], own["oneself"], own["signs_in"]) == (alice.child, True, False)
    photo = await holder.takes_photo()
    made = await holder.records(title="我的小乌龟", happened="2026-11-01", photo_ids=[photo])
    assert (made["draft"], made["mine"], made["by_child"]) == (True, True, True)
    path = f"/entries/{made['id']}"
    await holder.phone.until(path, standing=["passed"])
    assert await home.chen.sees(path) == [False]
    assert ("draft_to_confirm", made["id"]) in await told(bob)
    await holder.phone.put(path, {"title": "我的小乌龟和我"})
    await holder.phone.until(path, standing=["passed"])
    await holder.phone.delete("/sessions/current")
    assert await is_over(holder)
    draft = await alice.phone.get(path)
    assert (draft["author"], draft["by_child"], draft["mine"]) == ("小满", True, False)
    await alice.phone.call("POST", f"{path}/confirmation", {"version": draft["version"]})
    seen = await home.chen.phone.get(path)
    assert (seen["author"], seen["by_child"], seen["draft"]) == ("小满", True, False)
    told_by_alice = await alice.records(title="妈妈写的", happened="2026-11-02")
    assert not told_by_alice["by_child"]
    again = await lends(bob)
    assert (await again.phone.get(path))["mine"]
    with refused(403, "entry.confirmed"):
        await again.phone.put(path, {"title": "改掉"})


async def test_guardians_alone_hand_over_and_only_to_those_below_eighteen(world, home: Home):
    eve, pupil = await world.person("Eve"), await pupil_of(world, home.alice)
    path = f"/students/{home.alice.child}/handover"
    for who, status in ((home.chen, 403), (home.dina, 403), (pupil, 403), (eve, 404)):
        with refused(status):
            await who.phone.post(path, None)
    grown = await home.alice.opens_archive("小雨", almost(18))
    holder = await lends(home.alice, grown)
    with tomorrow():
        with refused(409, "handover.grown"):
            await lends(home.alice, grown)
        assert await is_over(holder)
    assert await living() == 1


async def test_half_an_hour_is_all_there_is(home: Home):
    holder = await lends(home.alice)
    with clock.moved(handovers.LIFE - MINUTE):
        assert not await is_over(holder)
    with clock.moved(handovers.LIFE):
        assert await is_over(holder)
    assert not await is_over(home.alice)


async def test_one_phone_at_a_time_whoever_hands_it_over_and_however_often(home: Home):
    alice, bob = home.alice, home.bob
    sister, child = await alice.opens_archive("小雨"), home.bob.child
    alice.child = child
    first = await lends(alice)
    second = await lends(bob)
    assert [await is_over(one) for one in (first, second)] == [True, False]
    third = await lends(bob, sister)
    assert [await is_over(one) for one in (second, third)] == [True, False]
    assert (await third.phone.get("/students"))["items"][0]["id"] == sister
    assert await third.sees(f"/students/{child}") == [False]
    racing = [lends(who, child) for who in (alice, bob) for _ in range(4)]
    for lent in await asyncio.gather(*racing, return_exceptions=True):
        # a phone whose time was over before its answer was written has no token to be given
        assert isinstance(lent, Person) or (isinstance(lent, Refused) and lent.status == 404)
    assert await living() == 1
    assert await Account.filter(vouched_by_id__isnull=False).count() == 2


async def test_the_same_tap_again_gives_the_same_phone_until_it_is_given_back(home: Home):
    first = await lends(home.alice, key="tapped-once")
    again = await lends(home.alice, key="tapped-once")
    assert first.phone.token == again.phone.token
    assert len(first.phone.token) * 6 >= 128
    kept = [await query(f"select * from {table}") for table in ("sessions", "replays")]
    assert first.phone.token not in str(kept)
    await first.phone.delete("/sessions/current")
    with refused(404):
        await lends(home.alice, key="tapped-once")
    assert await living() == 0


@asynccontextmanager
async def a_lent_phone(home: Home, guardian: Person) -> AsyncIterator[Person]:
    """What is done inside ends it at once, and a later handover works as before."""
    holder = await lends(guardian)
    assert not await is_over(holder)
    yield holder
    assert await is_over(holder)
    assert not await is_over(home.alice)


async def test_it_ends_at_once_with_whatever_it_stands_on(world: World, home: Home):
    alice, bob = home.alice, home.bob
    async with a_lent_phone(home, alice):
        devices = (await alice.phone.get("/sessions"))["items"]
        (lent,) = [one for one in devices if one["device"] == handovers.DEVICE]
        await alice.phone.delete(f"/sessions/{lent['id']}")
    async with a_lent_phone(home, alice):
        await alice.phone.delete("/sessions")
        await alice.phone.sign_in()
    async with a_lent_phone(home, alice):
        await alice.phone.delete("/sessions/current")
        await alice.phone.sign_in()
    async with a_lent_phone(home, alice):
        await alice.phone.delete(f"/students/{alice.child}/account")
    place = await home.place("Bob")
    async with a_lent_phone(home, bob):
        await bob.phone.put(place, {"role": "editor"})
    await alice.phone.put(place, {"role": "guardian"})
    async with a_lent_phone(home, bob) as holder:
        await alice.phone.post(f"/families/{alice.family}/dispute", None)
        assert not await is_over(holder)
        await alice.phone.delete(f"/families/{alice.family}/dispute")
        await bob.phone.delete(place)
    member = await Membership.get(id=place.rpartition("/")[2])
    await Membership.filter(id=member.id).update(until=None, since=clock.now())
    assert await is_over(holder), "who comes back hands over anew"
    async with a_lent_phone(home, alice), transaction():
        await personal_data.purge(ErasedKind.STUDENT, UUID(alice.child))
    (account,) = await query("select * from accounts where vouched_by_id is not null")
    assert "小满" not in str(account)
    assert alice.child not in str(account)


async def test_it_is_never_the_childs_own_sign_in(world: World, home: Home):
    """Neither before 14, nor from then on, where the child's own word counts."""
    alice = home.alice
    alice.child = await alice.opens_archive("大满", born_by(14).isoformat())
    holder, account = await lends(alice), await lent_account()
    student, family = UUID(alice.child), UUID(alice.family)
    await looks.at(await alice.account(), student, after=None)
    show = ConsentDraft(
        family_id=family,
        purpose=Purpose.SHOW,
        version=current(Purpose.SHOW).version,
        student_id=student,
    )
    for act in (
        consents.grant(account, show),
        consents.living(account, family),
        looks.at(account, student, after=None),
        personal_data.of_student(account, student),
        access.deciding_for(account, family, student),
        student_accounts.end(account, student),
    ):
        with pytest.raises((Forbidden, NotFound)):
            await act
    with refused(422, "consent.child_required"):
        await alice.consents(Purpose.SHOW, alice.child)
    await comings_of_age.notice()
    assert ("child_fourteen", alice.child) in await told(alice)
    assert (await holder.phone.get("/notices"))["items"] == []
    profile = await alice.phone.get(f"/students/{alice.child}")
    assert not profile["signs_in"]
    assert (await invitation_for(alice))["code"]
    pupil = await pupil_of(world, alice)
    await pupil.consents(Purpose.SHOW, alice.child)
    assert (await holder.phone.get("/students"))["items"][0]["signs_in"]
    await pupil.phone.delete(f"/students/{alice.child}/account")


async def test_a_grown_child_is_decided_for_until_it_signs_in_itself(home: Home):
    alice = home.alice
    alice.child = await alice.opens_archive("大满", almost(18))
    await lends(alice)
    account, student = await lent_account(), UUID(alice.child)
    with tomorrow():
        changed = await alice.phone.put(f"/students/{alice.child}", {"nickname": "阿满"})
        assert changed["nickname"] == "阿满"
        assert (await access.viewer(account)).of_age == frozenset()
        assert (await access.viewer(await alice.account())).grown == frozenset()
        with pytest.raises(Forbidden):
            await access.deciding_for(account, UUID(alice.family), student)
    assert (await lent_account()).nickname == "阿满"


async def test_wechat_is_asked_about_the_childs_words_as_the_guardians(world: World, home: Home):
    """WeChat refuses to check for an openid that was not in the mini-program within two hours."""
    holder, bob = await lends(home.bob), await home.bob.account()
    await world.script("wechat", "msg_sec_check", {"suggest": "risky"}, openid=bob.openid)
    made = await holder.records(title="难听的话", happened="2026-11-01")
    await holder.phone.until(f"/entries/{made['id']}", standing=["risky"])
    await world.script("wechat", "media_check_async", {"suggest": "review"}, openid=bob.openid)
    photo = await holder.takes_photo()
    assert (await holder.phone.get(f"/photos/{photo}"))["standing"] == "review"
    assert await home.alice.sees(f"/photos/{photo}", f"/entries/{made['id']}") == [False] * 2


async def test_what_is_the_guardians_is_refused_on_every_route(world: World, home: Home):
    """Of all routes there are: those of the table answer, the others say who is to do it."""
    holder, found = await lends(home.alice), set()
    rows = await query("select count(*) from audit_records")
    for route in routes(world.settings):
        name = f"{route.method} {route.path.removeprefix('/api/v1/')}"
        found.add(name)
        if not route.operation or not route.operation.signed_in:
            continue
        if handed_over.is_open(route.method, route.path):
            continue
        reply = await world.http.request(
            route.method, route.url(world), json={}, headers=headers_of(holder)
        )
        assert reply.status_code == 403, name
        assert reply.json()["code"] == "session.handed_over", name
    assert found >= handed_over.WRITES | handed_over.KEPT_BACK
    assert await query("select count(*) from audit_records") == rows
    code = await code_for(home.alice)
    with refused(403, "session.handed_over"):
        await holder.phone.post("/student-accounts", {"code": code}, key=uuid4().hex)
    assert not await is_over(holder)
    await forget(adapters().valkey)
