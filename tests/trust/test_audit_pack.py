"""The audit pack: a year's evidence in numbers and pseudonyms, and what has to be explained."""

import asyncio
import csv
import hashlib
import stat
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from models.archive.findings import Finding, FindingKind
from models.base import Record
from models.people.families import Dispute
from models.sharing.reports import Report, ReportReason
from models.trust.erasures import ErasedKind, Erasure
from models.trust.grants import AccessGrant
from models.trust.moderation import Cause, Review, Subject
from service.audits import pack
from service.audits.evidence import SHEETS
from service.audits.pack import PackError, Sheet
from service.foundation import clock
from service.trust import tombstones
from service.trust.consents import Purpose
from tests.trust.archive_room import WHY, Room, asks, room_of
from tests.trust.household import mother_of
from tests.trust.leaving import asks as asks_to_erase
from tests.trust.leaving import carried_out, of_child
from tests.world import Person, World, a_photo


@pytest.fixture
async def room(world: World) -> Room:
    return await room_of(world)


class Pack:
    """What was written, to be read as an auditor does."""

    def __init__(self, folder: Path, made: list[Sheet]) -> None:
        self.folder = folder
        self.flaws = {one.file: one.flaws for one in made if one.flaws}

    def lines(self, name: str) -> list[dict[str, str]]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8-sig") as file:
            return [*csv.DictReader(file)]

    @property
    def words(self) -> str:
        return "".join(one.read_text() for one in self.folder.iterdir())


@pytest.fixture
def taken(world: World, tmp_path: Path):
    """Take the pack of the present year."""

    async def take() -> Pack:
        folder = tmp_path / uuid4().hex
        return Pack(folder, await pack.make(world.settings, folder, clock.today().year))

    return take


async def aged(row: Record, **by: Any) -> None:
    """Have a row's moments lie so much further back."""
    moved = {name: getattr(row, name) - span for name, span in by.items()}
    await type(row).filter(id=row.id).update(**moved)


async def shows_nothing_of(found: Pack, *people: Person) -> None:
    """Neither words of anybody, nor an id that leads to them, nor a secret."""
    given = people[0].world.settings
    words = {"陈家", "小满", "Alice", "2016-05-01", WHY, "刘芳"}
    ids = {one for person in people for one in (person.family, person.child) if one}
    ids |= {str((await person.account()).id) for person in people}
    secrets = {given.secret, given.data_keys, given.kodo_secret_key, given.wechat_secret}
    assert [one for one in words | ids | secrets if one in found.words] == []


async def test_a_years_work_is_told_in_numbers_and_pseudonyms(room, taken):
    """Alice agrees and takes it back; Liu looks twice by a grant of He's."""
    shown = await room.alice.consents(Purpose.SHOW, room.alice.child)
    await room.alice.phone.delete(f"/consents/{shown}")
    path = await room.opened()
    for _ in range(2):
        await room.liu.phone.get(f"{path}/timeline")
    await room.alice.takes_photo(a_photo())
    await room.world.quiet()
    found = await taken()
    assert found.flaws == {}
    (people,) = found.lines("people")
    assert (people["band"], people["children"], people["without_consent"]) == (
        *("不满14周岁", "1", "0"),
    )
    living = {one["purpose"]: (one["withdrawn"], one["living"]) for one in found.lines("consents")}
    assert living == {"archive": ("0", "1"), "show": ("1", "0")}
    (grant,) = found.lines("grants")
    assert (grant["state"], grant["looks"], grant["minutes"]) == ("approved", "2", "30")
    offices = {one["account"] for one in found.lines("offices")}
    assert {grant["asked_by"], grant["decided_by"]} == offices
    (looks,) = found.lines("looks")
    assert (looks["looks"], looks["staff"], looks["without_grant"]) == ("2", "1", "0")
    (originals,) = found.lines("originals")
    assert originals["originals"] == "1"
    await shows_nothing_of(found, room.alice, room.liu, room.he)


async def test_the_texts_are_those_that_the_ledger_has_hashed(room, taken):
    found = await taken()
    texts = {one["text_hash"] for one in found.lines("consent-texts")}
    assert {one["text_hash"] for one in found.lines("consents")} <= texts


async def test_an_erasure_is_proved_step_by_step(room, taken):
    await room.alice.takes_photo(a_photo())
    asked = await asks_to_erase(room.alice, of_child(room.alice))
    await carried_out(room.world, asked)
    with clock.moved(timedelta(days=8)):
        found = await taken()
        (erased,) = found.lines("erasures")
        assert erased["trail"] == "erasure.asked erasure.purged erasure.done"
        assert erased["objects_left_although_done"] == "0"
        assert int(erased["rows_removed"]) > 0
        (figures,) = found.lines("deletions")
        assert (figures["done"], figures["overdue"]) == ("1", "0")
        assert found.lines("people") == []
        assert "tombstones.csv" not in found.flaws
        for _, stone in tombstones.all_of(room.world.settings.tombstones):
            stone.unlink()
        assert (await taken()).flaws["tombstones.csv"] == 1


async def test_what_should_not_be_is_told_and_has_to_be_explained(room, taken):
    """A look after its grant had ended, an erasure nobody carried out, a report nobody decided."""
    path = await room.opened()
    await room.liu.phone.get(f"{path}/timeline")
    grant = await AccessGrant.get()
    day = timedelta(days=2)
    await aged(grant, decided_at=day, expires_at=day)
    erasure = await asks_to_erase(room.alice, of_child(room.alice))
    await aged(await Erasure.get(id=erasure["id"]), due_at=timedelta(days=9))
    review = await Review.create(subject=Subject.POST, subject_id=uuid4(), cause=Cause.REPORT)
    reported = {"subject": Subject.POST, "subject_id": review.subject_id}
    report = await Report.create(review=review, reason=ReportReason.ABUSE, **reported)
    await aged(report, created_at=timedelta(days=4))
    found = await taken()
    assert found.flaws == {"looks.csv": 1, "deletions.csv": 1, "reports.csv": 1}


async def test_a_look_by_a_grant_is_no_fault_once_the_child_is_erased(room, taken):
    """Grants go with the child; looks stay, and nobody can tell any more by which grant."""
    path = await room.opened()
    await room.liu.phone.get(f"{path}/timeline")
    erasure = await asks_to_erase(room.alice, of_child(room.alice))
    await carried_out(room.world, erasure)
    with clock.moved(timedelta(days=8)):
        found = await taken()
    (looks,) = found.lines("looks")
    assert (looks["looks"], looks["of_erased_children"], looks["without_grant"]) == ("1", "1", "0")
    assert "looks.csv" not in found.flaws


async def test_what_was_overdue_at_the_end_of_a_year_is_told_although_january_mended_it(
    world, tmp_path
):
    """All of September, done in January; at Bob's a quarrel held it up, settled in January, too."""
    year = clock.today().year
    september, january = (
        datetime(*day, tzinfo=clock.CHINA) for day in ((year - 1, 9, 8), (year, 1, 1))
    )
    alice, bob = await mother_of(world), await world.person("Bob")
    await bob.founds("李家")
    await bob.opens_archive("小禾")
    mended: dict[str, Any] = {"created_at": september, "due_at": september, "done_at": january}
    for person in (alice, bob):
        whose = {"subject_id": person.child, "family_id": person.family, "asked_by_id": uuid4()}
        await Erasure.create(kind=ErasedKind.STUDENT, purged_at=january, **whose, **mended)
    quarrel: dict[str, Any] = {"created_at": september, "settled_at": january}
    await Dispute.create(family_id=bob.family, opened_by=await bob.account(), **quarrel)
    reported = {"subject": Subject.POST, "subject_id": uuid4()}
    review = await Review.create(cause=Cause.REPORT, decided_at=january, **reported)
    report = {"review": review, "reason": ReportReason.ABUSE, "created_at": september}
    await Report.create(**report, **reported)
    await Finding.create(kind=FindingKind.MISSING, key="a", settled_as="restored", **quarrel)
    made = await pack.make(world.settings, tmp_path / "then", year - 1)
    then = Pack(tmp_path / "then", made)
    assert then.flaws == {"deletions.csv": 1, "reports.csv": 1, "findings.csv": 1}
    (finding,) = then.lines("findings")
    assert (finding["settled_as"], finding["open"]) == ("", "1")
    made = await pack.make(world.settings, tmp_path / "now", year)
    now = Pack(tmp_path / "now", made)
    assert now.flaws.keys() == {"tombstones.csv"}, "these rows were never carried out"
    (finding,) = now.lines("findings")
    assert (finding["settled_as"], finding["open"]) == ("restored", "0")


async def test_nobody_else_reads_it_and_a_changed_byte_shows(room, taken):
    found = await taken()
    assert stat.S_IMODE(found.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in found.folder.iterdir()} == {0o600}
    lines = (found.folder / "sha256.txt").read_text().splitlines()
    told = {file: digest for digest, file in (line.split("  ") for line in lines)}
    assert set(told) == {one.name for one in found.folder.iterdir()} - {"sha256.txt"}
    for name, digest in told.items():
        assert hashlib.sha256((found.folder / name).read_bytes()).hexdigest() == digest


async def test_pseudonyms_are_of_one_installation_and_year(room, world, tmp_path):
    await asks(room.liu, room.alice.child)
    again = [tmp_path / name for name in ("one", "two")]
    year = clock.today().year
    for folder in again:
        await pack.make(world.settings, folder, year)
    one, two = ((folder / "grants.csv").read_bytes() for folder in again)
    assert one == two
    with clock.moved(timedelta(days=366)):
        await pack.make(world.settings, tmp_path / "later", year + 1)
    assert (tmp_path / "later/offices.csv").read_bytes() != (again[0] / "offices.csv").read_bytes()


async def test_nothing_is_written_over_and_no_year_is_told_before_it_began(world, tmp_path):
    await pack.make(world.settings, tmp_path / "pack", clock.today().year)
    with pytest.raises(PackError, match="not empty"):
        await pack.make(world.settings, tmp_path / "pack", clock.today().year)
    with pytest.raises(PackError, match="not begun"):
        await pack.make(world.settings, tmp_path / "early", clock.today().year + 1)
    assert not (tmp_path / "early").exists()


async def test_the_operator_runs_it_at_the_shell(world, tmp_path):
    folder, year = tmp_path / "pack", str(clock.today().year)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", "audit", "pack", str(folder), "--year", year),
        env={**world.settings.environ(), "PYTHONUTF8": "1", "COLUMNS": "200"},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    assert f"从 {folder}/index.md 看起" in said.decode()
    index = (folder / "index.md").read_text()
    assert all(f"{one.name}.csv" in index for one in SHEETS)
