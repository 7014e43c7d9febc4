"""Share links: open without login while everything holds, and gone alike whatever ended."""

import asyncio
import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import msgspec
from prometheus_client import REGISTRY

from models.people.families import Membership, Role
from service.foundation import clock, settings
from service.foundation.database import query
from service.trust.consents import Purpose
from tests.each import each
from tests.world import Person, World, refused

WORDS = "国庆带小满去看渔女"
UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAA"
NONCE = re.compile(r"nonce-([\w-]+)")
FIELDS = {
    *("layout", "words", "family", "begin", "title", "child", "age"),
    *("pictures", "line", "topic", "shown_at", "sections"),
}


async def shared(person: Person, **days: int) -> tuple[str, dict[str, str]]:
    """A post's id and its link."""
    post = (await person.shows(WORDS, [await person.takes_photo()]))["id"]
    return post, await person.phone.post(f"/posts/{post}/share-links", days)


async def opens(world: World, link: dict[str, str]) -> bool:
    page = await world.http.get(link["url"])
    answer = await world.http.get(for_programs(link["url"]))
    assert page.status_code == answer.status_code
    return page.status_code == 200 and WORDS in page.text and WORDS in answer.text


def for_programs(url: str) -> str:
    return url.replace("/s/", "/api/v1/shared/")


def told(reply: httpx.Response) -> tuple[int, str, set[tuple[str, str]]]:
    """Everything of an answer but what differs from one to the next by itself."""
    nonce = re.compile(r"nonce[-=][\"']?[\w-]+")
    headers = {(n, nonce.sub("", v)) for n, v in reply.headers.items()}
    own = ("date", "x-request-id")
    return (
        reply.status_code,
        nonce.sub("", reply.text),
        {(name, value) for name, value in headers if name not in own},
    )


async def test_a_link_opens_without_login_and_names_nobody(world, alice):
    post, link = await shared(alice)
    page = await world.http.get(link["url"])
    assert (page.status_code, WORDS in page.text, "小满" in page.text) == (200, True, True)
    answer = await world.http.get(for_programs(link["url"]))
    assert set(answer.json()) == FIELDS
    for reply in (page, answer):
        assert "no-store" in reply.headers["cache-control"]
        assert reply.headers["referrer-policy"] == "no-referrer"
        for secret in (post, alice.child, alice.family, "Alice", "2016"):
            assert secret not in re.sub(r"/m/[^?]+", "", reply.text)
    url = answer.json()["pictures"][0]["url"]
    left = int(parse_qs(urlsplit(url).query)["e"][0]) - clock.now().timestamp()
    assert 0 < left <= 600
    assert (await world.http.get(url)).status_code == 200


async def test_a_revoked_link_is_dead_at_once_and_the_others_live(world, alice):
    post, link = await shared(alice)
    other = await alice.phone.post(f"/posts/{post}/share-links", {})
    assert await opens(world, link)
    for _ in range(2):
        await alice.phone.delete(f"/share-links/{link['id']}")
    assert (await opens(world, link), await opens(world, other)) == (False, True)
    revoked = "select count(*) from audit_records where action = 'share_link.revoked'"
    assert (await query(revoked))[0]["count"] == 1


@each(
    "end",
    [
        "revoked",
        "expired",
        "post in the trash",
        "withdrawn post",
        "hidden by a report",
        "withdrawn consent",
        "rejected after all",
        "pending again",
        "for guardians now",
    ],
)
async def test_whatever_ended_a_link_it_looks_like_one_that_never_was(world, alice, end):
    consent = await alice.consents(Purpose.SHOW, alice.child)
    post, link = await shared(alice)
    assert await opens(world, link)
    match end:
        case "revoked":
            await alice.phone.delete(f"/share-links/{link['id']}")
        case "post in the trash":
            await alice.phone.delete(f"/posts/{post}")
        case "withdrawn post":
            await alice.phone.call("POST", f"/posts/{post}/withdrawal")
        case "hidden by a report":
            await query("update posts set hidden_at = now() where id = $1", UUID(post))
        case "withdrawn consent":
            await alice.phone.delete(f"/consents/{consent}")
        case "rejected after all":
            await query("update posts set state = 'rejected' where id = $1", UUID(post))
        case "pending again":
            await query("update posts set state = 'pending' where id = $1", UUID(post))
        case "for guardians now":
            await query("update posts set audience = 10 where id = $1", UUID(post))
    with clock.moved(timedelta(days=31 if end == "expired" else 0)):
        for url in (link["url"], for_programs(link["url"])):
            gone = await world.http.get(url)
            never = await world.http.get(url.rpartition("/")[0] + "/" + UNKNOWN)
            assert told(gone) == told(never)
            assert gone.status_code == 404


@each("token", ["%00", "%ff", "%ED%A0%80", "' or 1=1 --", "a" * 1000, "..%2f"])
async def test_a_token_of_nonsense_is_unknown_like_any_other(world, token):
    for path in ("/s/", "/api/v1/shared/"):
        unknown = await world.http.get(f"{world.url}{path}{UNKNOWN}")
        assert told(await world.http.get(f"{world.url}{path}{token}")) == told(unknown)
        assert unknown.status_code == 404


@each(("asked", "days"), [({}, 30), ({"days": 1}, 1), ({"days": 365}, 365)])
async def test_a_link_lives_as_long_as_it_was_given(world, alice, asked, days):
    _, link = await shared(alice, **asked)
    ends = datetime.fromisoformat(link["expires_at"])
    assert abs(ends - clock.now() - timedelta(days=days)) < timedelta(minutes=1)
    with clock.moved(timedelta(days=days, minutes=-5)):
        assert await opens(world, link)
    with clock.moved(timedelta(days=days, minutes=5)):
        assert not await opens(world, link)


@each(
    "wrong",
    [{"days": days} for days in (0, -1, 366, 1.5, "30", True, None)] + [{"token": "mine"}],
    ids=str,
)
async def test_a_life_out_of_bounds_is_refused(alice, wrong):
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    with refused(422, "invalid"):
        await alice.phone.post(f"/posts/{post}/share-links", wrong)


async def test_only_a_guardian_gives_and_takes_links(world, alice, bob, chen):
    post, link = await shared(alice)
    nobody = Person(world, world.phone("nobody"))
    for person, status in ((chen, 403), (bob, 404), (nobody, 401)):
        with refused(status):
            await person.phone.post(f"/posts/{post}/share-links", {})
        with refused(status):
            await person.phone.delete(f"/share-links/{link['id']}")
    assert await opens(world, link)
    await Membership.filter(account=await chen.account()).update(role=Role.GUARDIAN)
    await chen.phone.delete(f"/share-links/{link['id']}")
    assert not await opens(world, link)


async def test_what_is_for_guardians_gets_no_link(alice):
    photo = await alice.takes_photo()
    post = await alice.publishes(WORDS, [photo], audience="guardians")
    await alice.phone.until(f"/posts/{post['id']}", state=["approved"])
    with refused(409, "post.guardians_only"):
        await alice.phone.post(f"/posts/{post['id']}/share-links", {})


async def test_the_familys_own_can_be_shared_on_a_consent_to_show_alone(world, alice):
    photo = await alice.takes_photo()
    post = await alice.publishes(WORDS, [photo], audience="family", student_id=None)
    await alice.phone.until(f"/posts/{post['id']}", state=["approved"])
    with refused(422, "consent.show_required"):
        await alice.phone.post(f"/posts/{post['id']}/share-links", {})
    await alice.consents(Purpose.SHOW)
    assert await opens(world, await alice.phone.post(f"/posts/{post['id']}/share-links", {}))


async def test_a_repeated_request_gets_the_same_address(alice):
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    path = f"/posts/{post}/share-links"
    made = [await alice.phone.post(path, {"days": 7}, key="the-same-request") for _ in range(3)]
    assert made[0] == made[1] == made[2]
    assert made[0] != await alice.phone.post(path, {"days": 7})
    with refused(422, "idempotency_key.reused"):
        await alice.phone.post(path, {"days": 8}, key="the-same-request")


async def test_a_stolen_database_opens_no_link(alice):
    _, link = await shared(alice)
    token = link["url"].rpartition("/")[2]
    assert len(token) >= 22
    tables = await query("select tablename as name from pg_tables where schemaname = 'public'")
    for table in tables:
        rows = await query(f'select t::text as row from "{table["name"]}" t')
        assert not [row for row in rows if token in row["row"]]
    assert len(await query("select token_hash from share_links")) == 1


async def test_a_circle_of_friends_taps_at_once_and_gets_one_page_until_it_is_taken_back(
    world, alice
):
    """Each has a nonce of their own; what is taken back is gone within the page's life."""
    settings.use(msgspec.structs.replace(world.settings, feed_page_life=0.3))
    (_, link), (_, other) = await shared(alice), await shared(alice)
    pages = await _taps(world, link["url"], "share_page")
    await _taps(world, for_programs(link["url"]), "shared")
    nonces = [NONCE.findall(page.headers["content-security-policy"])[0] for page in pages]
    assert len({*nonces}) == len(pages)
    assert all(nonce in page.text for nonce, page in zip(nonces, pages, strict=True))
    assert await opens(world, link)
    await alice.phone.delete(f"/share-links/{link['id']}")
    async with asyncio.timeout(1):
        for url in (link["url"], for_programs(link["url"])):
            while (await world.http.get(url)).status_code == 200:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    assert await opens(world, other)
    never = await world.http.get(f"{world.url}/s/{UNKNOWN}")
    assert told(await world.http.get(link["url"])) == told(never)


async def _taps(world: World, url: str, cache: str) -> list[httpx.Response]:
    """What thirty get who tap at the same time; it is made for one of them, or a few."""
    before = _made(cache)
    answers = await asyncio.gather(*(world.http.get(url) for _ in range(30)))
    assert {answer.status_code for answer in answers} == {200}
    assert 1 <= _made(cache) - before <= 10
    return answers


def _made(cache: str) -> float:
    """How often what a link opens was made by this process."""
    labels = {"cache": cache, "outcome": "miss"}
    return REGISTRY.get_sample_value("jiadang_cache_asked_total", labels) or 0.0
