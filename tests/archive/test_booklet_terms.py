"""Booklet terms: how far ahead one may end, and that what has no day is of none."""

from datetime import timedelta
from typing import Any

import pytest

from models.archive.growth import UNDATED
from service.archive import booklet_choices
from service.foundation import clock
from tests.archive.booklet_room import booklet_of, told
from tests.world import Person, refused


@pytest.fixture
async def undated(alice: Person) -> str:
    return await told(alice, "没有日子", happened="")


async def test_a_term_ends_at_most_a_year_from_today(alice: Person, undated: str):
    told_in_term = await told(alice)
    path = f"/students/{alice.child}/booklet-proposal"
    for until in ("9999-12-31", (clock.today() + timedelta(days=367)).isoformat()):
        term: dict[str, Any] = {"since": "2025-09-01", "until": until}
        with refused(422, "booklet.too_far"):
            await alice.phone.get(path, **term)
        with refused(422, "booklet.too_far"):
            await booklet_of(alice, told_in_term, **term)
    term["until"] = (clock.today() + timedelta(days=366)).isoformat()
    assert (await alice.phone.get(path, **term))["available"] == 1


async def test_an_entry_without_a_day_is_proposed_for_no_term(alice: Person, undated: str):
    since = clock.today() - timedelta(days=1)
    account = await alice.account()
    student = (await alice.phone.get(f"/students/{alice.child}"))["id"]
    assert await booklet_choices.propose(account, student, since, UNDATED) == ([], 0)
