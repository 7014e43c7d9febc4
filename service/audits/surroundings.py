"""Surroundings: what no row tells: texts, settings, what is installed, what was decided."""

import re
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from models.trust.consents import Purpose
from service.foundation.settings import Settings
from service.trust import consent_texts
from service.trust.consent_texts import Text

DOCS = Path(__file__).parents[2] / "docs"
_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)


def access_matrix() -> str:
    """docs/access.md: who may do what, as the tests prove it route by route."""
    return (DOCS / "access.md").read_text(encoding="utf-8")


def decisions() -> list[dict[str, Any]]:
    """The records of docs/decisions, in their order."""
    return [
        {"number": path.name[:4], "decision": _heading(path)}
        for path in sorted((DOCS / "decisions").glob("[0-9]*.md"))
    ]


def _heading(path: Path) -> str:
    found = _HEADING.search(path.read_text(encoding="utf-8"))
    return found[1] if found else path.stem


def installed() -> list[dict[str, Any]]:
    """What this process runs on, by name, with the licence that each declares."""
    found = {one.metadata["Name"].lower(): one for one in distributions()}
    return [
        {"name": name, "version": one.version, "licence": _licence(one.metadata)}
        for name, one in sorted(found.items())
    ]


def _licence(metadata: Any) -> str:
    """In one line; some packages put the whole text there."""
    told = metadata.get("License-Expression") or metadata.get("License") or ""
    classified = [one for one in metadata.get_all("Classifier", []) if one.startswith("License")]
    return told.splitlines()[0] if told else " ".join(c.rpartition(":: ")[2] for c in classified)


def consent_words() -> list[dict[str, Any]]:
    """Every text that was ever in force, with the hash by which the ledger names it."""
    return [_words(text) for purpose in Purpose for text in consent_texts.history(purpose)]


def _words(text: Text) -> dict[str, Any]:
    shown = ("purpose", "version", "since", "title", "scope", "necessity", "impact")
    more = ("retention", "recipients", "withdrawing", "changes")
    told = {name: getattr(text, name) for name in (*shown, *more)}
    return {"text_hash": text.hash, "lines": "".join(text.lines), **told}


def settings(given: Settings) -> list[dict[str, Any]]:
    """Every setting but the secret ones, of which only is told whether they are set."""
    return [{"setting": name, "value": value} for name, value in given.shown().items()]
