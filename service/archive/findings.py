"""Findings: what is wrong between rows and objects, noted once and settled once.

Every function joins the caller's transaction; who notes several takes them in the order of keys.
"""

from uuid import UUID

from models.archive.findings import Finding, FindingKind
from service.foundation import clock
from service.foundation.database import query
from service.trust import audit

_OPEN_WITHIN = """
select id from findings
where settled_at is null and key collate "C" > $1 and key collate "C" <= $2
"""


async def note(
    kind: FindingKind, key: str, photo_id: UUID | None = None, bytes: int = 0, etag: str = ""
) -> Finding:
    """What was found of an object, with its facts as they are; the same finding while one is open.

    Whoever notes the same key waits for the others, so that of racers one makes the finding.
    """
    await query("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"finding {key}")
    present = await Finding.filter(kind=kind, key=key, settled_at=None).first()
    if present:
        return present
    found = await Finding.create(kind=kind, key=key, photo_id=photo_id, bytes=bytes, etag=etag)
    await audit.record(None, f"finding.{kind}", found)
    return found


async def settle(finding: Finding, as_: str) -> None:
    """Close a finding with what became of it, in a word; again changes nothing."""
    unsettled = Finding.filter(id=finding.id, settled_at=None)
    if await unsettled.update(settled_at=clock.now(), settled_as=as_):
        await audit.record(None, f"finding.{as_}", finding)


async def open_ones(kind: FindingKind | None = None) -> list[Finding]:
    """What waits for somebody, oldest first."""
    unsettled = Finding.filter(settled_at=None)
    return await (unsettled.filter(kind=kind) if kind else unsettled).order_by("id")


async def open_within(after: str, to: str) -> list[Finding]:
    """What is open about the keys after one, up to another, in their order as bytes."""
    rows = await query(_OPEN_WITHIN, after, to)
    return await Finding.filter(id__in=[row["id"] for row in rows]) if rows else []


async def open_about(photo_id: UUID) -> list[Finding]:
    """What is open about one photo, oldest first."""
    return await Finding.filter(photo_id=photo_id, settled_at=None).order_by("id")
