"""The wire: requests as no phone would send them, the routes there are, and what a refusal is."""

import base64
import hashlib
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
from qiniu import Auth
from sanic import Sanic
from wechatpy.crypto import PrpCrypto
from wechatpy.utils import WeChatSigner

from handlers.app import application, create_app
from handlers.archive.avatars import Avatar, AvatarUpload
from handlers.archive.photos import PhotoPersons
from handlers.archive.uploads import UploadDraft
from handlers.edge.operations import Operation
from handlers.edge.problems import MEDIA_TYPE, Problem
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
from handlers.trust.reviews import ReviewDecision
from service.archive.batches import PhotosChange
from service.archive.captions import PhotoChange
from service.archive.growth import EntryChange, EntryDraft
from service.foundation.settings import Settings
from service.integrations.kodo import FORM
from service.people.appointments import AppointmentDraft
from service.people.class_staff import ClassStaffDraft
from service.people.classes import ClassDraft
from service.people.enrolments import EnrolmentDraft
from service.people.persons import PersonChange, PersonDraft
from service.people.schools import SchoolDraft
from service.people.students import StudentChange, StudentDraft
from service.sharing.posts import PostDraft
from service.sharing.share_links import ShareLinkDraft
from service.trust.consents import ConsentDraft
from service.trust.grants import GrantDraft
from tests.contracts.serving import serving
from tests.world import Person, World

NOBODY = "00000000-0000-7000-8000-000000000000"
PAGES = {"/", "/s/<token:str>", "/seal.svg"} | {
    f"/privacy{page}" for page in ("", "/children", "/<purpose:str>")
}
"""The routes that answer browsers with HTML or a picture, and are no part of the API."""

CHINESE = re.compile(r"[\u4e00-\u9fff]")

SAMPLES: dict[type, dict[str, Any]] = {
    Acceptance: {"code": "c", "relation": "爷爷"},
    AppointmentDraft: {
        "office": "archivist",
        "name": "刘芳",
        "region_id": NOBODY,
        "school_id": NOBODY,
    },
    ClassDraft: {"name": "四年级2班"},
    ClassStaffDraft: {"code": "c", "class_id": NOBODY, "name": "王老师"},
    ConsentDraft: {"family_id": NOBODY, "purpose": "show", "version": "1", "student_id": NOBODY},
    EntryChange: {
        "title": "第一步",
        "story": "走了三步",
        "happened": "2017-04",
        "dimension": "身心健康",
        "audience": "family",
        "person_ids": [NOBODY],
    },
    EntryDraft: {
        "family_id": NOBODY,
        "student_id": NOBODY,
        "photo_ids": [NOBODY],
        "title": "第一步",
        "story": "走了三步",
        "happened": "2017-04",
        "dimension": "身心健康",
        "audience": "family",
        "person_ids": [NOBODY],
    },
    EnrolmentDraft: {"code": "c", "class_id": NOBODY, "name": "陈小满"},
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
    PostDraft: {
        "family_id": NOBODY,
        "photo_ids": [NOBODY],
        "words": "春节",
        "student_id": NOBODY,
        "audience": "family",
        "knowingly": False,
    },
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
    ReviewDecision: {"passes": True},
    ShareLinkDraft: {"days": 3, "knowingly": False},
    SchoolDraft: {"name": "香洲一小", "region_id": NOBODY},
    SignIn: {"code": "c", "device": "iPhone 15"},
    StudentChange: {"nickname": "满满", "full_name": "陈小满", "birth_date": "2016-05-01"},
    StudentCode: {"code": "c"},
    StudentDraft: {
        "family_id": NOBODY,
        "nickname": "小满",
        "birth_date": "2016-05-01",
        "consent_version": "1",
        "full_name": "陈小满",
    },
    Taking: {"code": "c"},
    UploadDraft: {"family_id": NOBODY, "files": [{"name": "IMG_0001.jpg", "bytes": 9}]},
}
"""One body for each draft, every field of it filled."""


@asynccontextmanager
async def web(settings: Settings, **changed: Any) -> AsyncIterator[httpx.AsyncClient]:
    """The web process alone, with some of its settings changed."""
    app: Any = application(msgspec.structs.replace(settings, **changed))
    async with serving(app, settings.port) as url, httpx.AsyncClient(base_url=url) as http:
        yield http


@dataclass(frozen=True)
class Route:
    """One method of one path, e.g. `POST /api/v1/families`, and what it says of itself."""

    method: str
    path: str
    operation: Operation | None

    @property
    def creates(self) -> bool:
        """Whether it makes something new for an account that is signed in."""
        return bool(self.operation and self.operation.signed_in and self.operation.status == 201)

    def url(self, world: World, **values: str) -> str:
        """Its address with each parameter filled: by `values`, or with what nobody has."""
        path = re.sub(r"<(\w+):\w+>", lambda found: values.get(found[1], NOBODY), self.path)
        return world.url + path


def routes(settings: Settings) -> list[Route]:
    """Every route of the application, from the application itself."""
    app = create_app()
    Sanic.unregister_app(app)
    return [
        Route(method, f"/{route.path}", getattr(route.handler, "operation", None))
        for route in app.router.routes
        for method in sorted(route.methods)
    ]


def taking(settings: Settings) -> list[tuple[Route, type]]:
    """The routes that take a body, each with its draft."""
    return [(r, r.operation.takes) for r in routes(settings) if r.operation and r.operation.takes]


def headers_of(person: Person | None, key: str = "") -> dict[str, str]:
    """The headers of a JSON request; `person` None is the anonymous."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": key or uuid4().hex}
    if person:
        headers["Authorization"] = f"Bearer {person.phone.token}"
    return headers


def problem_of(reply: httpx.Response, *statuses: int) -> Problem:
    """The problem of a refusal, after seeing that it is one a phone can show; never a 5xx."""
    assert reply.status_code in (statuses or range(400, 500)), f"{reply.request.url} {reply.text}"
    assert reply.headers["content-type"] == MEDIA_TYPE
    problem = msgspec.json.decode(reply.content, type=Problem)
    assert problem.status == reply.status_code
    for told in (problem, *problem.errors):
        assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", told.code)
        assert CHINESE.search(told.detail)
    assert all(field.path for field in problem.errors)
    return problem


def paths_of(reply: httpx.Response, *statuses: int) -> list[str]:
    """The fields that a refusal names."""
    return [field.path for field in problem_of(reply, *statuses).errors]


def kodo_callback(world: World, upload_id: str | UUID, **fields: str) -> tuple[str, bytes, str]:
    """The URL, body and QBox signature with which Kodo says that an object was stored."""
    values = {"upload": str(upload_id), "key": "k", "hash": "h", "bytes": "1"} | fields
    body = "&".join(f"{name}={value}" for name, value in values.items()).encode()
    url = f"{world.url}/callbacks/kodo?h={hashlib.sha1(body).hexdigest()}"
    return (
        url,
        body,
        qbox(world.settings.kodo_access_key, world.settings.kodo_secret_key, url, body),
    )


def qbox(access_key: str, secret_key: str, url: str, body: bytes) -> str:
    """Kodo's older callback signature: over path, query and a form body."""
    return f"QBox {Auth(access_key, secret_key).token_of_request(url, body.decode(), FORM)}"


def wechat_push(settings: Settings, event: Any, appid: str = "") -> tuple[dict[str, str], bytes]:
    """The query and body of a safe-mode push of any JSON value."""
    key = base64.b64decode(settings.wechat_push_key + "=")
    sealed = PrpCrypto(key).encrypt(json.dumps(event), appid or settings.wechat_appid).decode()
    query = {"timestamp": "1714112445", "nonce": "415670741", "encrypt_type": "aes"}
    query["msg_signature"] = wechat_signature(
        settings.wechat_push_token, query["timestamp"], query["nonce"], sealed
    )
    return query, json.dumps({"ToUserName": "gh_1", "Encrypt": sealed}).encode()


def wechat_signature(*parts: str) -> str:
    """SHA-1 over the sorted parts, in hexadecimal."""
    signer = WeChatSigner()
    signer.add_data(*parts)
    return signer.signature
