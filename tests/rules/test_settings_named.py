"""Settings: whatever page, unit, image or script names one names one that is read."""

import re
from pathlib import Path

import msgspec

from service.foundation.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
PLACES = ("README.md", "README.zh-CN.md", "Dockerfile", "compose.yaml", "Makefile")
FOLDERS = ("docs", "deploy", "scripts")
NO_SETTINGS = {
    "JIADANG_IMAGE",  # compose.yaml's own, and upgrade's
    *("JIADANG_OWNER_PASSWORD", "JIADANG_HOME", "JIADANG_PORTS", "JIADANG_PATIENCE"),
}
READABLE = {".md", ".yaml", ".yml", ".cfg", ".ini", ".conf", ".sh", ".example", ".service", ""}


def test_every_setting_that_is_named_is_one():
    known = {PREFIX + one.name.upper() for one in msgspec.structs.fields(Settings)} | NO_SETTINGS
    unknown = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in _files()
        for name in re.findall(r"\bJIADANG_[A-Z][A-Z_]*[A-Z]\b", file.read_text(encoding="utf-8"))
        if name not in known and not _is_beginning(name, file)
    }
    assert unknown == set()


def _files() -> list[Path]:
    found = [ROOT / one for one in PLACES]
    for folder in FOLDERS:
        found += [one for one in (ROOT / folder).rglob("*") if one.is_file()]
    return [one for one in found if one.suffix in READABLE and ".git" not in one.parts]


def _is_beginning(name: str, file: Path) -> bool:
    """`JIADANG_KODO_…` names several at once, `JIADANG_CONTRACT_…` those of a test."""
    return re.search(rf"\b{name}_(…|\W|$)", file.read_text(encoding="utf-8")) is not None
