"""People: the family, its children with what was measured, everybody it knows, and its consents."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from models.archive.measurements import Measurement
from models.people.families import Membership
from models.people.regions import Household
from models.people.students import Student
from models.trust.consents import Consent
from service.archive.bag_contents.packing import Packing
from service.trust import kinship


async def put(packing: Packing) -> None:
    """Put one document of each."""
    await packing.add_json("metadata/families.json", await _families(packing))
    await packing.add_json("metadata/persons.json", await _persons(packing))
    await packing.add_json("metadata/students.json", await _students(packing))
    await packing.add_json("metadata/consents.json", await _consents(packing))


async def _families(packing: Packing) -> list[dict[str, Any]]:
    family = packing.scope.family
    members = packing.scope.members().order_by("since", "id")
    households = packing.scope.households().order_by("since", "id")
    return [
        {
            "id": family.id,
            "name": family.name,
            "created_at": family.created_at,
            "members": [_member(one) for one in await members.select_related("account")],
            "households": [_household(one) for one in await households.select_related("region")],
        }
    ]


def _member(member: Membership) -> dict[str, Any]:
    return {
        "account_id": member.account_id,
        "nickname": member.account.nickname,
        "relation": member.relation,
        "role": member.role.name.lower(),
        "since": member.since,
        "until": member.until,
    }


def _household(household: Household) -> dict[str, Any]:
    place = {"number": household.number, "region": household.region.name}
    return place | {"since": household.since, "until": household.until}


async def _persons(packing: Packing) -> list[dict[str, Any]]:
    fields = ("id", "account_id", "name", "relation", "born", "died")
    found = await packing.scope.persons().order_by("id")
    packing.report.counts["persons"] = len(found)
    return [{name: getattr(one, name) for name in fields} for one in found]


async def _students(packing: Packing) -> list[dict[str, Any]]:
    measured = defaultdict[UUID, list[dict[str, Any]]](list)
    for one in await packing.scope.measurements().order_by("day", "id"):
        measured[one.student_id].append(_measurement(one))
    found = await packing.scope.students().order_by("id")
    packing.report.counts["measurements"] = sum(map(len, measured.values()))
    return [_student(one) | {"measurements": measured[one.id]} for one in found]


def _student(student: Student) -> dict[str, Any]:
    fields = ("id", "family_id", "person_id", "nickname", "full_name", "birth_date", "sex")
    kept = (*fields, "avatar_id", "created_at")
    return {name: getattr(student, name) for name in kept}


def _measurement(one: Measurement) -> dict[str, Any]:
    fields = ("id", "author_id", "day", "height_mm", "weight_g", "left_eye", "right_eye")
    return {name: getattr(one, name) for name in fields}


async def _consents(packing: Packing) -> list[dict[str, Any]]:
    found = await packing.scope.consents().order_by("id").prefetch_related("withdrawal")
    names = await kinship.called((one.family_id, one.account_id) for one in found)
    return [_consent(one, names[one.family_id, one.account_id]) for one in found]


def _consent(consent: Consent, called: str) -> dict[str, Any]:
    fields = ("id", "account_id", "student_id", "purpose", "version", "text_hash", "capacity")
    ended = consent.withdrawal
    withdrawal = {"account_id": ended.account_id, "at": ended.created_at} if ended else None
    said = {name: getattr(consent, name) for name in fields}
    return said | {"called": called, "given_at": consent.created_at, "withdrawal": withdrawal}
