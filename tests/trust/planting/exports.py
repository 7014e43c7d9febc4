"""Planting what was packed of the canary child: with its family, and alone."""

from typing import Any

from tests.archive.suitcase import packed


async def plant(home: Any) -> None:
    """Two files, each with all of the child in it."""
    await packed(home.alice)
    await packed(home.alice, home.alice.child)
