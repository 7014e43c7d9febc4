"""People of a bag: authors who do not sign in, persons, children, and the ledger of consents."""

from uuid import UUID

from models.archive.measurements import Measurement
from models.people.accounts import Account
from models.people.families import Membership, Role
from models.people.persons import Person
from models.people.students import Student
from models.trust.consents import Consent, ConsentWithdrawal
from service.foundation import clock
from service.ingest.content import Content
from service.ingest.documents import (
    ConsentDocument,
    MeasurementDocument,
    MemberDocument,
    StudentDocument,
)


async def keep(family_id: UUID, content: Content) -> None:
    """Their rows, in the caller's transaction; an author whom the installation knows stays."""
    await _keep_authors(content)
    await Membership.bulk_create(_membership(family_id, one) for one in content.family.members)
    await Person.bulk_create(
        Person(
            id=one.id,
            family_id=family_id,
            account_id=one.account_id,
            name=one.name,
            relation=one.relation,
            born=one.born,
            died=one.died,
        )
        for one in content.persons
    )
    there = {photo.id for photo in content.photos}
    await Student.bulk_create(_student(family_id, one, there) for one in content.students)
    await Measurement.bulk_create(
        _measurement(family_id, one.id, measured)
        for one in content.students
        for measured in one.measurements
    )
    await _keep_consents(family_id, content.consents)


async def _keep_authors(content: Content) -> None:
    authors = content.accounts()
    known = await Account.filter(id__in=list(authors)).values_list("id", flat=True)
    await Account.bulk_create(
        Account(id=author, openid=f"bag:{author}", nickname=nickname)
        for author, nickname in authors.items()
        if author not in set(known)
    )


def _membership(family_id: UUID, one: MemberDocument) -> Membership:
    """As what the family calls them; it has ended, for here they come only by an invitation."""
    return Membership(
        family_id=family_id,
        account_id=one.account_id,
        role=Role[one.role.upper()],
        relation=one.relation,
        since=one.since,
        until=one.until or clock.now(),
    )


def _student(family_id: UUID, one: StudentDocument, there: set[UUID]) -> Student:
    return Student(
        id=one.id,
        created_at=one.created_at,
        family_id=family_id,
        person_id=one.person_id,
        nickname=one.nickname,
        full_name=one.full_name,
        birth_date=one.birth_date,
        sex=one.sex,
        avatar_id=one.avatar_id if one.avatar_id in there else None,
    )


def _measurement(family_id: UUID, student_id: UUID, one: MeasurementDocument) -> Measurement:
    return Measurement(
        id=one.id,
        family_id=family_id,
        student_id=student_id,
        author_id=one.author_id,
        day=one.day,
        height_mm=one.height_mm,
        weight_g=one.weight_g,
        left_eye=one.left_eye,
        right_eye=one.right_eye,
    )


async def _keep_consents(family_id: UUID, consents: list[ConsentDocument]) -> None:
    await Consent.bulk_create(
        Consent(
            id=one.id,
            created_at=one.given_at,
            account_id=one.account_id,
            family_id=family_id,
            student_id=one.student_id,
            purpose=one.purpose,
            version=one.version,
            text_hash=one.text_hash,
            capacity=one.capacity,
        )
        for one in consents
    )
    await ConsentWithdrawal.bulk_create(
        ConsentWithdrawal(
            consent_id=one.id, account_id=one.withdrawal.account_id, created_at=one.withdrawal.at
        )
        for one in consents
        if one.withdrawal
    )
