"""A scan for secrets: `python -m tests.rules.secret_scan` reads the history of every file too.

The shapes are those that vendors give their keys, and whatever is named as a secret and looks made
by chance. Lock files hold digests by the thousand and are read for the former alone.
"""

import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHAPES = {
    "private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20}"),
    "key of a cloud": re.compile(
        r"\b(?:AKIA|ASIA|LTAI)[0-9A-Za-z]{16,20}\b|\bAKID[0-9A-Za-z]{32}\b"
    ),
    "token of a forge": re.compile(
        r"\b(?:gh[pousr]_[0-9A-Za-z]{36}|glpat-[\w-]{20}|github_pat_\w{22})"
    ),
    "token of a registry": re.compile(r"\bnpm_[0-9A-Za-z]{36}\b|\bpypi-AgEI[\w-]{50}"),
    "token of a chat": re.compile(r"\bxox[abprs]-[0-9A-Za-z-]{20}"),
    "key of Google": re.compile(r"\bAIza[\w-]{35}\b"),
    "signed token": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    "password in an address": re.compile(
        r"\b[a-z][a-z+]+://[\w.-]*:(?![A-Z_]+@)[^\s/@:'\"{}$<>…*]{8,}@[\w.-]+"
    ),
}
NAMED = re.compile(
    r"(?i)(?:secret|passw(?:or)?d|token|api_?key|access_?key|private_?key|push_?key|data_?keys?)"
    r"[\w-]{0,20}[\"']?\s*[:=]\s*[\"']?([A-Za-z0-9+/_=-]{20,})(?![\w(.\[])"
)
LOCKS = ("requirements/", "package-lock.json", "benchmarks/peers/requirements.txt")
BY_CHANCE, HEXADECIMAL = 3.6, 2.8
"""Bits a character has at least, of what was made by chance; words and identifiers have fewer."""


def found_in(text: str, *, named: bool = True) -> list[str]:
    """What looks like a secret in a text: the kind, and the beginning of what was found."""
    shaped = [(kind, match[0]) for kind, shape in SHAPES.items() for match in shape.finditer(text)]
    random = [match[1] for match in NAMED.finditer(text) if _by_chance(match[1])] if named else []
    told = [*shaped, *(("named secret", value) for value in random)]
    return [f"{kind}: {value[:12]}…" for kind, value in told]


def _by_chance(value: str) -> bool:
    """Whether a value has the entropy of a random one, and letters and digits mixed as those do."""
    counts = Counter(value).values()
    bits = -sum(n / len(value) * math.log2(n / len(value)) for n in counts)
    mixed = re.search(r"\d", value) and re.search(r"[A-Za-z]", value)
    if re.fullmatch(r"[0-9a-f]{32,}", value):
        return bits >= HEXADECIMAL
    return bool(mixed) and bits >= BY_CHANCE and not re.search(r"[a-z]{9}|[a-z]_[a-z]", value)


def tracked() -> Iterator[tuple[str, str]]:
    """Every tracked file that is text, by path."""
    listed = _git("ls-files", "-z").split("\0")
    for path in filter(None, listed):
        raw = (ROOT / path).read_bytes() if (ROOT / path).is_file() else b"\0"
        if b"\0" not in raw:
            yield path, raw.decode(errors="replace")


def scanned(files: Iterable[tuple[str, str]]) -> list[str]:
    """What looks like a secret, as `path: kind: beginning`."""
    return [
        f"{path}: {told}"
        for path, text in files
        for told in found_in(text, named=not any(lock in path for lock in LOCKS))
    ]


def history() -> Iterator[tuple[str, str]]:
    """What any commit ever added, by path."""
    path = ""
    for line in _git("log", "--all", "-p", "--unified=0", "--no-color").splitlines():
        if line.startswith("+++ "):
            path = line[6:]
        elif line.startswith("+"):
            yield path, line[1:]


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode(errors="replace")


if __name__ == "__main__":
    told = sorted({*scanned(tracked()), *scanned(history())})
    print("\n".join(told))
    sys.exit(bool(told))
