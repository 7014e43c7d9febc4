"""Consent texts: what is asked for each purpose, to whoever wants to read it."""

from datetime import date

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.operations import ok, operation
from models.trust.consents import Purpose
from service.foundation import settings
from service.trust import consent_texts
from service.trust.consent_texts import Text

bp = Blueprint("consent_texts")


class TextView(msgspec.Struct):
    """What is asked for one purpose: `lines` where it is asked, the rest a tap away.

    `changes` tells what differs from the version before; after a `material` change it is asked
    again. A grant counts if its version is among `accepted_versions`. `full_text` is the address of
    the whole as a page.
    """

    purpose: Purpose
    version: str
    since: date
    title: str
    lines: list[str]
    scope: str
    necessity: str
    impact: str
    retention: str
    recipients: str
    withdrawing: str
    responsible: str
    contact: str
    material: bool
    changes: str
    accepted_versions: list[str]
    full_text: str


class Texts(msgspec.Struct):
    """The texts, and the words of the two buttons, which are of one size."""

    items: list[TextView]
    accept: str = consent_texts.ACCEPT
    decline: str = consent_texts.DECLINE


def present_text(text: Text) -> TextView:
    given = settings.current()
    return TextView(
        purpose=text.purpose,
        version=text.version,
        since=text.since,
        title=text.title,
        lines=list(text.lines),
        scope=text.scope,
        necessity=text.necessity,
        impact=text.impact,
        retention=text.retention,
        recipients=text.recipients,
        withdrawing=text.withdrawing,
        responsible=given.responsible_person,
        contact=given.responsible_contact,
        material=text.material,
        changes=text.changes,
        accepted_versions=[one.version for one in consent_texts.accepted(text.purpose)],
        full_text=f"{given.public_url}/privacy/{text.purpose}",
    )


@bp.get("/consent-texts")
@operation("What is asked before anything is stored or shown", gives=Texts)
async def index(request: Request) -> HTTPResponse:
    return ok(Texts([present_text(consent_texts.current(purpose)) for purpose in Purpose]))
