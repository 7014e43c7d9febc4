"""The things: of every kind one in each condition, named by the parameters of the routes."""

import asyncio
from typing import Any
from uuid import UUID

from models.archive.growth import EntryPhoto
from models.trust.erasures import ErasedKind
from service.foundation import clock
from service.foundation.database import query
from service.trust import erasures, purges
from service.trust.consents import Purpose
from tests.trust.matrix.cast import Cast, sign_in_the_student
from tests.trust.matrix.kinds import KINDS, Things
from tests.trust.matrix.rule import NOTHING
from tests.world import Person, a_photo

AUDIENCES = {"own": "family", "private": "guardians", "class": "class"}


async def things_of(cast: Cast) -> Things:
    """Everything that can be asked for."""
    things: Things = {"": {"": {}}}
    things["family"] = {"own": _home(cast.owner), "foreign": _home(cast.bob)}
    things["student"] = things["family"] | {
        "class": _home(cast.people["parent"]),
        "deleted": await _erased(cast.owner),
    }
    things["entry"] = await _entries(cast)
    things["photo"] = things["entry"] | {"trashed": await _trashed(cast, things["entry"]["own"])}
    things["post"] = await _posts(cast, things["entry"])
    things["link"] = await _links(cast, things["post"])
    things["consent"] = await _consents(cast)
    things["review"] = await _reviews(cast, things["entry"])
    things |= await _of_family(cast) | _of_school(cast) | await _of_staff(cast, things)
    for making in KINDS:
        things |= await making(cast, things)
    await sign_in_the_student(cast)
    things |= await _of_oneself(cast, things)
    return things


async def _erased(owner: Person) -> dict[str, str]:
    """A child whose archive is gone for good."""
    first = owner.child
    gone = await owner.opens_archive("圆圆")
    erasure = await owner.phone.post(f"/students/{gone}/erasure", None)
    with clock.moved(erasures.WAITING[ErasedKind.STUDENT]):
        await purges.purge(UUID(erasure["id"]))
    owner.child = first
    return {"family_id": owner.family, "student_id": gone}


def _home(person: Person) -> dict[str, str]:
    return {"family_id": person.family, "student_id": person.child}


async def _entries(cast: Cast) -> dict[str, dict[str, str]]:
    """An entry with its photo in each audience, one in the trash, one not checked yet."""
    made = {name: await _entry(cast.owner, audience) for name, audience in AUDIENCES.items()}
    for name in ("deleted", "pending"):
        made[name] = await _entry(cast.owner, "family")
    made["foreign"] = await _entry(cast.bob, "family")
    made["school"] = await _entry(cast.bob, "class")
    await cast.world.quiet()
    await cast.owner.phone.delete(f"/entries/{made['deleted']['entry_id']}")
    pending = made["pending"]
    for table, thing in (("entries", "entry_id"), ("photos", "photo_id")):
        await _set(table, "standing", "pending", pending[thing])
    return made


async def _entry(author: Person, audience: str) -> dict[str, str]:
    photo = await author.takes_photo(a_photo())
    entry = await author.records(title="海边", photo_ids=[photo], audience=audience)
    await author.phone.until(f"/entries/{entry['id']}", standing=["passed"])
    return _home(author) | {"entry_id": entry["id"], "photo_id": photo}


async def _trashed(cast: Cast, entry: dict[str, str]) -> dict[str, str]:
    """A further photo of an entry, which lies in the trash."""
    photo = await cast.owner.takes_photo()
    await EntryPhoto.create(entry_id=entry["entry_id"], photo_id=photo, position=1)
    await cast.owner.phone.delete(f"/photos/{photo}")
    return entry | {"photo_id": photo}


async def _posts(cast: Cast, entries: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """A post in each audience, one taken back, one not checked yet; with the photo of its entry."""
    audiences = AUDIENCES | {"public": "public", "deleted": "public", "pending": "public"}
    await cast.owner.consents(Purpose.SHOW, cast.owner.child)
    owned = {
        name: _post(cast.owner, audience, entries["own"]) for name, audience in audiences.items()
    }
    foreign = {"foreign": "family", "school": "class"}
    owned |= {name: _post(cast.bob, audience, entries[name]) for name, audience in foreign.items()}
    made = dict(zip(owned, await asyncio.gather(*owned.values()), strict=True))
    await cast.owner.phone.delete(f"/posts/{made['deleted']['post_id']}")
    await _set("posts", "state", "pending", made["pending"]["post_id"])
    return made


async def _post(author: Person, audience: str, entry: dict[str, str]) -> dict[str, str]:
    post = await author.publishes("海边", [entry["photo_id"]], audience=audience)
    await author.phone.until(f"/posts/{post['id']}", state=["approved"])
    return entry | {"post_id": post["id"]}


async def _links(cast: Cast, posts: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    await cast.bob.consents(Purpose.SHOW, cast.bob.child)
    made = {}
    for name, author, post in (
        ("own", cast.owner, posts["public"]),
        ("deleted", cast.owner, posts["public"]),
        ("foreign", cast.bob, posts["foreign"]),
    ):
        link = await author.phone.post(f"/posts/{post['post_id']}/share-links", {})
        made[name] = post | {"link_id": link["id"], "token": link["url"].rpartition("/")[2]}
    await cast.owner.phone.delete(f"/share-links/{made['deleted']['link_id']}")
    return made


async def _consents(cast: Cast) -> dict[str, dict[str, str]]:
    made = {}
    for name, person in (("own", cast.owner), ("foreign", cast.bob)):
        consent = await person.consents(Purpose.MEDIA, person.child)
        made[name] = _home(person) | {"consent_id": consent}
    return made


async def _of_family(cast: Cast) -> Things:
    """What belongs to a family: members, invitations, persons, a dispute of the others."""
    made: Things = {
        kind: {} for kind in ("membership", "invitation", "student_invitation", "person")
    }
    for name, person in (("own", cast.owner), ("deleted", cast.owner), ("foreign", cast.bob)):
        home = _home(person)
        phone, family = person.phone, f"/families/{person.family}"
        invitation = await phone.post(f"{family}/invitations", {})
        of_child = await phone.post(f"/students/{person.child}/invitations", {})
        told = await phone.post(f"{family}/persons", {"name": "太爷爷"})
        made["invitation"][name] = home | {
            "invitation_id": invitation["id"],
            "code": invitation["code"],
        }
        made["student_invitation"][name] = home | {
            "student_invitation_id": of_child["id"],
            "code": of_child["code"],
        }
        made["person"][name] = home | {"person_id": told["id"]}
    gone = {kind: made[kind]["deleted"] for kind in ("invitation", "student_invitation", "person")}
    await cast.owner.phone.delete(f"/invitations/{gone['invitation']['invitation_id']}")
    path = f"/student-invitations/{gone['student_invitation']['student_invitation_id']}"
    await cast.owner.phone.delete(path)
    await cast.owner.phone.delete(f"/persons/{gone['person']['person_id']}")
    members = (await cast.bob.phone.get(f"/families/{cast.bob.family}/members"))["items"]
    made["membership"] = {
        "own": _home(cast.owner) | {"membership_id": cast.memberships["viewer"]},
        "deleted": _home(cast.owner) | {"membership_id": cast.memberships["former"]},
        "foreign": _home(cast.bob) | {"membership_id": members[0]["id"]},
    }
    dispute = await cast.bob.phone.call(
        "POST", f"/families/{cast.bob.family}/dispute", key="dispute-"
    )
    made["dispute"] = {"foreign": _home(cast.bob) | {"dispute_id": dispute["id"]}}
    return made


def _of_school(cast: Cast) -> Things:
    first, second = cast.classes.values()
    school = {"school_id": cast.school.id, "code": cast.school.code, "class_id": first}
    child = _home(cast.owner) | school
    parent, bob = cast.people["parent"], cast.bob
    return {
        "school": {"own": child | {"region_id": cast.school.region_id}},
        "class": {"own": child, "school": child | {"class_id": second}},
        "class_staff": {
            "own": {"staff_id": cast.staff["teacher"]},
            "deleted": {"staff_id": cast.staff["former_teacher"]},
            "school": {"staff_id": cast.staff["other_teacher"]},
        },
        "enrolment": {
            "own": {"enrolment_id": cast.enrolments[cast.owner.child]},
            "class": {"enrolment_id": cast.enrolments[parent.child]},
            "foreign": {"enrolment_id": cast.enrolments[bob.child]},
        },
    }


async def _of_staff(cast: Cast, things: Things) -> Things:
    """Offices, and looks at the owner's child: one granted, one asked for."""
    made: Things = {"appointment": {}, "grant": {}}
    phones = {who: person.phone for who, person in cast.people.items()}
    for name, who in (("own", "community_staff"), ("school", "administrator")):
        held = (await phones[who].get("/appointments"))["items"]
        made["appointment"][name] = {"appointment_id": held[0]["id"]}
    body = {"student_id": cast.owner.child, "reason": "safety", "minutes": 60}
    body["words"] = "老师说孩子有两天没有到校了"
    for name, who in (("own", "community_staff"), ("pending", "town_staff")):
        asked = await phones[who].post("/access-grants", body)
        made["grant"][name] = things["entry"]["own"] | {"grant_id": asked["id"]}
    own = made["grant"]["own"]["grant_id"]
    await phones["city_staff"].call("POST", f"/access-grants/{own}/approval")
    return made


async def _reviews(cast: Cast, entries: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """What is in doubt, with the owner's yes to a moderator's look; what has passed needs none."""
    owner = cast.owner
    await cast.world.quiet()
    for call in ("media_check_async", "msg_sec_check"):
        await cast.world.script("wechat", call, {"suggest": "review"})
    photo = await owner.takes_photo()
    entry = await owner.records(title="说不清楚", student_id=None)
    await owner.phone.until(f"/entries/{entry['id']}", standing=["review"])
    review = await owner.phone.post(f"/photos/{photo}/review", None)
    asked = {"photo_id": photo, "entry_id": entry["id"], "review_id": review["id"]}
    return {"own": _home(owner) | asked, "class": entries["class"] | {"review_id": NOTHING}}


async def _of_oneself(cast: Cast, things: Things) -> Things:
    """What is one account's alone, and an erasure that the classmate's parent has asked for."""
    phone, parent = cast.owner.phone, cast.people["parent"]
    upload = await query(
        "select upload_id from photos where id = $1", UUID(things["photo"]["own"]["photo_id"])
    )
    path = f"/students/{parent.child}/erasure"
    erasure = await parent.phone.call("POST", path, key="erasure-")
    await cast.world.quiet()
    notices = (await phone.get("/notices"))["items"]
    sessions = (await phone.get("/sessions"))["items"]
    return {
        "upload": {"own": {"upload_id": str(upload[0]["upload_id"])}},
        "notice": {"own": {"notice_id": notices[0]["id"]}},
        "session": {"own": {"session_id": sessions[0]["id"]}},
        "erasure": {"class": _home(parent) | {"erasure_id": erasure["id"]}},
    }


async def _set(table: str, column: str, value: Any, row_id: str) -> None:
    """Bring a row into a state that would otherwise pass."""
    await query(f"update {table} set {column} = $1 where id = $2", value, UUID(row_id))
