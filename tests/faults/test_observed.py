"""Stories of being observed: counters of all processes at once, and one id through all logs."""

import json
import re
from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families

from tests.edge.wire import headers_of
from tests.embedded.observing import until
from tests.faults.installation import Installation, within
from tests.faults.processes import kill
from tests.world import Person

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]
HEALTHZ = {"method": "GET", "route": "healthz", "status": "200"}
UNBOUNDED = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{16}|\d{11}|[^\x20-\x7e]")
"""What a label must not hold: an id, a token, a telephone number, anybody's words."""
MOST_SERIES = 20_000


async def scraped(port: int) -> Samples:
    """What Prometheus would read; each time on a connection of its own."""
    async with httpx.AsyncClient() as prometheus:
        page = (await prometheus.get(f"http://127.0.0.1:{port}/metrics")).raise_for_status()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(page.text)
        for sample in family.samples
    }


async def web(home: Installation) -> Samples:
    return await scraped(home.settings.metrics_port)


async def worker(home: Installation) -> Samples:
    return await scraped(home.settings.worker_metrics_port)


def value(samples: Samples, name: str, **labels: str) -> float:
    return samples.get((f"jiadang_{name}", tuple(sorted(labels.items()))), 0.0)


async def asks(home: Installation, times: int, path: str = "healthz") -> None:
    """So many requests, each on a connection of its own, so that every process gets some."""
    for _ in range(times):
        async with httpx.AsyncClient() as browser:
            await browser.get(f"{home.url}/{path}")


async def pools_are_open(home: Installation) -> bool:
    """Whether each process has been asked something that takes the database."""
    await asks(home, 4, "readyz")
    return value(await web(home), "pool_connections_max") == home.settings.workers * 10


async def test_whichever_process_is_asked_it_tells_of_all(home: Installation):
    before = value(await web(home), "requests_total", **HEALTHZ)
    await asks(home, 20)
    told = [value(await web(home), "requests_total", **HEALTHZ) for _ in range(8)]
    assert told == [before + 20] * 8


async def test_what_a_killed_process_counted_stays_and_what_it_held_does_not(home: Installation):
    await within(60, lambda: pools_are_open(home))
    before = await web(home)
    kill(home.serving()[0])
    await until(lambda: len(home.serving()) == home.settings.workers, seconds=60)
    await within(60, home.is_whole)
    await within(60, lambda: pools_are_open(home))
    now = await web(home)
    assert value(now, "requests_in_flight") == 0
    assert value(now, "requests_total", **HEALTHZ) >= value(before, "requests_total", **HEALTHZ)


async def test_the_worker_tells_what_it_does_and_what_waits(home: Installation, alice: Person):
    entry = await alice.records(title="海边", story="风很大")
    await alice.phone.until(f"/entries/{entry['id']}", standing=["passed"])
    told = await worker(home)
    assert value(told, "jobs_total", task="moderation.check", outcome="done") > 0
    assert value(told, "dependency_up", dependency="database") == 1
    assert value(told, "dependency_up", dependency="valkey") == 1
    assert 0 < value(told, "disk_free_ratio", of="root") < 1
    assert ("jiadang_reviews_open", (("cause", "report"), ("urgent", "yes"))) in told
    assert value(told, "quota_used_ratio", vendor="wechat", call="stable_token", window="day") > 0


async def test_no_label_is_of_anybody(home: Installation, alice: Person):
    await alice.publishes("风筝", [await alice.takes_photo()])
    for samples in (await web(home), await worker(home)):
        told = {text for _, labels in samples for pair in labels for text in pair}
        assert [text for text in told if UNBOUNDED.search(text)] == []
        assert len(samples) < MOST_SERIES


async def test_one_search_finds_all_that_followed_from_a_request(home: Installation, alice: Person):
    followed = "alice-tells-of-the-sea"
    reply = await home.http.post(
        f"{home.url}/api/v1/entries",
        json={"family_id": alice.family, "student_id": alice.child, "title": "海边"},
        headers=headers_of(alice) | {"X-Request-Id": followed},
    )
    assert reply.status_code == 201, reply.text

    async def is_told() -> bool:
        return {"request", "job", "vendor call"} <= {
            line["event"] for line in lines(home, followed)
        }

    await within(60, is_told)
    found = lines(home, followed)
    (request,) = [line for line in found if line["event"] == "request"]
    assert (request["method"], request["status"]) == ("POST", 201)
    checks = [line for line in found if line.get("task") == "moderation.check"]
    assert {line["event"] for line in checks} == {"job", "vendor call"}
    assert len({line["job"] for line in checks}) == 1
    assert {"call": "msg_sec_check", "outcome": "answered"}.items() <= checks[0].items()
    assert "海边" not in json.dumps(found, ensure_ascii=False)


def lines(home: Installation, followed: str) -> list[dict[str, Any]]:
    """What `grep` finds in all logs, in the order of the files."""
    logs = sorted((home.settings.data_folder / "logs").glob("*.log"))
    found = (line for log in logs for line in log.read_text().splitlines() if followed in line)
    return [json.loads(line) for line in found]
