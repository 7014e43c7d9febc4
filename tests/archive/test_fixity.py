"""Fixity: the archive's operator at night. Every original is read again; nothing is lost unseen."""

import asyncio
import os
import signal
import sys
from datetime import timedelta
from io import StringIO

import msgspec
import pytest
import pytest_asyncio
from rich.console import Console

from models.archive.findings import Finding, FindingKind
from models.archive.photos import Photo
from models.trust.audit import AuditRecord
from service.archive import findings
from service.archive.fixity import rounds, scopes
from service.archive.fixity.verifying import Verdict, verify
from service.audits.fixity import WORDS, Report, look, show
from service.foundation import clock, settings
from service.integrations import adapters
from tests.archive.vault import Vault, keep, lose
from tests.world import Person, World, a_photo

DAYS = timedelta(days=1)


@pytest.fixture
def vault(world: World) -> Vault:
    return Vault(world)


@pytest_asyncio.fixture
async def bob(world: World) -> Person:
    """The father of another family."""
    bob = await world.person("Bob")
    await bob.founds("李家")
    return bob


async def reads(world: World) -> list[str]:
    """The keys that were handed out, in turn."""
    calls = await world.control("kodo", "calls")
    return [one["key"] for one in calls if one["call"] == "download"]


async def looked(**options) -> tuple[Report, str]:
    """What the command comes to, and what it prints."""
    console = Console(file=StringIO(), width=200)
    report = await look(console, **options)
    show(console, report)
    assert isinstance(console.file, StringIO)
    return report, console.file.getvalue()


async def last_seen(photo: Photo, ago: timedelta) -> Photo:
    await Photo.filter(id=photo.id).update(verified_at=clock.now() - ago)
    return photo


async def verified(photo: Photo) -> timedelta:
    """How long ago a photo was found whole."""
    found = await Photo.get(id=photo.id)
    assert found.verified_at
    return clock.now() - found.verified_at


async def test_a_photo_that_was_read_and_is_whole_is_found_to_be_so(world, alice):
    photo = await Photo.get(id=await alice.takes_photo())
    await last_seen(photo, 100 * DAYS)
    assert await verify(photo.id) is Verdict.WHOLE
    assert await verified(photo) < DAYS
    assert await findings.open_ones() == []


async def test_a_flipped_bit_is_found_and_reported_and_nothing_is_lost_by_it(vault, alice):
    photo = await last_seen(await keep(alice, os.urandom(100_000)), 100 * DAYS)
    vault.flip_a_bit(photo.key)
    damaged = vault.bytes_of(photo.key)
    report, said = await looked()
    assert report.broken == [photo.key] and photo.key in said
    assert report.verdicts == {Verdict.DAMAGED: 1}
    (found,) = await findings.open_ones()
    assert (found.kind, found.photo_id) == (FindingKind.DAMAGED, photo.id)
    assert await verified(photo) > 99 * DAYS
    assert vault.bytes_of(photo.key) == damaged


async def test_a_hundred_flipped_bits_are_all_found_and_no_other(vault, alice):
    photos = [await keep(alice, os.urandom(1 + 37 * size)) for size in range(120)]
    for photo in photos[:100]:
        vault.flip_a_bit(photo.key)
    report, _ = await looked(everything=True)
    assert set(report.broken) == {photo.key for photo in photos[:100]}
    assert report.verdicts == {Verdict.DAMAGED: 100, Verdict.WHOLE: 20}


@pytest.mark.parametrize("harm", ["damaged", "missing"])
async def test_what_is_broken_comes_back_from_the_familys_other_copy(vault, alice, harm):
    data = a_photo()
    first, second = [await Photo.get(id=await alice.takes_photo(data)) for _ in range(2)]
    await (lose(first.key) if harm == "missing" else asyncio.to_thread(vault.flip_a_bit, first.key))
    assert await verify(first.id) is Verdict.REPAIRED
    assert vault.bytes_of(first.key) == vault.bytes_of(second.key) == data
    (found,) = await Finding.all()
    assert (found.kind, found.settled_as) == (harm, "repaired")
    acts = await AuditRecord.filter(subject_id=found.id).order_by("id").values_list("action")
    assert acts == [(f"finding.{harm}",), ("finding.repaired",)]


async def test_a_copy_that_is_damaged_too_is_not_put_back(vault, alice):
    data = os.urandom(5000)
    first, second, third = [await keep(alice, data) for _ in range(3)]
    for photo in (first, second):
        vault.flip_a_bit(photo.key)
    assert await verify(first.id) is Verdict.REPAIRED
    assert vault.bytes_of(first.key) == data
    for photo in (first, third):
        vault.flip_a_bit(photo.key)
    before = vault.bytes_of(first.key)
    assert await verify(first.id) is Verdict.DAMAGED
    assert vault.bytes_of(first.key) == before
    assert [one.key for one in await findings.open_ones()] == [first.key]


async def test_another_familys_photo_is_no_copy(vault, alice, bob):
    data = os.urandom(5000)
    ours, theirs = await keep(alice, data), await keep(bob, data)
    vault.flip_a_bit(ours.key)
    assert await verify(ours.id) is Verdict.DAMAGED
    assert await verify(theirs.id) is Verdict.WHOLE
    broken, _ = await looked(family=ours.family_id)
    assert broken.broken == [ours.key]
    assert (await looked(family=theirs.family_id))[0].broken == []


async def test_what_is_damaged_is_mended_once_a_copy_has_come(vault, alice):
    data = os.urandom(5000)
    first = await keep(alice, data)
    vault.flip_a_bit(first.key)
    assert await verify(first.id) is Verdict.DAMAGED
    await keep(alice, data)
    await rounds.mend()
    assert vault.bytes_of(first.key) == data
    assert await findings.open_ones() == []


async def test_what_came_back_by_itself_is_no_finding_any_more(vault, alice):
    data = os.urandom(5000)
    photo = await keep(alice, data)
    await lose(photo.key)
    assert await verify(photo.id) is Verdict.MISSING
    await adapters().kodo.put(photo.key, data, "image/jpeg")
    assert await verify(photo.id) is Verdict.WHOLE
    assert (await Finding.get()).settled_as == "returned"


@pytest.mark.parametrize("status", [599, 503, 404])
async def test_an_outage_of_kodo_is_no_damage(world, alice, status):
    """A 404 from a cache in between, too, is none: Kodo itself still has the object."""
    photos = [await last_seen(await keep(alice, os.urandom(9)), 100 * DAYS) for _ in range(20)]
    await world.script("kodo", "download", {"status": status}, times=None)
    report, said = await looked()
    assert report.is_unread and "不算坏" in said
    assert set(report.verdicts) == {Verdict.AWAY}
    assert report.verdicts.total() < len(photos)
    await rounds.verify_stale()
    assert await Finding.all().count() == 0
    assert await verified(photos[0]) > 99 * DAYS


async def test_one_object_that_kodo_keeps_to_itself_holds_up_no_other(world, alice):
    locked = await last_seen(await keep(alice, b"locked"), 200 * DAYS)
    photo = await last_seen(await keep(alice, b"open"), 100 * DAYS)
    await world.script("kodo", "download", {"status": 403}, times=None, key=locked.key)
    await rounds.verify_stale()
    assert await verified(photo) < DAYS
    assert await verified(locked) > 99 * DAYS
    assert await Finding.all().count() == 0


async def test_the_longest_unverified_come_first_and_a_step_goes_on_where_one_stopped(world, alice):
    ages = {100: 1, 300: 2, 10: 3, 200: 4}
    photos = {
        days: await last_seen(await keep(alice, bytes(size)), days * DAYS)
        for days, size in ages.items()
    }
    seconds = [0.0]
    pace = rounds.Pace(
        1, lambda: seconds[0], lambda more: seconds.__setitem__(0, seconds[0] + more)
    )
    step = rounds.Round(pace.heard)
    await step.over(pace.within(4, scopes.oldest(scopes.stale())))
    assert await reads(world) == [photos[300].key, photos[200].key]
    await rounds.verify_stale()
    assert await reads(world) == [photos[days].key for days in (300, 200, 100)]
    await rounds.verify_stale()
    assert len(await reads(world)) == 3


async def test_a_known_damage_does_not_hold_up_the_schedule(world, vault, alice):
    bad = await last_seen(await keep(alice, b"bad"), 200 * DAYS)
    vault.flip_a_bit(bad.key)
    await rounds.verify_stale()
    asked = len(await reads(world))
    await rounds.verify_stale()
    assert len(await reads(world)) == asked
    assert len(await findings.open_ones()) == 1


async def test_more_than_one_page_is_gone_through_to_its_end(alice, monkeypatch):
    monkeypatch.setattr(scopes, "_OLDEST", scopes._OLDEST.replace("limit 200", "limit 3"))
    for _ in range(10):
        await last_seen(await keep(alice, os.urandom(9)), 100 * DAYS)
    same = clock.now() - 100 * DAYS
    await Photo.all().update(verified_at=same)
    await rounds.verify_stale()
    assert await Photo.filter(verified_at=same).count() == 0


async def test_a_rate_of_nothing_reads_nothing(world, alice):
    await last_seen(await keep(alice, b"x"), 100 * DAYS)
    given = settings.current()
    settings.use(msgspec.structs.replace(given, fixity_mib_per_second=0))
    await rounds.verify_stale()
    settings.use(given)
    assert await reads(world) == []


async def test_what_is_in_the_trash_is_left_alone_until_it_is_back(world, vault, alice):
    photo = await last_seen(await keep(alice, b"trash"), 100 * DAYS)
    vault.flip_a_bit(photo.key)
    await Photo.filter(id=photo.id).update(deleted_at=clock.now())
    report, _ = await looked(everything=True)
    assert report.verdicts.total() == 0 and await reads(world) == []
    assert await verify(photo.id) is Verdict.GONE
    await Photo.filter(id=photo.id).update(deleted_at=None)
    assert (await looked())[0].broken == [photo.key]


@pytest.mark.parametrize("twins", [0, 1])
async def test_what_is_put_into_the_trash_while_it_is_read_does_not_come_back(
    world, vault, alice, twins
):
    data = os.urandom(5000)
    photo, *_ = [await keep(alice, data) for _ in range(1 + twins)]
    await lose(photo.key)
    await world.script("kodo", "stat", {"delay_seconds": 0.3}, times=None, key=photo.key)
    async with asyncio.TaskGroup() as group:
        verdict = group.create_task(verify(photo.id))
        await asyncio.sleep(0.1)
        await Photo.filter(id=photo.id).update(deleted_at=clock.now())
    assert verdict.result() is Verdict.GONE
    assert await Finding.all().count() == 0
    assert not vault.holds(photo.key)


async def test_who_puts_a_photo_into_the_trash_waits_while_it_comes_back(world, vault, alice):
    data = os.urandom(5000)
    photo, _ = await keep(alice, data), await keep(alice, data)
    await lose(photo.key)
    await world.script("kodo", "copy", {"delay_seconds": 2})
    async with asyncio.TaskGroup() as group:
        verdict = group.create_task(verify(photo.id))
        await world.until(lambda: _is_noted(photo))
        await asyncio.sleep(0.5)
        group.create_task(_discarded(photo))
        await world.until_blocked(1)
    assert verdict.result() is Verdict.REPAIRED
    assert vault.bytes_of(photo.key) == data


async def _discarded(photo: Photo) -> None:
    await Photo.filter(id=photo.id).update(deleted_at=clock.now())


async def _is_noted(photo: Photo) -> bool:
    return await Finding.filter(photo_id=photo.id).exists()


async def test_twice_at_once_is_as_good_as_once(vault, alice):
    photo = await keep(alice, os.urandom(5000))
    vault.flip_a_bit(photo.key)
    verdicts = await asyncio.gather(*(verify(photo.id) for _ in range(8)))
    assert set(verdicts) == {Verdict.DAMAGED}
    assert await Finding.all().count() == 1


async def test_a_round_over_everything_goes_on_where_it_stopped_at_its_limit(alice):
    for _ in range(7):
        await keep(alice, os.urandom(9))
    for expected in (3, 3, 1, 3):
        report, _ = await looked(everything=True, limit=3)
        assert report.verdicts == {Verdict.WHOLE: expected}


async def test_the_command_says_what_it_did_and_fails_while_anything_is_broken(world, vault, alice):
    _, bad = await keep(alice, os.urandom(5000)), await keep(alice, os.urandom(5000))
    assert await ended(await command(world, "--all")) == (0, "完好 2")
    vault.flip_a_bit(bad.key)
    assert await ended(await command(world, "--all")) == (1, "完好 1，损坏 1")
    assert await ended(await command(world)) == (1, "损坏 1")


async def test_ctrl_c_loses_nothing_of_what_was_done(world, alice):
    for _ in range(20):
        await keep(alice, os.urandom(9))
    before = clock.now()
    _, *others = await Photo.all().order_by("verified_at")
    for photo in others:
        await world.script("kodo", "download", {"delay_seconds": 4}, times=None, key=photo.key)
    running = await command(world, "--all")
    done = Photo.filter(verified_at__gt=before)
    await world.until(done.exists)
    running.send_signal(signal.SIGINT)
    assert (await ended(running))[0] == 130
    count = await done.count()
    assert 0 < count < 20
    await world.http.delete(f"{world.settings.kodo_upload_url}/_control/scripts")
    assert await ended(await command(world, "--all")) == (0, f"完好 {20 - count}")


async def command(world: World, *options: str) -> asyncio.subprocess.Process:
    """`python -m service audit fixity` as an operator runs it."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", "audit", "fixity", *options),
        env=os.environ | world.settings.environ(),
        stdout=asyncio.subprocess.PIPE,
    )


async def ended(process: asyncio.subprocess.Process) -> tuple[int | None, str]:
    """Its exit code, and its line of verdicts."""
    output, _ = await process.communicate()
    lines = output.decode().splitlines()
    words = tuple(WORDS.values())
    return process.returncode, next((line for line in lines if line.startswith(words)), "")
