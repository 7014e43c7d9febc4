"""Not WeChat's: the stand-in for people's phones, and the levers for scripted weather."""

from collections.abc import Callable, Coroutine
from dataclasses import asdict
from functools import partial
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import BadRequest
from sanic.response import json

from service.emulators.wechat.platform import Platform
from service.emulators.wechat.scripts import Script

Body = TypeVar("Body", bound=Struct)


class Login(Struct, forbid_unknown_fields=True):
    """A person opens the mini-program."""

    person: str


class PhoneCode(Struct, forbid_unknown_fields=True):
    """A person presses the getPhoneNumber button; a foreign phone starts with + and its code."""

    person: str
    phone: str


class Grant(Struct, forbid_unknown_fields=True):
    """A person accepts subscribe messages: each acceptance is good for one send."""

    person: str
    template_id: str
    times: int = 1


class ClockChange(Struct, forbid_unknown_fields=True):
    """How far the emulator's clock runs ahead."""

    offset_seconds: float


class QuotaChange(Struct, forbid_unknown_fields=True):
    """New limits of one call; null lifts a limit."""

    call: str
    per_minute: int | None = None
    per_day: int | None = None


class Event(Struct, forbid_unknown_fields=True):
    """Any other push event a person causes, e.g. `user_authorization_revoke`."""

    person: str
    event: str
    fields: dict[str, Any] = {}


async def logins(request: Request) -> HTTPResponse:
    """wx.login on the person's phone; they count as seen from now on."""
    login = _read(request, Login)
    people = _platform(request).people
    return json({"code": people.log_in(login.person), "openid": people.openid(login.person)})


async def phone_codes(request: Request) -> HTTPResponse:
    """The code of the getPhoneNumber button."""
    asked = _read(request, PhoneCode)
    return json({"code": _platform(request).people.phone_code(asked.person, asked.phone)})


async def grants(request: Request) -> HTTPResponse:
    """wx.requestSubscribeMessage, accepted."""
    grant, platform = _read(request, Grant), _platform(request)
    platform.grants[platform.people.openid(grant.person), grant.template_id] += grant.times
    return json({})


async def add_script(request: Request) -> HTTPResponse:
    """Script the answer to calls to come."""
    script = _read(request, Script)
    _require_call(request, script.call)
    _platform(request).scripts.add(script)
    return json({}, status=201)


async def clear_scripts(request: Request) -> HTTPResponse:
    """Forget all scripts."""
    _platform(request).scripts.clear()
    return json({})


async def quotas(request: Request) -> HTTPResponse:
    """Set a call's limits."""
    change = _read(request, QuotaChange)
    _require_call(request, change.call)
    _platform(request).quotas.set(change.call, change.per_minute, change.per_day)
    return json({})


async def clock(request: Request) -> HTTPResponse:
    """Move the emulator's clock."""
    _platform(request).clock.offset_seconds = _read(request, ClockChange).offset_seconds
    return json({})


async def release(request: Request) -> HTTPResponse:
    """Let the checks that scripts held back go on to their pushes."""
    platform = _platform(request)
    held, platform.held = platform.held, []
    for job in held:
        platform.start(job)
    return json({"released": len(held)})


async def events(request: Request) -> HTTPResponse:
    """Push an event."""
    asked, platform = _read(request, Event), _platform(request)
    sender = platform.people.openid(asked.person)
    event = platform.push.event(asked.event, sender, **asked.fields)
    platform.start(partial(platform.push.send, event))
    return json({})


async def push_check(request: Request) -> HTTPResponse:
    """Check the push URL as WeChat's console does and report what came back."""
    return json(await _platform(request).push.check_url())


async def pushes(request: Request) -> HTTPResponse:
    """The latest pushes: the event, the status of each attempt, whether it was accepted."""
    return json([asdict(delivery) for delivery in _platform(request).push.deliveries])


async def sent(request: Request) -> HTTPResponse:
    """The latest subscribe messages that reached a person."""
    return json(list(_platform(request).sent))


async def calls(request: Request) -> HTTPResponse:
    """How often each call was made, successful or not."""
    return json(dict(_platform(request).calls))


Control = Callable[[Request], Coroutine[object, object, HTTPResponse]]

CONTROLS: tuple[tuple[str, str, Control], ...] = (
    ("POST", "logins", logins),
    ("POST", "phone-codes", phone_codes),
    ("POST", "grants", grants),
    ("POST", "scripts", add_script),
    ("DELETE", "scripts", clear_scripts),
    ("POST", "quotas", quotas),
    ("POST", "clock", clock),
    ("POST", "release", release),
    ("POST", "events", events),
    ("POST", "push-check", push_check),
    ("GET", "pushes", pushes),
    ("GET", "sent", sent),
    ("GET", "calls", calls),
)


def add_controls(app: Sanic) -> None:
    """Mount the controls under /_control/."""
    for method, path, control in CONTROLS:
        app.add_route(
            control, f"/_control/{path}", methods=[method], name=f"control_{control.__name__}"
        )


def _platform(request: Request) -> Platform:
    return request.app.ctx.platform


def _read(request: Request, kind: type[Body]) -> Body:
    try:
        return msgspec.json.decode(request.body, type=kind)
    except msgspec.MsgspecError as error:
        raise BadRequest(str(error)) from error


def _require_call(request: Request, call: str) -> None:
    if call not in request.app.ctx.call_names:
        raise BadRequest(f"{call} is no call; there are {', '.join(request.app.ctx.call_names)}")
