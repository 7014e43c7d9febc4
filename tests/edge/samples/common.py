"""Bodies of what people, families and their photos are asked for."""

from typing import Any

from handlers.archive.avatars import Avatar, AvatarUpload
from handlers.archive.photos import PhotoPersons
from handlers.archive.uploads import UploadDraft
from handlers.people.accounts import Rename
from handlers.people.appointments import Taking
from handlers.people.disclosures import PrivacyCheck
from handlers.people.families import FamilyChange, FamilyDraft
from handlers.people.households import HouseholdDraft
from handlers.people.invitations import Acceptance, InvitationDraft
from handlers.people.memberships import HandOver, MembershipChange
from handlers.people.phones import PhoneCode
from handlers.people.sessions import SignIn
from handlers.people.student_accounts import StudentCode
from handlers.trust.notices import AllRead
from service.archive.batches import PhotosChange
from service.archive.captions import PhotoChange
from service.people.appointments import AppointmentDraft
from service.people.class_staff import ClassStaffDraft
from service.people.classes import ClassDraft
from service.people.enrolments import EnrolmentDraft
from service.people.persons import PersonChange, PersonDraft
from service.people.schools import SchoolDraft
from service.people.students import StudentChange, StudentDraft
from service.people.succession_decisions import ApprovalDraft
from service.trust.consents import ConsentDraft
from service.trust.grants import GrantDraft

NOBODY = "00000000-0000-7000-8000-000000000000"
SAMPLES: dict[type, dict[str, Any]] = {
    AllRead: {"latest": NOBODY},
    Acceptance: {"code": "c", "relation": "爷爷"},
    AppointmentDraft: {
        "office": "archivist",
        "name": "刘芳",
        "region_id": NOBODY,
        "school_id": NOBODY,
    },
    ApprovalDraft: {"reference": "死亡证明核验 2026-12"},
    ClassDraft: {"name": "四年级2班"},
    ClassStaffDraft: {"code": "c", "class_id": NOBODY, "name": "王老师"},
    ConsentDraft: {"family_id": NOBODY, "purpose": "show", "version": "1", "student_id": NOBODY},
    EnrolmentDraft: {"card": "c", "name": "陈小满"},
    FamilyChange: {"name": "陈家大院"},
    FamilyDraft: {"name": "陈家", "relation": "妈妈"},
    GrantDraft: {
        "student_id": NOBODY,
        "reason": "safety",
        "words": "老师说孩子有两天没有到校了",
        "minutes": 30,
    },
    HandOver: {"membership_id": NOBODY},
    HouseholdDraft: {"region_id": NOBODY},
    InvitationDraft: {"role": "viewer", "uses": 1, "relation": "爷爷"},
    MembershipChange: {"role": "editor", "relation": "外婆"},
    Avatar: {"photo_id": NOBODY},
    AvatarUpload: {"name": "avatar.jpg", "bytes": 9},
    PersonChange: {"name": "陈阿公", "relation": "曾祖父", "born": "1938~", "died": "2011-05"},
    PersonDraft: {"name": "陈阿公", "relation": "曾祖父", "born": "1938~", "died": "2011-05"},
    PhoneCode: {"code": "c"},
    PhotoChange: {"taken": "2016-05~", "place": "外婆家", "caption": "外婆晒陈皮"},
    PhotoPersons: {"person_ids": [NOBODY]},
    PhotosChange: {
        "family_id": NOBODY,
        "photo_ids": [NOBODY],
        "taken": "2016-05~",
        "place": "外婆家",
        "entry_id": NOBODY,
        "discarded": False,
    },
    PrivacyCheck: {"family_id": NOBODY, "words": "打 13812345678"},
    Rename: {"nickname": "爱丽丝"},
    SchoolDraft: {"name": "香洲一小", "region_id": NOBODY, "approval": "珠教基〔2026〕12号"},
    SignIn: {"code": "c", "device": "iPhone 15"},
    StudentChange: {
        "nickname": "满满",
        "full_name": "陈小满",
        "birth_date": "2016-05-01",
        "sex": "女",
    },
    StudentCode: {"code": "c"},
    StudentDraft: {
        "family_id": NOBODY,
        "nickname": "小满",
        "birth_date": "2016-05-01",
        "consent_version": "1",
        "full_name": "陈小满",
        "sex": "女",
    },
    Taking: {"code": "c"},
    UploadDraft: {"family_id": NOBODY, "files": [{"name": "IMG_0001.jpg", "bytes": 9}]},
}
