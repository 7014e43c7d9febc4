"""Answers: whether what a page shows as an answer is what the command said."""

import json
from typing import Any

CUT = "…"


def said_by(output: str) -> Any:
    """The last JSON document that a command wrote, alone at the end of a line; None without one."""
    for line in reversed(output.splitlines()):
        begin = line.find("{")
        if begin >= 0:
            return json.loads(line[begin:].rpartition("}")[0] + "}")
    return None


def differences(shown: Any, said: Any, path: str = "") -> list[str]:
    """What is shown and was not said; a page may leave members out and cut words short."""
    if isinstance(shown, dict):
        if not isinstance(said, dict):
            return [f"{path}: no object"]
        missing = [f"{path}.{name}: is not there" for name in shown if name not in said]
        there = [name for name in shown if name in said]
        return missing + [
            one for name in there for one in differences(shown[name], said[name], f"{path}.{name}")
        ]
    if isinstance(shown, list) and shown:
        if not isinstance(said, list) or len(said) < len(shown):
            return [f"{path}: fewer than {len(shown)}"]
        pairs = enumerate(zip(shown, said, strict=False))
        return [one for n, (a, b) in pairs for one in differences(a, b, f"{path}[{n}]")]
    if isinstance(shown, str) and shown.endswith(CUT):
        same = isinstance(said, str) and (said.startswith(shown[:-1]) or len(shown) > len(CUT) + 4)
        return [] if same else [f"{path}: {said!r} is not {shown!r}"]
    return [] if shown == said else [f"{path}: {said!r} is not {shown!r}"]
