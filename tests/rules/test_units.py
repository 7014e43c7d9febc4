"""systemd's units: each is told no more than it needs, and what belongs together agrees."""

import re
from pathlib import Path

import yaml

from service.__main__ import STOPS_WITHIN

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = DEPLOY / "systemd"
LANDLOCK = {"landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"}


def text(name: str) -> str:
    return (UNITS / name).read_text()


def test_of_the_units_only_the_migration_is_told_the_owner():
    files = [*UNITS.rglob("*.service"), *UNITS.rglob("*.conf")]
    told = [file.name for file in files if "owner.env" in file.read_text()]
    assert told == ["jiadang-migrate.service"]


def test_the_process_that_reads_files_may_confine_itself():
    allowed = text("jiadang-.service.d/hardening.conf")
    assert set(re.findall(r"landlock_\w+", allowed)) == LANDLOCK


def test_a_drop_in_takes_nothing_back_that_a_unit_says():
    """It is read behind the unit: what both say of one value would be the drop-in's."""
    shared = _keys(text("jiadang-.service.d/hardening.conf")) - {"Environment", "EnvironmentFile"}
    for unit in UNITS.glob("*.service"):
        assert _keys(unit.read_text()) & shared - {"SystemCallFilter"} == set()


def _keys(unit: str) -> set[str]:
    return set(re.findall(r"^(\w+)=", unit, re.MULTILINE)) - {"Description", "Documentation"}


def test_the_target_starts_the_processes_that_the_door_knows():
    known = re.findall(r"127\.0\.0\.1:(\d+)", (DEPLOY / "processes" / "units.cfg").read_text())
    assert known == re.findall(r"jiadang-web@(\d+)", text("jiadang.target"))
    assert " ".join(known) in text("upgrade")


def test_a_site_lets_its_web_end_by_itself():
    """Also in a container: what hangs is killed by its parent, which then ends in order."""
    web = yaml.safe_load((DEPLOY.parent / "compose.yaml").read_text())["services"]["web"]
    unit = re.findall(r"TimeoutStopSec=(\d+)", text("jiadang-web@.service"))
    for given in (web["stop_grace_period"].removesuffix("s"), *unit):
        assert int(given) > STOPS_WITHIN
    assert unit
