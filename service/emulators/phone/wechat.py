"""What WeChat does for whoever holds the phone: login codes, phone numbers, subscribe messages."""

from typing import Any, TypeVar
from zlib import crc32

import httpx
import msgspec
from msgspec import Struct
from sanic import HTTPResponse, Request
from sanic.exceptions import BadRequest
from sanic.response import json, raw

from service.emulators.phone.config import PhoneConfig

Body = TypeVar("Body", bound=Struct)


class Holder(Struct, forbid_unknown_fields=True):
    """Who holds the phone."""

    person: str


class Acceptance(Struct, forbid_unknown_fields=True):
    """The holder said yes to these subscribe messages, once to each."""

    person: str
    template_ids: list[str]


async def config(request: Request) -> HTTPResponse:
    """What the phone has to know before it opens the mini-program."""
    told = _config(request)
    body = {
        "baseUrl": told.service_url,
        "appId": told.appid,
        "templates": told.templates,
        "domains": told.domains,
        "people": told.people,
    }
    return raw(msgspec.json.encode(body), content_type="application/json")


async def login(request: Request) -> HTTPResponse:
    """wx.login: `{code}`, good once and for five minutes."""
    answer = await _ask(request, "logins", {"person": _read(request, Holder).person})
    return json({"code": answer["code"]})


async def phone_code(request: Request) -> HTTPResponse:
    """The getPhoneNumber button: `{code}`. The number follows from the name, so it stays."""
    person = _read(request, Holder).person
    number = f"138{crc32(person.encode()) % 10**8:08}"
    answer = await _ask(request, "phone-codes", {"person": person, "phone": number})
    return json({"code": answer["code"]})


async def grants(request: Request) -> HTTPResponse:
    """wx.requestSubscribeMessage, answered with yes."""
    accepted = _read(request, Acceptance)
    for template_id in accepted.template_ids:
        grant = {"person": accepted.person, "template_id": template_id}
        await _ask(request, "grants", grant)
    return json({})


def _config(request: Request) -> PhoneConfig:
    return request.app.ctx.phone


def _read(request: Request, kind: type[Body]) -> Body:
    try:
        return msgspec.json.decode(request.body, type=kind)
    except msgspec.MsgspecError as error:
        raise BadRequest(str(error)) from error


async def _ask(request: Request, control: str, body: dict[str, str]) -> dict[str, Any]:
    """Have WeChat's stand-in do something on the holder's phone."""
    http: httpx.AsyncClient = request.app.ctx.http
    url = f"{_config(request).wechat_url}/_control/{control}"
    return (await http.post(url, json=body)).raise_for_status().json()
