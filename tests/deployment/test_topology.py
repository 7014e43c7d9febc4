"""The topology: what compose.yaml starts does the main job, by one door, and outlives restarts."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator

import httpx
import pytest
import yaml

from tests.deployment.topology import IMAGE, PATIENCE, ROOT, SITE, Topology

MAIN_JOB = """
import asyncio, sys, time
time.sleep(3)  # podman's name server is away for a moment whenever a container joins
from rich.console import Console
from service.demo import main_job
from service.demo.steps import Steps
from service.foundation.settings import read_settings
print(asyncio.run(main_job.perform(read_settings(), Steps(Console(file=sys.stderr)))).share_url)
"""
LARGEST_IMAGE = 900_000_000
HASTE = 6.0
"""Seconds after which a request that drips is cut."""


def test_the_image_is_small_and_runs_as_nobody_who_may_write(topology):
    size = int(topology.podman("image", "inspect", "--format", "{{.Size}}", IMAGE))
    assert size < LARGEST_IMAGE
    who = topology.run("-c", "import os; print(os.getuid(), os.access('/app', os.W_OK))")
    assert who.split() == ["10001", "False"]


async def test_what_runs_may_write_nothing_of_itself_and_has_no_power(topology, http):
    asked = "{{.HostConfig.ReadonlyRootfs}} {{.EffectiveCaps}} {{.Config.User}}"
    for name in (*topology.names("web"), *topology.names("worker")):
        assert topology.podman("inspect", "--format", asked, name).split() == [
            "true",
            "[]",
            "10001",
        ]
        assert not topology.answers("exec", name, "touch", "/app/left")


async def test_the_health_checks_of_compose_answer(topology, http):
    """Asked by hand: where podman takes Docker's place, systemd would have to."""
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    checks = {
        name: one["healthcheck"]["test"] for name, one in services.items() if "healthcheck" in one
    }
    assert checks.keys() == {"web", "worker", "database"}
    for service, (_, *command) in checks.items():
        for name in topology.names(service):
            topology.podman("exec", name, *command)


async def test_the_main_job_is_done_through_the_proxy(topology, http):
    shared = (await asyncio.to_thread(topology.run, "-c", MAIN_JOB)).split()[-1]
    page = await http.get(shared.replace("https://proxy", SITE))
    assert (page.status_code, page.headers["referrer-policy"]) == (200, "no-referrer")


async def test_there_is_one_door_and_it_is_locked(topology, http):
    plain = await http.get("http://localhost/healthz")
    assert (plain.status_code, plain.headers["location"]) == (308, f"{SITE}/healthz")
    served = await http.get(f"{SITE}/healthz")
    assert "max-age" in served.headers["strict-transport-security"]
    for path in ("/metrics", "/readyz"):
        assert (await http.get(SITE + path)).status_code == 404
    assert topology.published() == {
        "proxy": {("", 80), ("", 443)},
        "prometheus": {("127.0.0.1", 9090)},
    }


async def test_what_is_too_large_or_has_no_length_is_refused_before_it_is_read(http):
    url = f"{SITE}/api/v1/sessions"
    large = await http.post(url, content=b"0" * 70_000)
    assert (large.status_code, large.json()["code"]) == (413, "request.too_large")

    async def dripping() -> AsyncIterator[bytes]:
        yield b"{}"

    chunked = await http.post(url, content=dripping())
    assert (chunked.status_code, chunked.json()["code"]) == (411, "request.malformed")


@pytest.mark.parametrize("first", [1, 20_000])
async def test_bodies_that_drip_are_cut_and_bob_is_served(http, first):
    drips = [await _drip(first) for _ in range(200)]
    began = time.monotonic()
    served = [(await http.get(f"{SITE}/healthz")).status_code for _ in range(20)]
    assert served == [200] * 20
    answer = await asyncio.wait_for(drips[0][0].read(4096), HASTE + 10)
    assert b"408" in answer.split(b"\r\n")[0]
    assert time.monotonic() - began < HASTE + 2
    for _, writer in drips:
        writer.close()


async def _drip(first: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    reader, writer = await asyncio.open_connection("localhost", 443, ssl=context)
    head = b"POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n"
    writer.write(head + b"0" * first)
    await writer.drain()
    return reader, writer


async def test_every_process_is_restarted_and_nobody_notices(topology, http):
    answers: list[int | str] = []
    over = asyncio.Event()
    asking = [asyncio.create_task(_ask(answers, over)) for _ in range(8)]
    for name in ("web_1", "web_2", "worker_1"):
        await asyncio.to_thread(topology.podman, "restart", "-t", "40", f"jiadang_{name}")
        await _until_up(topology, name)
    over.set()
    await asyncio.gather(*asking)
    assert len(answers) > 100
    assert {answer for answer in answers if answer != 200} == set()


async def _ask(answers: list[int | str], over: asyncio.Event) -> None:
    """As phones do that know nothing of a restart; each request on a connection of its own."""
    while not over.is_set():
        async with httpx.AsyncClient(verify=False, timeout=20) as http:
            try:
                answers.append((await http.get(f"{SITE}/api/v1/feed")).status_code)
            except httpx.HTTPError as failed:
                answers.append(repr(failed))


async def _until_up(topology: Topology, name: str) -> None:
    """Until a web process answers again; a moment later the proxy has seen it, too."""
    ready = "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"
    asking = ("exec", f"jiadang_{name}", "python", "-c", ready)
    if name.startswith("web"):
        async with asyncio.timeout(PATIENCE):
            while not await asyncio.to_thread(topology.answers, *asking):  # noqa: ASYNC110
                await asyncio.sleep(0.3)
        await asyncio.sleep(3)


async def test_every_process_becomes_one_of_a_new_image_and_nobody_notices(topology, http):
    before = topology.names("web")
    answers: list[int | str] = []
    over = asyncio.Event()
    asking = [asyncio.create_task(_ask(answers, over)) for _ in range(8)]
    try:
        await asyncio.to_thread(topology.upgrade)
    finally:
        over.set()
        await asyncio.gather(*asking)
    after = topology.names("web")
    assert len(after) == len(before)
    assert not set(after) & set(before)
    assert len(answers) > 100
    assert {answer for answer in answers if answer != 200} == set()
