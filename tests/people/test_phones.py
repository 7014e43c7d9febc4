"""Phone numbers: asked for once, before a first public post; kept sealed, shown masked."""

from service.foundation.database import query
from service.trust.consents import Purpose
from tests.each import each
from tests.world import World, a_photo, refused

NUMBER = "13812345678"


async def code_for(world: World, person: str, number: str = NUMBER) -> str:
    """What the getPhoneNumber button gives."""
    body = {"person": person, "phone": number}
    return (await world.control("wechat", "phone-codes", body))["code"]


async def everything(world: World) -> str:
    """All columns of all tables, as text."""
    tables = await query("select tablename from pg_tables where schemaname = 'public'")
    rows = [await query(f'select t::text as row from "{one["tablename"]}" t') for one in tables]
    return "\n".join(row["row"] for table in rows for row in table)


async def test_alice_binds_her_number_and_nobody_reads_it(world):
    alice = await world.person("Alice")
    assert (await alice.phone.get("/account"))["phone"] == ""
    bound = await alice.phone.put("/account/phone", {"code": await code_for(world, "Alice")})
    assert bound["phone"] == "138****5678"
    assert (await alice.phone.get("/account"))["phone"] == "138****5678"
    stored = await everything(world)
    assert "138****5678" not in stored
    assert NUMBER not in stored
    assert NUMBER.encode().hex() not in stored


async def test_another_number_takes_the_place_of_the_first_and_none_stays(world):
    alice = await world.person("Alice")
    for number, shown in ((NUMBER, "138****5678"), ("13987654321", "139****4321")):
        code = await code_for(world, "Alice", number)
        assert (await alice.phone.put("/account/phone", {"code": code}))["phone"] == shown
    for _ in range(2):
        assert (await alice.phone.delete("/account/phone"))["phone"] == ""
    kept = await query("select count(*) from accounts where phone_sealed is not null")
    assert kept[0]["count"] == 0


async def test_a_code_is_good_for_one_number_once(world):
    alice, bob = await world.person("Alice"), await world.person("Bob")
    code = await code_for(world, "Alice")
    await alice.phone.put("/account/phone", {"code": code})
    for person in (alice, bob):
        with refused(422, "phone.code_invalid"):
            await person.phone.put("/account/phone", {"code": code})
    assert (await bob.phone.get("/account"))["phone"] == ""


@each("code", ["", "x" * 129, "made up"])
async def test_a_code_that_wechat_never_gave_is_refused(world, code):
    alice = await world.person("Alice")
    with refused(422):
        await alice.phone.put("/account/phone", {"code": code})


async def test_nobody_binds_without_signing_in(world):
    nobody = world.phone("nobody")
    with refused(401):
        await nobody.put("/account/phone", {"code": await code_for(world, "nobody")})
    with refused(401):
        await nobody.delete("/account/phone")


async def test_while_wechat_is_away_nothing_changes(world):
    alice = await world.person("Alice")
    await world.script("wechat", "getuserphonenumber", {"http_status": 502})
    with refused(503):
        await alice.phone.put("/account/phone", {"code": await code_for(world, "Alice")})
    assert (await alice.phone.get("/account"))["phone"] == ""


async def test_only_a_public_post_asks_for_it(world):
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满")
    await alice.consents(Purpose.SHOW, alice.child)
    photo = await alice.takes_photo(a_photo())
    await alice.records(photo_ids=[photo])
    await alice.publishes("发给家人", [photo])
    alice.reachable = True  # though she is not
    with refused(409, "account.phone_required"):
        await alice.publishes("晒出来", [photo], audience="public")
    assert (await query("select count(*) from posts"))[0]["count"] == 1
    await alice.phone.bind_phone()
    post = await alice.shows("晒出来", [photo])
    link = await alice.phone.post(f"/posts/{post['id']}/share-links", {})
    assert link["url"]
