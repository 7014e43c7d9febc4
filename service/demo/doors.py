"""The demo's doors: pages that the front door may offer in an embedded installation."""

import json
from pathlib import Path

from service.foundation import settings
from service.foundation.settings import Environment

FILE = "doors.json"


def doors() -> dict[str, str]:
    """Door name (`friend`) → path; empty in production and before the demo was filled in."""
    current = settings.current()
    if current.environment is not Environment.EMBEDDED:
        return {}
    try:
        return json.loads((current.data_folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}


def open_doors(data_folder: Path, found: dict[str, str]) -> None:
    """Remember the demo's doors."""
    (data_folder / FILE).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
