"""Alerts, read and tried by Prometheus' own tool: which night wakes whom."""

import subprocess
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "deploy/prometheus"


def promtool(*words: str) -> None:
    done = subprocess.run(
        ["promtool", *words], cwd=FOLDER, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_configuration_and_its_rules_are_whole():
    promtool("check", "config", "prometheus.yml")
    promtool("check", "rules", "alerts.yml")


def test_bad_nights_wake_somebody_and_quiet_ones_nobody():
    promtool("test", "rules", "alerts_test.yml")
