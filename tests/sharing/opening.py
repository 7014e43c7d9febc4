"""Opening: what somebody without an account gets behind a link."""

from typing import Any

from tests.world import World


def token_of(link: dict[str, Any]) -> str:
    return link["url"].rpartition("/")[2]


async def opened(world: World, link: dict[str, Any]) -> dict[str, Any] | None:
    """What a link shows to programs, None where it is dark; the page in a browser agrees."""
    page = await world.http.get(link["url"])
    answer = await world.http.get(f"{world.url}/api/v1/shared/{token_of(link)}")
    assert page.status_code == answer.status_code
    assert answer.status_code in (200, 404)
    return answer.json() if answer.status_code == 200 else None
