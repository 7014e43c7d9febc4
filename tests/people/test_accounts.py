"""Accounts: who I am, where I belong, and what I am called."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import pytest

from service.demo.phone import Refused
from service.foundation.database import query
from service.people.erasing import ERASED_NAME
from service.trust import purges
from tests.each import each
from tests.trust.leaving import asks, carried_out, of_home
from tests.world import Person, World, refused

NOT_THEIRS = ("openid", "unionid", "id", "created_at", "families", "role")


async def test_alice_sees_herself_and_her_families(world):
    alice = await world.person("Alice")
    await alice.founds("陈家")
    shown = await alice.phone.get("/account")
    assert set(shown) == {"id", "nickname", "phone", "avatar", "families"}
    assert shown["nickname"] == "Alice"
    (family,) = shown["families"]
    assert (family["id"], family["name"]) == (alice.family, "陈家")
    assert (family["role"], family["relation"]) == ("owner", "妈妈")


async def test_bob_sees_nothing_of_hers(world):
    alice, bob = await world.person("Alice"), await world.person("Bob")
    await alice.founds("陈家")
    assert (await bob.phone.get("/account"))["families"] == []


async def test_nobody_is_anybody_without_signing_in(world):
    somebody = Person(world, world.phone("somebody"))
    for act in (
        somebody.phone.get("/account"),
        somebody.phone.put("/account", {"nickname": "管理员"}),
    ):
        with refused(401, "session.required"):
            await act


async def test_signing_in_again_finds_the_same_account(world):
    first, again = await world.person("Alice"), await world.person("Alice")
    assert (await first.account()).id == (await again.account()).id


async def test_renaming_oneself_renames_nobody_else(world):
    alice, bob = await world.person("Alice"), await world.person("Bob")
    renamed = await alice.phone.put("/account", {"nickname": "小满妈妈"})
    assert renamed["nickname"] == "小满妈妈"
    assert (await bob.phone.get("/account"))["nickname"] == "Bob"


async def test_a_former_nickname_is_gone_from_the_archive_with_the_account(world):
    """Relatives know Chen there by the nickname that he had when he joined."""
    alice, chen = await world.person("Alice"), await world.person("Chen")
    await alice.founds("陈家")
    await alice.invites(chen, "爷爷")
    for nickname in ("陈爷爷", "老陈"):
        await chen.phone.put("/account", {"nickname": nickname})
        assert await _known_to(alice) == ["Alice", nickname]
    await carried_out(world, await asks(chen, "/account"))
    assert await _known_to(alice) == ["Alice", "爷爷"]


async def test_whom_the_family_calls_otherwise_is_called_so_still(world):
    alice, chen = await world.person("Alice"), await world.person("Chen")
    await alice.founds("陈家")
    await alice.invites(chen, "爷爷")
    known = (await alice.phone.get(f"{of_home(alice)}/persons"))["items"]
    await alice.phone.put(f"/persons/{known[1]['id']}", {"name": "陈德生"})
    await chen.phone.put("/account", {"nickname": "老陈"})
    assert await _known_to(alice) == ["Alice", "陈德生"]


async def _known_to(person: Person) -> list[str]:
    """Whom the archive of the person's family names."""
    known = (await person.phone.get(f"{of_home(person)}/persons"))["items"]
    return [one["name"] for one in known]


@each("nickname", ["", "   ", "长" * 17, None, 7, ["a"], "a\0b"])
async def test_a_nickname_that_is_none_is_refused(world, nickname):
    alice = await world.person("Alice")
    with refused(400 if nickname == "a\0b" else 422):
        await alice.phone.put("/account", {"nickname": nickname})
    assert (await alice.phone.get("/account"))["nickname"] == "Alice"


@each("field", NOT_THEIRS)
async def test_nobody_writes_more_of_an_account_than_its_nickname(world, field):
    alice = await world.person("Alice")
    before = await query("select * from accounts")
    with refused(422, "field.unknown"):
        await alice.phone.put("/account", {"nickname": "Alice", field: "x"})
    assert await query("select * from accounts") == before


async def test_a_nickname_that_wechat_finds_risky_is_shown_to_nobody(world):
    """Relatives, teachers and classmates' parents read it beside every entry."""
    alice, chen = await world.person("Alice"), await world.person("Chen")
    await alice.founds("陈家")
    await alice.invites(chen, "爷爷")
    with refused(422):
        await chen.phone.put("/account", {"nickname": "代购加微信"})
    members = (await alice.phone.get(f"/families/{alice.family}/members"))["items"]
    assert [member["nickname"] for member in members] == ["Alice", "Chen"]


async def test_renaming_hours_after_opening_the_mini_program_is_no_failure_of_ours(world):
    """WeChat checks words only for who was about in the last two hours (61010)."""
    alice = await world.person("Alice")
    await world.control("wechat", "clock", {"offset_seconds": 3 * 3600})
    with pytest.raises(Refused) as refusal:
        await alice.phone.put("/account", {"nickname": "小满妈妈"})
    assert refusal.value.status in {409, 422, 503}
    assert (await alice.phone.get("/account"))["nickname"] == "Alice"


async def test_while_wechat_is_down_nobody_is_renamed(world):
    alice = await world.person("Alice")
    await world.script("wechat", "msg_sec_check", {"http_status": 502}, times=None)
    with refused(503):
        await alice.phone.put("/account", {"nickname": "小满妈妈"})
    assert (await alice.phone.get("/account"))["nickname"] == "Alice"


@asynccontextmanager
async def _erased_meanwhile(world: World, person: Person, what: str) -> AsyncIterator[None]:
    """What begins in the block, two acts, waits for the purge; both go on after the block."""
    erasure = await asks(person, what)
    await query("update erasures set due_at = now() - interval '1 day'")
    await world.quiet()
    blocking = await asyncpg.connect(world.settings.database_url)
    async with blocking.transaction():
        await blocking.execute("select 1 from accounts for update")
        await blocking.execute("select 1 from families for update")
        purge = asyncio.ensure_future(purges.purge(UUID(erasure["id"])))
        await world.until_blocked(1)
        yield
        await world.until_blocked(3)
    await blocking.close()
    await purge


async def test_what_wechat_looked_at_while_an_account_was_erased_is_not_written(world):
    chen = await world.person("Chen")
    body = {"person": "Chen", "phone": "13812345678"}
    code = (await world.control("wechat", "phone-codes", body))["code"]
    async with _erased_meanwhile(world, chen, "/account"):
        late = [
            asyncio.create_task(chen.phone.put("/account", {"nickname": "爷爷"})),
            asyncio.create_task(chen.phone.put("/account/phone", {"code": code})),
        ]
    for one in late:
        with refused(401, "session.required"):
            await one
    (left,) = await query("select nickname, phone_sealed from accounts")
    assert left == {"nickname": ERASED_NAME, "phone_sealed": None}


async def test_nor_is_the_name_of_a_family(world):
    alice = await world.person("Alice")
    await alice.founds("陈家")
    async with _erased_meanwhile(world, alice, of_home(alice)):
        late = [
            asyncio.create_task(alice.phone.put(of_home(alice), {"name": name}))
            for name in ("老陈家", "新陈家")
        ]
    for one in late:
        with refused(404):
            await one
    assert await query("select name from families") == [{"name": ""}]
