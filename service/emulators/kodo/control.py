"""`/_control/`: how tests script failures, move the clock and read what was called."""

from typing import TypeVar

import msgspec
from sanic import HTTPResponse, Request, empty, json

from service.emulators.kodo.errors import KodoError
from service.emulators.kodo.kodo import of
from service.emulators.kodo.scripts import Script
from service.emulators.kodo.signatures import Scheme


class ClockSetting(msgspec.Struct, forbid_unknown_fields=True):
    """How far the emulator's clock is off the machine's."""

    offset_seconds: float


class SchemeSetting(msgspec.Struct, forbid_unknown_fields=True):
    """How callbacks are signed from now on."""

    scheme: Scheme


T = TypeVar("T")


async def add_script(request: Request) -> HTTPResponse:
    """`POST /_control/scripts {call, key?, times?, answer}`."""
    of(request).scripts.add(_read(request, Script))
    return empty()


async def clear_scripts(request: Request) -> HTTPResponse:
    """`DELETE /_control/scripts`."""
    of(request).scripts.clear()
    return empty()


async def list_calls(request: Request) -> HTTPResponse:
    """`GET /_control/calls`: the calls served and the callbacks sent, oldest first."""
    return json(list(of(request).calls))


async def set_clock(request: Request) -> HTTPResponse:
    """`POST /_control/clock {offset_seconds}`."""
    of(request).clock.offset_seconds = _read(request, ClockSetting).offset_seconds
    return empty()


async def set_callback_scheme(request: Request) -> HTTPResponse:
    """`POST /_control/callback-scheme {scheme}`."""
    of(request).callback_scheme = _read(request, SchemeSetting).scheme
    return empty()


def _read(request: Request, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(request.body, type=kind)
    except msgspec.DecodeError as error:
        raise KodoError(400, str(error)) from error
