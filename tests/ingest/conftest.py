"""Two installations, one after the other: where a family was at home, and where it moves to."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from tests.shared_world import SharedWorld
from tests.world import World

Installed = Callable[[], AbstractAsyncContextManager[World]]


@pytest.fixture
async def installed(shared_world: SharedWorld) -> Installed:
    """Opens an installation in which nothing has happened yet; the one before it must be over."""
    service = await shared_world.service()
    return service.story
