"""Pages: the documentation's Markdown, taken apart into fenced blocks, code spans and links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parents[2]
BESIDE = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")
WITH_CODE = ("benchmarks/README.md", "miniprogram-stub/README.md")

_FENCE = re.compile(r"^( *)```([^\n`]*)\n(.*?)^\1```\s*$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
_HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.MULTILINE)
_DROPPED = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Fence:
    """A fenced block: its language, the mark behind that (`run`, `checked`), and its text."""

    page: str
    line: int
    language: str
    mark: str
    text: str

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"


def pages() -> list[str]:
    """Every page of the documentation, by its path from the root."""
    found = [
        *BESIDE,
        *WITH_CODE,
        *(str(p.relative_to(ROOT)) for p in (ROOT / "docs").rglob("*.md")),
    ]
    return sorted(found)


@cache
def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def fences(page: str) -> list[Fence]:
    """The fenced blocks of a page, in their order."""
    text, found = text_of(page), []
    for match in _FENCE.finditer(text):
        language, _, mark = match[2].strip().partition(" ")
        line = text.count("\n", 0, match.start()) + 1
        found.append(Fence(page, line, language, mark.strip(), dedent(match[3])))
    return found


def prose(page: str) -> str:
    """A page without its fenced blocks."""
    return _FENCE.sub("", text_of(page))


def spans(page: str) -> list[str]:
    """What a page shows as code within a sentence."""
    return _SPAN.findall(prose(page))


def links(page: str) -> Iterator[tuple[Path, str]]:
    """Where a page leads inside the project: a file, and the anchor in it or nothing."""
    for groups in _LINK.findall(_SPAN.sub("", prose(page))):
        target = next(filter(None, groups))
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / page).parent / path if path else ROOT / page
        yield file.resolve(), anchor


@cache
def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub names them."""
    headings = _HEADING.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))
    found: set[str] = set()
    for heading in headings:
        name = _DROPPED.sub("", heading.lower()).replace(" ", "-")
        copies = sum(one == name or one.startswith(f"{name}-") for one in found)
        found.add(name if name not in found else f"{name}-{copies}")
    return found
