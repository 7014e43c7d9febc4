"""Alerts: whoever is woken by one finds its section in the runbooks, and none is left over."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
RUNBOOKS = ROOT / "docs/operations/runbooks"
PARTS = ("Users see", "Look", "Mend")


def alerts() -> Iterator[dict[str, Any]]:
    groups = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text())["groups"]
    return (rule for group in groups for rule in group["rules"])


def sections() -> dict[str, tuple[Path, str]]:
    """Of every runbook but their list: where it stands and what it says, by its name."""
    found = {}
    for page in sorted(RUNBOOKS.glob("*.md")):
        parts = re.split(r"^## (.+)$", page.read_text(), flags=re.MULTILINE)[1:]
        found |= {name: (page, text) for name, text in zip(parts[::2], parts[1::2], strict=True)}
    return found


def test_every_alert_has_a_section_and_every_section_an_alert():
    assert sorted(sections()) == sorted(one["alert"] for one in alerts())


@pytest.mark.parametrize("alert", [*alerts()], ids=lambda one: one["alert"])
def test_an_alert_leads_to_its_section(alert: dict[str, Any]):
    page, text = sections()[alert["alert"]]
    where = f"{page.relative_to(ROOT)}#{alert['alert'].lower()}"
    assert alert["annotations"]["runbook"] == where
    assert alert["annotations"]["summary"]
    assert text.strip().startswith(f"*{alert['labels']['severity']}.* ")
    assert [part for part in PARTS if f"**{part}**" not in text] == []
    listed = (RUNBOOKS / "README.md").read_text()
    assert re.search(rf"\({page.name}\).*\b{alert['alert']}\b", listed)


def test_somebody_is_woken_for_what_cannot_wait():
    woken = {one["alert"] for one in alerts() if one["labels"]["severity"] == "page"}
    assert {"WebDown", "WorkerDown", "UrgentReportWaits", "DatabaseAway"} <= woken
    assert {one["labels"]["severity"] for one in alerts()} == {"page", "ticket"}
