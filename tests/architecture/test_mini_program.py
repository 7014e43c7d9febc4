"""The pages that codes, messages and links lead to are pages of the mini-program."""

import json
import re
from pathlib import Path

import pytest

from tests.architecture.test_house import ROOT, modules

CLIENT = ROOT / "miniprogram-stub/miniprogram"
LED_TO = re.compile(r"[\"'](pages/[a-z-]+/[a-z-]+)[\"'?]")
NAMED = re.compile(r"/(pages/[a-z-]+/[a-z-]+)")


def pages() -> set[str]:
    """Every page that app.json has, in the main package and in the others."""
    app = json.loads((CLIENT / "app.json").read_text(encoding="utf-8"))
    packed = {f"{one['root']}/{page}" for one in app["subPackages"] for page in one["pages"]}
    return packed | set(app["pages"])


def test_what_the_service_leads_to_is_there():
    code = [path for path in modules("service", "handlers") if "emulators" not in path.parts]
    led_to = {page for path in code for page in LED_TO.findall(path.read_text(encoding="utf-8"))}
    assert "pages/entry/entry" in led_to
    assert led_to - pages() == set()


def test_what_screens_lead_to_is_there():
    scripts = [*CLIENT.rglob("*.js"), *CLIENT.rglob("*.wxml")]
    led_to = {page for path in scripts for page in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert led_to - pages() == set()


@pytest.mark.parametrize("page", sorted(pages()))
def test_a_page_has_all_its_files(page: str):
    assert [
        kind for kind in ("js", "json", "wxml") if not Path(CLIENT, f"{page}.{kind}").is_file()
    ] == []
