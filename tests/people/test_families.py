"""Families: founding one, who belongs to it, and the strangers who find nothing."""

import asyncio
from uuid import uuid4

import pytest

from service.demo.phone import Refused
from service.foundation.database import query
from tests.each import each
from tests.world import Person, refused

VIEW = {"id", "name", "role", "shown_role", "relation", "disputed"}
PATHS = ("/families/{}", "/families/{}/members", "/families/{}/timeline")


async def families():
    return (await query("select count(*) from families"))[0]["count"]


async def test_alice_founds_a_family_and_owns_it(world):
    alice = await world.person("Alice")
    draft = {"name": "陈家", "relation": "妈妈"}
    made = await alice.phone.post("/families", draft)
    assert set(made) == VIEW
    assert (made["role"], made["shown_role"], made["disputed"]) == ("owner", "管理", False)
    assert draft.items() <= made.items()
    assert await alice.phone.get(f"/families/{made['id']}") == made


async def test_the_members_are_listed_longest_in_the_family_first(world):
    alice, chen = await world.person("Alice"), await world.person("Chen")
    await alice.founds("陈家")
    await alice.invites(chen, "爷爷", "viewer")
    for looking in (alice, chen):
        members = (await looking.phone.get(f"/families/{alice.family}/members"))["items"]
        assert [(m["nickname"], m["role"], m["relation"]) for m in members] == [
            ("Alice", "owner", "妈妈"),
            ("Chen", "viewer", "爷爷"),
        ]


async def test_founding_again_with_the_same_key_founds_nothing_new(world):
    alice = await world.person("Alice")
    draft = {"name": "陈家", "relation": "妈妈"}
    posts = [alice.phone.post("/families", draft, key="tapped-once") for _ in range(10)]
    answers = await asyncio.gather(*posts)
    answers.append(await alice.phone.post("/families", draft, key="tapped-once"))
    assert answers.count(answers[0]) == len(answers)
    assert await families() == 1


async def test_a_key_belongs_to_one_account_and_one_body(world):
    alice, bob = await world.person("Alice"), await world.person("Bob")
    draft = {"name": "陈家", "relation": "妈妈"}
    hers = await alice.phone.post("/families", draft, key="the-same-key")
    with refused(422, "idempotency_key.reused"):
        await alice.phone.post("/families", draft | {"name": "林家"}, key="the-same-key")
    his = await bob.phone.post("/families", draft, key="the-same-key")
    assert his["id"] != hers["id"]
    assert await families() == 2


@each("key", [None, "", "short", "x" * 65, "with space", "键键键键键键键键"])
async def test_a_request_without_a_fit_key_founds_nothing(world, key):
    alice = await world.person("Alice")
    headers = {"Authorization": f"Bearer {alice.phone.token}"}
    if key is not None:
        headers |= {"Idempotency-Key": key.encode()}
    draft = {"name": "陈家", "relation": "妈妈"}
    reply = await world.http.post(f"{world.url}/api/v1/families", json=draft, headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (400, "idempotency_key.required")
    assert await families() == 0


async def test_a_foreign_family_and_a_missing_one_look_the_same(world):
    alice, bob = await world.person("Alice"), await world.person("Bob")
    await alice.founds("陈家")
    await bob.founds("林家")
    for path in PATHS:
        problems = []
        for family in (alice.family, uuid4()):
            with pytest.raises(Refused) as refusal:
                await bob.phone.get(path.format(family))
            problems.append((refusal.value.status, refusal.value.problem))
        assert problems[0] == problems[1]
        assert problems[0][0] == 404


async def test_whoever_is_not_signed_in_sees_and_founds_nothing(world):
    alice = await world.person("Alice")
    await alice.founds("陈家")
    nobody = Person(world, world.phone("nobody"))
    for path in PATHS:
        with refused(401):
            await nobody.phone.get(path.format(alice.family))
    with refused(401):
        await nobody.founds("王家")
    assert await families() == 1


@each(
    ("change", "path"),
    [
        ({"name": ""}, "name"),
        ({"name": " \n"}, "name"),
        ({"name": "长" * 21}, "name"),
        ({"name": None}, "name"),
        ({"relation": "妈咪"}, "relation"),
        ({"id": str(uuid4())}, "id"),
        ({"role": "owner"}, "role"),
        ({"created_at": "2020-01-01T00:00:00Z"}, "created_at"),
    ],
)
async def test_a_family_that_cannot_be_right_names_its_field(world, change, path):
    alice = await world.person("Alice")
    with pytest.raises(Refused) as refusal:
        await alice.phone.post("/families", {"name": "陈家", "relation": "妈妈"} | change)
    assert refusal.value.status == 422
    assert [error["path"] for error in refusal.value.problem["errors"]] == [path]
    assert await families() == 0


async def test_a_name_of_a_family_is_kept_to_the_letter(world):
    alice = await world.person("Alice")
    name = "<b>陈</b>' or 1=1;--"
    await alice.founds(name)
    assert (await alice.phone.get("/account"))["families"][0]["name"] == name


async def test_a_guardian_renames_the_family_once_wechat_has_passed_the_name(world):
    alice, chen = await world.person("Alice"), await world.person("Chen")
    await alice.founds("陈家")
    await alice.invites(chen, "爷爷", "editor")
    path = f"/families/{alice.family}"
    assert (await alice.phone.put(path, {"name": "陈家大院"}))["name"] == "陈家大院"
    await world.script("wechat", "msg_sec_check", {"suggest": "risky"})
    with refused(422, "words.refused"):
        await alice.phone.put(path, {"name": "不好的名字"})
    with refused(403, "role.too_low"):
        await chen.phone.put(path, {"name": "爷爷家"})
    for wrong in ({"name": " "}, {"name": "长" * 21}, {}, {"name": "陈", "id": str(uuid4())}):
        with refused(422):
            await alice.phone.put(path, wrong)
    assert (await chen.phone.get(path))["name"] == "陈家大院"
    renamed = await query("select 1 from audit_records where action = 'family.renamed'")
    assert len(renamed) == 1


async def test_nobody_founds_a_family_under_a_name_that_wechat_refuses(world):
    alice = await world.person("Alice")
    await world.script("wechat", "msg_sec_check", {"suggest": "risky"})
    with refused(422, "words.refused"):
        await alice.founds("不好的名字")
    assert await families() == 0


async def test_a_stranger_cannot_even_try_to_rename(world):
    """WeChat, which would refuse the name, is not asked."""
    alice, bob = await world.person("Alice"), await world.person("Bob")
    await alice.founds("陈家")
    await world.script("wechat", "msg_sec_check", {"suggest": "risky"}, times=None)
    problems = []
    for family in (alice.family, uuid4()):
        with pytest.raises(Refused) as refusal:
            await bob.phone.put(f"/families/{family}", {"name": "林家"})
        problems.append(refusal.value.problem)
    assert problems[0] == problems[1]
    assert problems[0]["status"] == 404
