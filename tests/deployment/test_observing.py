"""Observing: Prometheus finds every process of compose.yaml, and the dashboard has its answers."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from tests.deployment.topology import ROOT, SITE

PROMETHEUS = "http://127.0.0.1:9090/api/v1"
DASHBOARD = ROOT / "deploy/grafana/dashboards/jiadang.json"
FOUND_WITHIN = 90
"""Seconds until names are looked up, and every process was asked twice."""
ON_GOOD_DAYS_SILENT = {
    "Routes with errors",
    "Refused for now",
    "What caches had",
    "Calls per second",
    "Calls that fail",
    "Seconds of a call, p95",
    "Left alone",
    "Used of today's quota",
    "Due, and given up this week",
}


async def test_prometheus_finds_both_web_processes_and_the_worker(http):
    up = await _until(lambda: _up(http), lambda found: found == {"web": [1, 1], "worker": [1]})
    assert up, await _up(http)
    told = await _asked(http, "rules")
    rules = [rule for group in told["groups"] for rule in group["rules"]]
    assert len(rules) > 15
    assert {rule["health"] for rule in rules} <= {"ok", "unknown"}


async def test_every_panel_of_the_dashboard_has_an_answer(http):
    for _ in range(20):
        assert (await http.get(f"{SITE}/api/v1/feed")).status_code == 200

    async def silent() -> set[str]:
        return {panel for panel, expr in _questions() if not await _values(http, expr)}

    assert await _until(silent, lambda panels: panels <= ON_GOOD_DAYS_SILENT), await silent()


def _questions() -> list[tuple[str, str]]:
    """Panels' titles with what they ask, as Grafana would put it with a scrape each 15 seconds."""
    panels = json.loads(DASHBOARD.read_text())["panels"]
    return [
        (panel["title"], target["expr"].replace("$__rate_interval", "1m"))
        for panel in panels
        for target in panel.get("targets", ())
    ]


async def _up(http: httpx.AsyncClient) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for one in await _values(http, "up"):
        found.setdefault(one["metric"]["job"], []).append(int(one["value"][1]))
    return found


async def _values(http: httpx.AsyncClient, expr: str) -> list[dict[str, Any]]:
    return (await _asked(http, "query", query=expr))["result"]


async def _asked(http: httpx.AsyncClient, what: str, **given: str) -> Any:
    answer = await http.get(f"{PROMETHEUS}/{what}", params=given)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


async def _until(asked: Callable[[], Awaitable[Any]], enough: Callable[[Any], bool]) -> bool:
    for _ in range(FOUND_WITHIN):
        if enough(await asked()):
            return True
        await asyncio.sleep(1)
    return False
