"""Stories of a phone whose upload goes wrong: it tries again, and one file is one photo."""

import pytest

from tests.embedded.observing import until
from tests.faults.installation import Installation, patiently, within
from tests.faults.outcomes import called_back, confirms, is_one_photo, original
from tests.faults.processes import kill
from tests.faults.sdk_phone import SdkPhone, tickets_for
from tests.world import Person, a_photo

READING = "procrastinate_jobs where task_name = 'photos.read' and status = 'doing'"


@pytest.fixture
def phone(home: Installation) -> SdkPhone:
    return SdkPhone(home.settings.kodo_upload_url)


@pytest.mark.parametrize("stored", [False, True], ids=["nothing stored", "stored"])
async def test_a_599_is_tried_again_at_another_host(
    home: Installation, alice: Person, phone: SdkPhone, stored: bool
):
    data = a_photo()
    (ticket,) = await tickets_for(alice, len(data))
    fault = {"status": 599, "stored": stored}
    await home.script("kodo", "upload", fault, key=ticket["key"])
    answer = await phone.put(ticket, data)
    assert answer.status == 200
    assert await called_back(home, ticket) == [200]
    assert await is_one_photo(home, alice, ticket, data) == answer.told["photo_id"]


async def test_what_every_host_stored_and_none_acknowledged_is_confirmed(
    home: Installation, alice: Person, phone: SdkPhone
):
    data = a_photo()
    (ticket,) = await tickets_for(alice, len(data))
    fault = {"status": 599, "stored": True}
    await home.script("kodo", "upload", fault, key=ticket["key"], times=2)
    assert (await phone.put(ticket, data)).status == 599
    photo = await confirms(alice, ticket)
    assert await called_back(home, ticket) == []
    assert await is_one_photo(home, alice, ticket, data) == photo


async def test_a_579_is_not_tried_again_but_confirmed(
    home: Installation, alice: Person, phone: SdkPhone
):
    data = a_photo()
    (ticket,) = await tickets_for(alice, len(data))
    await home.script("kodo", "upload", {"status": 579}, key=ticket["key"])
    assert (await phone.put(ticket, data)).status == 579
    photo = await confirms(alice, ticket)
    assert await called_back(home, ticket) == []
    assert await is_one_photo(home, alice, ticket, data) == photo


async def test_the_same_file_put_twice_is_one_photo(
    home: Installation, alice: Person, phone: SdkPhone
):
    data = a_photo()
    (ticket,) = await tickets_for(alice, len(data))
    first = await phone.put(ticket, data)
    assert await phone.put(ticket, data) == first
    assert await called_back(home, ticket) == [200, 200]
    assert await is_one_photo(home, alice, ticket, data) == first.told["photo_id"]


async def test_a_614_for_the_same_file_is_confirmed(
    home: Installation, alice: Person, phone: SdkPhone
):
    """The answer to the first attempt was lost; Kodo may call the second one a conflict."""
    data = a_photo()
    (ticket,) = await tickets_for(alice, len(data))
    await home.script("kodo", "callback", {"drop": True}, key=ticket["key"])
    await phone.put(ticket, data)
    taken = {"status": 614, "error": "file exists"}
    await home.script("kodo", "upload", taken, key=ticket["key"])
    assert (await phone.put(ticket, data)).status == 614
    photo = await confirms(alice, ticket)
    assert await is_one_photo(home, alice, ticket, data) == photo


async def test_another_file_never_takes_the_place_of_a_photo(
    home: Installation, alice: Person, phone: SdkPhone
):
    data, other = a_photo(), a_photo()
    (ticket,) = await tickets_for(alice, max(len(data), len(other)))
    photo = (await phone.put(ticket, data)).told["photo_id"]
    assert (await phone.put(ticket, other)).status == 614
    assert await confirms(alice, ticket) == photo
    assert await is_one_photo(home, alice, ticket, data) == photo


async def test_a_photo_is_read_once_though_its_reader_was_killed(
    home: Installation, alice: Person, phone: SdkPhone
):
    data = a_photo()
    (ticket,) = await tickets_for(alice, len(data))
    await home.script("kodo", "download", {"delay_seconds": 3}, key=ticket["key"])
    photo = (await phone.put(ticket, data)).told["photo_id"]
    await within(30, lambda: home.count(READING))
    kill(home.processes.worker()[0])
    assert await original(home, alice, photo) == data
    assert await is_one_photo(home, alice, ticket, data) == photo


async def test_files_are_put_as_ever_while_valkey_is_away(
    home: Installation, alice: Person, phone: SdkPhone
):
    data = a_photo()
    kill(home.processes.valkey()[0])
    (ticket,) = await patiently(lambda: tickets_for(alice, len(data)))
    photo = (await phone.put(ticket, data)).told["photo_id"]
    assert await is_one_photo(home, alice, ticket, data) == photo
    await until(lambda: len(home.processes.valkey()) == 1, seconds=60)
