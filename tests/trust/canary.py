"""The canary: a child planted over HTTP into every table and every field that takes words."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from models.archive.findings import FindingKind
from models.archive.photos import Photo, Upload
from models.trust.consents import Purpose
from service.archive import findings
from service.demo.pictures.exif import written
from service.foundation.database import query, transaction
from service.integrations import adapters
from service.people import comings_of_age
from service.sharing import tallies
from service.trust.consent_texts import current
from tests.pupil import pupil_of
from tests.school import School
from tests.trust.archive_room import TOWN, asks, decides
from tests.trust.leaving import objects
from tests.trust.planting import PLANTINGS
from tests.trust.planting.tasks import invites_to
from tests.world import Person, World, a_photo

CANARY = "KANARIE"
BORN = "2011-03-04"
PLACE = (22.123456, 113.654321)
TRACES = (CANARY, BORN, *(str(degrees) for degrees in PLACE))
"""Nothing else in a world has these."""

OF_THE_CHILD = {
    *("students", "entries", "entry_photos", "entry_persons", "photos", "photo_persons"),
    *("uploads", "posts", "post_photos", "likes", "share_links", "posters", "enrolments"),
    *("show_pages", "show_sections", "show_items", "show_filed_items"),
    *("student_accounts", "student_invitations", "comings_of_age", "access_grants"),
    *("checks", "early_verdicts", "reviews", "entry_revisions"),
    *("booklets", "booklet_entries"),
    *("imports", "import_items"),
    "exports",
    "printed_albums",
    "measurements",
    *("stories", "entry_comments", "entry_reactions"),
    *("answers", "endorsements"),
    *("donations", "donated_items"),
    *("filed_items", "filed_files", "filed_persons"),
    *("reports", "featurings"),
    *("timeline_months", "shown_counts", "post_comments", "tallies"),
}
"""Each row that planting makes in these is the child's own."""
MENTIONING = {"replays", "notices", "persons", "findings", "accounts", "reminders"}
LEDGERS = {"audit_records", "consents"}
"""Opaque ids stay here for good."""
TOMBSTONES = {"students", "erasures", "donations"}
NOT_OF_A_CHILD = {
    *("sessions", "families", "memberships", "invitations", "disputes"),
    "successions",
    *("regions", "households", "sequences", "schools", "school_classes", "class_staff"),
    *("class_cards", "tasks", "phrases", "topics"),
    *("appointments", "doomed_objects", "consent_withdrawals", "walks", "desk_sign_ins"),
    *("subscriptions", "restrictions", "mutes", "blocks"),
    *("boxes", "family_archives", "withdrawn_numbers", "counted_households"),
}
PASSING = {"tally_changes"}
"""Of the child for some seconds, until they are rolled up."""

Dump = dict[str, list[str]]


@dataclass
class Home:
    """Alice, her relatives, the school and the archivist: all that is there before the child."""

    world: World
    alice: Person
    bob: Person
    liu: Person
    school: School
    class_id: str
    task: str
    grandmother: str
    entry: str
    ids: set[str] = field(default_factory=set)


async def dump() -> Dump:
    """Every row of every table as PostgreSQL writes it, all columns, the job queue's too."""
    names = await query("select tablename from pg_tables where schemaname = 'public'")
    return {
        name["tablename"]: [row["text"] for row in await query(_whole(name["tablename"]))]
        for name in names
    }


def _whole(table: str) -> str:
    return f'select whole::text as text from "{table}" as whole'


async def home_of(world: World) -> Home:
    alice, bob = await world.person("Alice"), await world.person("Bob")
    await alice.founds("陈家")
    await alice.joins_programme(TOWN)
    await bob.founds("林家")
    school = await world.school()
    path = f"/families/{alice.family}/persons"
    grandmother = (await alice.phone.post(path, {"name": "外婆"}))["id"]
    entry = await alice.records(title="中秋", person_ids=[grandmother])
    class_id = await school.opens()
    task = await invites_to(school, class_id)
    liu = await world.archivist(TOWN)
    return Home(world, alice, bob, liu, school, class_id, task, grandmother, entry["id"])


async def plant(home: Home) -> None:
    """Grow the child, and remember the ids of all that is its own."""
    before = await _ids()
    alice = home.alice
    await _open(alice)
    pupil = await pupil_of(home.world, alice)
    for purpose in (Purpose.SHOW, Purpose.CLASS):
        await pupil.consents(purpose, alice.child)
    await home.school.enrols(alice, home.class_id)
    photo = await _photo(alice, f"{CANARY}.jpg")
    await _record(home, photo)
    await _draft(pupil)
    await _misplace(photo)
    for planting in PLANTINGS:
        await planting(home)
    await _show(home, photo)
    why = f"{CANARY}：两天没有到校，电话也没人接"
    approved, _ = [await asks(home.liu, alice.child, words=why) for _ in range(2)]
    await decides(await home.world.archivist(), approved)
    await comings_of_age.notice()
    for consent in (await pupil.phone.get("/consents", family_id=alice.family))["items"]:
        if consent["purpose"] == "show":
            await pupil.phone.delete(f"/consents/{consent['id']}")
    await home.world.quiet()
    await tallies.roll_up()
    home.ids = await _ids() - before - await _of_the_familys_own(home)


async def _ids() -> set[str]:
    return {
        str(row["id"]) for table in OF_THE_CHILD for row in await query(f"select id from {table}")
    }


async def _of_the_familys_own(home: Home) -> set[str]:
    """Of the family's own entry the tag of the grandmother, and how it stood before."""
    tag = "select id from entry_persons where entry_id = $1 and person_id = $2"
    kept = await query(tag, UUID(home.entry), UUID(home.grandmother))
    kept += await query("select id from entry_revisions where entry_id = $1", UUID(home.entry))
    return {str(row["id"]) for row in kept}


async def _open(alice: Person) -> None:
    body = {
        "family_id": alice.family,
        "nickname": f"{CANARY}小",
        "full_name": f"{CANARY}全名",
        "birth_date": BORN,
        "consent_version": current(Purpose.ARCHIVE).version,
    }
    alice.child = (await alice.phone.post("/students", body))["id"]


async def _photo(person: Person, name: str) -> str:
    """A photo whose file tells of the child, the camera and the place."""
    noon = datetime(2026, 5, 1, 12, 30, tzinfo=timezone(timedelta(hours=8)))
    exif = written(noon, PLACE, 1, (f"{CANARY}相机", f"{CANARY}型号"))
    data = a_photo(exif=exif) + CANARY.encode()
    photo = await person.phone.put_photo(person.family, name, data)
    await person.phone.until(f"/photos/{photo}", state=["ready"], standing=["passed"])
    return photo


async def _record(home: Home, photo: str) -> None:
    """An entry for the class, one in the trash, and the child named in one of the family's."""
    alice = home.alice
    child = next(
        person["id"]
        for person in (await alice.phone.get(f"/families/{alice.family}/persons"))["items"]
        if CANARY in person["name"]
    )
    named = {"person_ids": [child, home.grandmother]}
    await alice.phone.put(f"/photos/{photo}/persons", named)
    words = {"title": f"{CANARY}题目", "story": f"{CANARY}故事"}
    entry = await alice.records(**words, **named, photo_ids=[photo], audience="class")
    await alice.phone.put(f"/entries/{entry['id']}", {"title": f"{CANARY}改过的题目"})
    trash = await alice.records(title=f"{CANARY}扔掉的")
    await alice.phone.delete(f"/entries/{trash['id']}")
    await alice.phone.put(f"/entries/{home.entry}", named)
    await alice.phone.put(f"/students/{alice.child}/avatar", {"photo_id": photo})


async def _draft(pupil: Person) -> None:
    """What the child itself has put in, for a human to read, and what it only began to."""
    photo = await _photo(pupil, f"{CANARY}自己拍的.jpg")
    await pupil.world.quiet()
    await pupil.world.script("wechat", "msg_sec_check", {"suggest": "review"})
    entry = await pupil.records(title=f"{CANARY}我写的", photo_ids=[photo])
    await pupil.phone.until(f"/entries/{entry['id']}", standing=["review"])
    await pupil.phone.post(f"/entries/{entry['id']}/review", None)
    files = [{"name": f"{CANARY}没传完.jpg", "bytes": 9}]
    await pupil.phone.post("/uploads", {"family_id": pupil.family, "files": files})


async def _misplace(photo: str) -> None:
    """What a walk over all objects would note of the photo, and of the ticket never used."""
    begun = await Upload.get(name=f"{CANARY}没传完.jpg")
    kept = await Photo.get(id=photo)
    async with transaction():
        await findings.note(FindingKind.DIFFERS, kept.key, kept.id)
        await findings.note(FindingKind.ORPHAN, begun.key)


async def _show(home: Home, photo: str) -> None:
    post = await home.alice.shows(f"{CANARY}晒", [photo])
    assert post["state"] == "approved", post
    await home.bob.phone.put(f"/posts/{post['id']}/like")
    await home.alice.phone.post(f"/posts/{post['id']}/share-links", {})


def planted(dumped: Dump, home: Home) -> set[str]:
    """The tables that tell of the child."""
    return {table for table, rows in dumped.items() if _telling(rows, {*TRACES, *home.ids})}


def left_in(dumped: Dump, home: Home) -> list[str]:
    """The rows that still tell of the child: by words anywhere, by ids but in ledgers."""
    found = []
    for table, rows in dumped.items():
        nameless = table in LEDGERS | TOMBSTONES
        found += _telling(rows, set(TRACES) if nameless else {*TRACES, *home.ids})
    return found


def _telling(rows: list[str], words: set[str]) -> list[str]:
    """The rows that hold one of the words, or one of the ids without its hyphens."""
    plain = words | {word.replace("-", "") for word in words if len(word) == 36}
    return [row for row in rows if any(word in row for word in plain)]


def left_on_disk(home: Home) -> list[str]:
    """The files, Kodo's too, that hold a trace of the child; a tombstone has to hold its id."""
    folder, traces = home.world.settings.data_folder, [word.encode() for word in TRACES]
    ids = [word.encode() for word in home.ids]
    found = []
    for path in (one for one in folder.rglob("*") if one.is_file()):
        told = traces if "tombstones" in path.parts else [*traces, *ids]
        found += [str(path)] if any(word in path.read_bytes() for word in told) else []
    return found


async def left_in_valkey(home: Home) -> list[str]:
    valkey = adapters().valkey
    rows = [f"{key} {await _value(valkey, key)}" async for key in valkey.scan_iter("*")]
    return _telling(rows, {*TRACES, *home.ids})


async def _value(valkey: Any, key: str) -> str:
    kind = await valkey.type(key)
    if kind == "string":
        return str(await valkey.get(key))
    reading = {"hash": valkey.hgetall, "set": valkey.smembers}
    return json.dumps(await reading[kind](key), default=str)


def objects_of(home: Home) -> set[str]:
    """All objects there are: in this world every photo is the child's."""
    return objects(home.world)
