"""Students: the children whose growth archives the families keep, and their own sign-in."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.people.families import Family
from models.people.persons import Person


class Sex(StrEnum):
    """Asked for the growth reference alone, which has a curve of each; it may stay unsaid."""

    BOY = "男"
    GIRL = "女"


class Student(Record):
    """A child: a person with a growth archive.

    The nickname may be shown; the full name is for guardians and the child alone. `avatar_id` is a
    photo of the family's.
    """

    family: fields.ForeignKeyRelation[Family] = fields.ForeignKeyField(
        "models.Family", "students", on_delete=RESTRICT
    )
    person: fields.OneToOneRelation[Person] = fields.OneToOneField(
        "models.Person", "student", on_delete=RESTRICT
    )
    family_id: UUID
    person_id: UUID
    nickname = fields.CharField(max_length=16)
    full_name = fields.CharField(max_length=32, default="")
    birth_date = fields.DateField()
    sex = fields.CharEnumField(Sex, max_length=2, null=True)
    avatar_id = fields.UUIDField(null=True)
    erased_at = fields.DatetimeField(null=True)

    class Meta:
        table = "students"
        indexes = (("family_id", "id"),)


class StudentAccount(Record):
    """The account with which a student signs in, from `since` until `until`.

    A `lent` one has no WeChat of its own: the child writes on a guardian's phone (「交给孩子」).
    """

    student: fields.ForeignKeyRelation[Student] = fields.ForeignKeyField(
        "models.Student", "accounts", on_delete=RESTRICT
    )
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "students", on_delete=RESTRICT
    )
    student_id: UUID
    account_id: UUID
    lent = fields.BooleanField(default=False, db_default=False)
    since = fields.DatetimeField()
    until = fields.DatetimeField(null=True)

    class Meta:
        table = "student_accounts"
        indexes = (("account_id", "until"), ("student_id", "until"))


class StudentInvitation(Record):
    """A guardian's code that lets the student in, once. Only its SHA-256 is kept."""

    student: fields.ForeignKeyRelation[Student] = fields.ForeignKeyField(
        "models.Student", "invitations", on_delete=RESTRICT
    )
    issued_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "student_invitations", on_delete=RESTRICT
    )
    student_id: UUID
    issued_by_id: UUID
    code_hash = fields.CharField(max_length=64, unique=True)
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "student_invitations"


class Age(StrEnum):
    """The birthdays that change who decides (个人信息保护法 §31, 民法典 §17)."""

    FOURTEEN = "14"
    EIGHTEEN = "18"


class ComingOfAge(Record):
    """One of these birthdays, noticed once, when everybody concerned was told."""

    student: fields.ForeignKeyRelation[Student] = fields.ForeignKeyField(
        "models.Student", "birthdays", on_delete=RESTRICT
    )
    student_id: UUID
    age = fields.CharEnumField(Age, max_length=2)
    on = fields.DateField()

    class Meta:
        table = "comings_of_age"
        unique_together = (("student_id", "age"),)
