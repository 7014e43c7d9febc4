"""Dependencies: what is locked is listed, we may ship it, and nothing known is wrong with it."""

import json
import re

from tests.rules.dependency_page import ADVISORIES, KEPT, ROOT, locked

REFUSED = re.compile(r"\bAGPL|Affero|SSPL|BUSL|Commercial|Proprietary|not said", re.IGNORECASE)


def listed() -> dict[str, tuple[str, str]]:
    """The version and the licence of each package on the page."""
    rows = re.findall(r"^\| ([\w.-]+) \| (\d\S*) \| (.+) \|$", KEPT.read_text(), re.MULTILINE)
    return {name: (version, licence) for name, version, licence in rows}


def test_the_page_lists_what_is_locked():
    """`python -m tests.rules.dependency_page` writes it anew."""
    assert {name: version for name, (version, _) in listed().items()} == locked()


def test_every_licence_lets_us_ship_it():
    assert {name: told for name, (_, told) in listed().items() if REFUSED.search(told)} == {}


def test_no_weakness_is_known():
    kept = json.loads(ADVISORIES.read_text())
    assert {*kept} >= {"requirements/run.txt", "requirements/dev.txt", "miniprogram-stub"}
    assert [weak for answer in kept.values() for weak in answer["weak"]] == []


def test_everything_is_locked_by_its_hash():
    for lock in ("requirements/run.txt", "requirements/dev.txt"):
        text = (ROOT / lock).read_text()
        assert text.count("--hash=sha256:") >= len(locked(lock)) > 50
    for folder in ("miniprogram-stub", "benchmarks/peers/fastify"):
        packages = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
        unlocked = [
            n for n, one in packages.items() if n and not one.get("link") and "integrity" not in one
        ]
        assert unlocked == []
