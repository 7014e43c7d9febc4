"""The audit trail: every write records who did what, in its own transaction."""

from collections.abc import Iterable
from contextvars import ContextVar
from uuid import UUID

from models.base import Record
from models.people.accounts import Account
from models.trust.audit import AuditRecord
from service.foundation import clock, tokens, tracing

address: ContextVar[str] = ContextVar("address", default="")
"""Where the request came from; empty for jobs. Only a keyed hash of it is kept."""


async def record(actor: Account | None, action: str, subject: Record | UUID) -> None:
    """Append one row: opaque ids only, no words of anybody. `actor` is None for the system."""
    await _row(actor, action, subject if isinstance(subject, UUID) else subject.id).save()


async def record_each(actor: Account | None, action: str, subject_ids: Iterable[UUID]) -> None:
    """Append one such row for each of many subjects, in one statement."""
    await AuditRecord.bulk_create([_row(actor, action, one) for one in subject_ids])


def _row(actor: Account | None, action: str, subject_id: UUID) -> AuditRecord:
    return AuditRecord(
        created_at=clock.now(),
        actor_id=actor.id if actor else None,
        action=action,
        subject_id=subject_id,
        request_id=tracing.request_id.get(),
        address_hash=_hashed(address.get()),
    )


def _hashed(place: str) -> str:
    """Tells whether two acts came from one address; only this installation could find which."""
    return tokens.sign("address", place.encode()).hex() if place else ""
