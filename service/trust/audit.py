"""The audit trail: every write records who did what, in its own transaction."""

from contextvars import ContextVar
from uuid import UUID

from models.base import Record
from models.people.accounts import Account
from models.trust.audit import AuditRecord
from service.foundation import clock, tokens

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request or job being served; the edge sets it."""
address: ContextVar[str] = ContextVar("address", default="")
"""Where the request came from; empty for jobs. Only a keyed hash of it is kept."""


async def record(actor: Account | None, action: str, subject: Record | UUID) -> None:
    """Append one row: opaque ids only, no words of anybody. `actor` is None for the system."""
    await AuditRecord.create(
        created_at=clock.now(),
        actor_id=actor.id if actor else None,
        action=action,
        subject_id=subject if isinstance(subject, UUID) else subject.id,
        request_id=request_id.get(),
        address_hash=_hashed(address.get()),
    )


def _hashed(place: str) -> str:
    """Tells whether two acts came from one address; only this installation could find which."""
    return tokens.sign("address", place.encode()).hex() if place else ""
