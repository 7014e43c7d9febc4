"""The door: the main job is done through HAProxy, and nobody comes round it."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from functools import partial

import httpx
import pytest

from service.demo.phone import Phone
from tests.faults.installation import within
from tests.topology.site import Site
from tests.world import Person

FOUND_WITHIN = 60
SLOW_START = 3
"""Seconds for which the door gives little to a process that it has just found."""
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_mother_keeps_a_photo_and_records_a_day(door: Site):
    alice = Person(door, door.phone("Alice"))
    await alice.phone.sign_in()
    await alice.founds("Alice家")
    await alice.opens_archive("豆豆")
    entry = await alice.records(title="海边", photo_ids=[await alice.takes_photo()])
    assert entry["title"] == "海边"
    assert await alice.sees(f"/entries/{entry['id']}")


async def test_what_is_for_the_machine_is_not_for_the_world(door: Site):
    for path in ("/metrics", "/readyz"):
        assert (await door.http.get(f"{door.url}{path}")).status_code == 404
    plain = await door.http.get(f"http://127.0.0.1:{door.http_port}/healthz")
    assert (plain.status_code, plain.headers["location"][:8]) == (308, "https://")


async def test_the_doors_own_words_are_fenced_in_like_all_others(door: Site):
    large = b"x" * 70_000
    said = [
        (404, await door.http.get(f"{door.url}/metrics")),
        (405, await door.http.request("TRACE", f"{door.url}/healthz")),
        (411, await door.http.post(f"{door.url}/api/v1/sessions", content=_in_chunks())),
        (413, await door.http.post(f"{door.url}/api/v1/sessions", content=large)),
        (200, await door.http.get(f"{door.url}/healthz")),
    ]
    for status, reply in said:
        assert reply.status_code == status
        hsts = reply.headers["strict-transport-security"]
        assert hsts == "max-age=31536000; includeSubDomains"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["cache-control"] == "private, no-store"
        assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
        assert reply.headers["content-type"] in {"application/json", "application/problem+json"}
        assert "server" not in reply.headers


async def _in_chunks() -> AsyncIterator[bytes]:
    yield b"{}"


async def test_a_program_that_forgot_the_s_is_not_helped_along(door: Site):
    """A redirect would hide that its token has just been told to everybody on the way."""
    plain = f"http://127.0.0.1:{door.http_port}"
    for path in ("/api/v1/account", "/callbacks/kodo"):
        assert (await door.http.get(plain + path)).status_code == 403
    assert (await door.http.get(f"{plain}/privacy")).status_code == 308


async def test_no_phone_chooses_the_address_that_it_is_counted_under(door: Site):
    """What a phone writes into X-Forwarded-For is thrown away at the door."""
    mallory = Person(door, door.phone("Mallory"))
    await mallory.phone.sign_in()
    door.http.headers["X-Forwarded-For"] = door.http.headers["Forwarded"] = "203.0.113.7"
    try:
        await mallory.phone.sign_in()
    finally:
        del door.http.headers["X-Forwarded-For"], door.http.headers["Forwarded"]
    rows = await door.behind.rows(
        "select address_hash from audit_records where action = 'session.opened'"
    )
    assert len(rows) >= 2
    assert len({row["address_hash"] for row in rows}) == 1


async def test_nobody_is_spoken_to_in_an_old_cipher(door: Site):
    assert await _shaken(door, "ECDHE+AESGCM") == "TLSv1.2"
    for old in ("AES128-SHA", "ECDHE-RSA-AES128-SHA", "AES128-GCM-SHA256"):
        with pytest.raises(ssl.SSLError):
            await _shaken(door, f"{old}:@SECLEVEL=0")


async def _shaken(door: Site, ciphers: str) -> str | None:
    """The version of TLS at which the door and somebody with these ciphers meet."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(ciphers)
    _, writer = await asyncio.open_connection("127.0.0.1", door.https_port, ssl=context)
    version = writer.get_extra_info("ssl_object").version()
    writer.close()
    return version


async def test_both_processes_are_replaced_one_by_one_and_nobody_notices(door: Site):
    answered, done = list[str](), asyncio.Event()

    async def asks(phone: Phone) -> None:
        await phone.sign_in()
        while not done.is_set():
            answered.append((await phone.get("/account"))["id"])
            await asyncio.sleep(0.1)

    # A connection that is kept may be closed just as the next request is sent on it.
    once = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(verify=False, timeout=30, limits=once) as http:
        vendor = door.settings.wechat_base_url
        phones = [Phone(http, door.url, vendor, f"Alice {number}") for number in range(8)]
        asking = [asyncio.create_task(asks(phone)) for phone in phones]
        for port in door.ports:
            await door.stop_web(port)
            await door.start_web(port)
            await within(FOUND_WITHIN, partial(door.is_found, port))
            await asyncio.sleep(SLOW_START)
        done.set()
        await asyncio.gather(*asking)
    assert len(set(answered)) == len(phones)
    assert len(answered) > 50
