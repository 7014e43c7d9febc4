"""The documentation's links: each leads to a file that is there and to a heading that it has."""

from pathlib import Path

import pytest

from tests.documents.pages import ROOT, anchors, links, pages


@pytest.mark.parametrize("page", pages())
def test_every_link_leads_somewhere(page: str):
    dead = []
    for file, anchor in links(page):
        name = str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else str(file)
        if not file.exists():
            dead.append(name)
        elif anchor and anchor not in anchors(file):
            dead.append(f"{name}#{anchor}")
    assert dead == []


def test_every_page_can_be_reached_from_the_readme():
    """By links alone, in either language; one to a folder leads to all pages in it."""
    for start in ("README.md", "README.zh-CN.md"):
        reached, found = {ROOT / start}, [ROOT / start]
        while found:
            page = str(found.pop().relative_to(ROOT))
            leads = {page for file, _ in links(page) for page in pages_at(file)}
            found += leads - reached
            reached |= leads
        assert [page for page in pages() if ROOT / page not in reached] == []


def pages_at(place: Path) -> list[Path]:
    """A page itself, those of a folder, and none of anything else."""
    if place.is_dir():
        return [*place.glob("*.md")]
    return [place] if place.suffix == ".md" and place.exists() else []
