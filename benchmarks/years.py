"""Years: families whose timelines are long, written straight into the tables."""

import base64
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from models.archive.growth import Dimension, Entry, EntryPhoto
from models.archive.photos import Photo, PhotoState, Upload, UploadState
from models.base import Record
from models.people.accounts import Account
from models.people.families import Family, Membership, Relation, Role
from models.people.persons import Person
from models.people.students import Student
from models.trust.moderation import Standing
from service.foundation import clock

FIRST, MONTHS = date(2013, 1, 1), 144
WHO = ("小满", "爸爸", "妈妈", "外婆", "爷爷", "奶奶", "姐姐", "弟弟", "同学", "老师")
DID = ("第一次", "一起", "终于", "又", "自己", "认真", "悄悄", "高兴地", "慢慢", "学着")
WHAT = (
    *(
        "骑车",
        "游泳",
        "画画",
        "写毛笔字",
        "包饺子",
        "看海",
        "放风筝",
        "爬山",
        "拼积木",
        "弹钢琴",
        "背唐诗",
        "种豆子",
        "捉迷藏",
        "吃西瓜",
    ),
    *(
        "过生日",
        "去赶海",
        "看灯会",
        "打乒乓球",
        "做值日",
        "演话剧",
        "捡贝壳",
        "数星星",
        "跳绳",
        "看日出",
        "读绘本",
        "堆沙堡",
    ),
)
WHERE = (
    "情侣路",
    "外婆家",
    "学校操场",
    "野狸岛",
    "图书馆",
    "唐家湾",
    "圆明新园",
    "横琴",
    "斗门",
    "家里",
)
FEASTS = {1: "春节", 2: "春节", 4: "清明", 6: "儿童节", 9: "中秋", 10: "国庆"}


@dataclass(frozen=True)
class Home:
    """A family with one child; its guardian has recorded everything."""

    family: UUID
    student: UUID
    account: Account


async def grow(connection: asyncpg.Connection, entries: int) -> Home:
    """A family whose child has so many entries over twelve years, each with a photo."""
    home = await found(connection)
    chance = random.Random(entries)  # noqa: S311  the same years every time
    recorded = list(_entries(home, entries, chance))
    await _copy(connection, recorded)
    pictures = [_picture(home, chance) for _ in recorded]
    await _copy(connection, [upload for upload, _ in pictures])
    await _copy(connection, [photo for _, photo in pictures])
    hung = zip(recorded, pictures, strict=True)
    await _copy(
        connection,
        [EntryPhoto(entry_id=one.id, photo_id=photo.id, position=0) for one, (_, photo) in hung],
    )
    return home


async def found(connection: asyncpg.Connection) -> Home:
    """A family of a mother and her child."""
    family = Family(name="陈家")
    mother = Account(openid=f"years {family.id}", nickname="妈妈")
    person = Person(family_id=family.id, name="小满", relation="女儿")
    child = Student(
        family_id=family.id, person_id=person.id, nickname="小满", birth_date=FIRST, full_name=""
    )
    membership = Membership(
        family_id=family.id,
        account_id=mother.id,
        role=Role.OWNER,
        relation=Relation.MOTHER,
        since=clock.now(),
    )
    for row in (family, mother, person, child, membership):
        await _copy(connection, [row])
    return Home(family.id, child.id, mother)


async def grow_alike(connection: asyncpg.Connection, of: Home, entries: int) -> Home:
    """Another family with so many of the same entries, and no photos."""
    home = await found(connection)
    own = {"id": "gen_random_uuid()", "family_id": "$2", "author_id": "$3", "student_id": "$4"}
    columns = list(Entry._meta.fields_db_projection.values())
    taken = ", ".join(own.get(column, column) for column in columns)
    await connection.execute(
        f"insert into entries ({', '.join(columns)}) select {taken} from entries"  # noqa: S608
        " where family_id = $1 order by hashtext(id::text) limit $5",
        *(of.family, home.family, home.account.id, home.student, entries),
    )
    return home


def _entries(home: Home, count: int, chance: random.Random) -> Iterator[Entry]:
    for number in range(count):
        month = number * MONTHS // count
        first = date(FIRST.year + month // 12, month % 12 + 1, 1)
        day = first + timedelta(days=chance.randrange(28))
        feast = FEASTS.get(day.month, "") if chance.random() < 0.2 else ""
        deed = f"{chance.choice(WHO)}{chance.choice(DID)}{chance.choice(WHAT)}"
        yield Entry(
            family_id=home.family,
            author_id=home.account.id,
            student_id=home.student,
            title=f"{feast}{deed}"[:12],
            story="".join(_told(chance) for _ in range(3)),
            dimension=chance.choice(list(Dimension)),
            happened=day.isoformat(),
            place=chance.choice(WHERE) if chance.random() < 0.3 else "",
            sort_day=day,
            standing=Standing.PASSED,
        )


def _told(chance: random.Random) -> str:
    return (
        f"{chance.choice(WHO)}和{chance.choice(WHO)}在{chance.choice(WHERE)}"
        f"{chance.choice(DID)}{chance.choice(WHAT)}，后来还{chance.choice(WHAT)}。"
    )


def _picture(home: Home, chance: random.Random) -> tuple[Upload, Photo]:
    """A photo as it is when it has been read and checked."""
    of: dict[str, Any] = {"family_id": home.family, "bytes": 1}
    upload = Upload(
        **of,
        account_id=home.account.id,
        batch_id=home.family,
        name="IMG_0001.jpg",
        state=UploadState.COMPLETED,
        expires_at=clock.now(),
    )
    upload.key = f"o/{home.family}/{upload.id}"
    photo = Photo(
        **of,
        upload_id=upload.id,
        uploader_id=home.account.id,
        key=upload.key,
        etag="",
        state=PhotoState.READY,
        standing=Standing.PASSED,
        master_key=f"m/{upload.id}.jpg",
        thumbhash=base64.b64encode(chance.randbytes(24)).decode(),
    )
    return upload, photo


async def _copy(connection: asyncpg.Connection, rows: Sequence[Record]) -> None:
    """COPY: a hundred thousand rows in seconds."""
    meta = type(rows[0])._meta
    fields = [(meta.fields_map[name], name) for name in meta.fields_db_projection]
    await connection.copy_records_to_table(
        meta.db_table,
        columns=list(meta.fields_db_projection.values()),
        records=(
            tuple(field.to_db_value(getattr(row, name), row) for field, name in fields)
            for row in rows
        ),
    )
