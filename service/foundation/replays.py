"""Replays: the memory behind idempotency keys, kept in the write's own transaction for a day."""

import hashlib
from datetime import timedelta
from uuid import UUID

from models.base import uuid7
from models.foundation.replays import Replay
from service.foundation import clock, jobs, metrics
from service.foundation.database import query
from service.foundation.errors import FieldProblem, Invalid

KEPT = timedelta(hours=24)
replayed = metrics.counter("requests_replayed", "Requests whose key had made something already.")


async def claim(account_id: UUID, route: str, key: str, body: bytes) -> Replay:
    """The row of one request: new, or the one of its first time (waiting until that commits).

    Raises Invalid when the key was used with another body. Part of the caller's transaction, until
    whose end the sweep leaves the row there.
    """
    body_hash = hashlib.sha256(body).hexdigest()
    await query(
        "insert into replays (id, created_at, account_id, route, key, body_hash)"
        " values ($1, now(), $2, $3, $4, $5)"
        " on conflict (account_id, route, key) do update set key = excluded.key",
        *(uuid7(), account_id, route, key, body_hash),
    )
    replay = await Replay.get(account_id=account_id, route=route, key=key)
    if replay.body_hash != body_hash:
        detail = "同一个编号用在了不同的内容上"
        field = FieldProblem("Idempotency-Key", "idempotency_key.reused", detail)
        raise Invalid("idempotency_key.reused", detail, fields=(field,))
    if replay.resource_id:
        replayed.inc()
    return replay


async def made(replay: Replay, resource_id: UUID) -> None:
    """Remember what the request made."""
    replay.resource_id = resource_id
    await replay.save(update_fields=["resource_id"])


@jobs.job("replays.sweep", cron="7 * * * *")
async def sweep() -> None:
    """Forget the keys that are older than a day."""
    await Replay.filter(created_at__lt=clock.now() - KEPT).delete()
