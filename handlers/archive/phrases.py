"""Phrases: the sentences with which a teacher endorses, kept, listed and removed."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.rates import limited
from models.archive.endorsements import Phrase
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.archive import phrases
from service.archive.phrases import PhraseDraft

bp = Blueprint("phrases")


class PhraseView(msgspec.Struct):
    """A teacher's own sentence. Until it has passed, each use of it is checked by itself."""

    id: UUID
    words: str
    standing: Standing


class Phrases(msgspec.Struct):
    items: Annotated[list[PhraseView], Meta(description="The first one first; 50 at most.")]


def _present(phrase: Phrase) -> PhraseView:
    return PhraseView(phrase.id, phrase.words, phrase.standing)


async def shown(account: Account, phrase_id: UUID) -> PhraseView:
    return _present(await phrases.own(account, phrase_id))


@bp.post("/phrases")
@operation(
    "Keep a sentence to endorse with",
    takes=PhraseDraft,
    example={"words": "观察得真仔细，继续写下去！"},
    gives=PhraseView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("phrases", most=60, seconds=600)
@creates(shown)
async def add(request: Request, account: Account) -> UUID:
    return (await phrases.add(account, read(request, PhraseDraft))).id


@bp.get("/phrases")
@operation("One's own sentences to endorse with", gives=Phrases)
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    return ok(Phrases([_present(phrase) for phrase in await phrases.of(account)]))


@bp.delete("/phrases/<phrase_id:uuid>")
@operation("Remove a sentence; what was said with it stays", status=204)
@signed_in
async def remove(request: Request, account: Account, phrase_id: UUID) -> HTTPResponse:
    await phrases.remove(account, phrase_id)
    return gone()
