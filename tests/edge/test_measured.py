"""What is measured: alerts, dashboard and handbook speak of what a running service really tells."""

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from service.backup import ages
from service.foundation import metrics
from service.trust import backlogs

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"jiadang_\w+")
SELECTED = re.compile(r"(jiadang_\w+)\{([^}]*)\}")
BY = re.compile(r"\bby \(([^)]*)\)")
OF_PROMETHEUS = {"le", "job", "instance"}
LABELS = {
    *("method", "route", "status", "why", "code", "task", "outcome", "queue", "cause", "urgent"),
    *("vendor", "host", "call", "window", "cache", "dependency", "of", "kind"),
}
"""All that we label by: whoever adds one says here that there are few of it, and none personal."""


def alerting() -> list[str]:
    groups = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text())["groups"]
    return [rule["expr"] for group in groups for rule in group["rules"]]


def drawn() -> list[str]:
    text = (ROOT / "deploy/grafana/dashboards/jiadang.json").read_text()
    return [one["expr"] for panel in json.loads(text)["panels"] for one in panel.get("targets", [])]


def ours() -> dict[str, set[str]]:
    """The labels of each metric of ours, by the names under which Prometheus knows it."""
    found = {}
    for name, collector in REGISTRY._names_to_collectors.items():
        if name.startswith(metrics.PREFIX):
            found[name] = set(collector._labelnames)  # type: ignore[attr-defined]
    return found


async def test_whatever_is_asked_for_is_told(world):
    """Names by a scrape, once everything that waits has been read; labels by their metric."""
    alice = await world.person("Alice")
    await alice.founds("陈家")
    ages.read(str(world.settings.data_folder))
    await backlogs.refresh()
    told = {family.name for family in text_string_to_metric_families(metrics.page().decode())}
    asked = {name for expression in (*alerting(), *drawn()) for name in NAME.findall(expression)}
    endings = r"_(total|bucket|sum|count)$"
    assert {name for name in asked if re.sub(endings, "", name) not in told} == set()


@pytest.mark.parametrize("expression", [*alerting(), *drawn()])
def test_what_is_selected_and_grouped_by_is_a_label(expression):
    for name, selectors in SELECTED.findall(expression):
        wanted = set(re.findall(r"(\w+)\s*[=!]", selectors)) - OF_PROMETHEUS
        assert wanted <= ours()[name]
    grouped = {label.strip() for labels in BY.findall(expression) for label in labels.split(",")}
    known = set().union(*(ours()[name] for name in NAME.findall(expression)))
    assert grouped - OF_PROMETHEUS <= known


def test_the_handbook_tells_of_every_metric():
    page = (ROOT / "docs/operations/observing.md").read_text()
    short = {name.removeprefix(metrics.PREFIX) for name in ours()}
    base = {re.sub(r"_(bucket|sum|count|created)$", "", name) for name in short}
    suffixes = {"pool_connections_open": "_open", "pool_connections_used": "_used"}
    totals = {name for name in base if f"{name}_total" not in base}
    assert [one for one in sorted(totals) if f"`{suffixes.get(one, one)}`" not in page] == []


def test_every_label_is_one_of_a_few():
    assert set().union(*ours().values()) <= LABELS
