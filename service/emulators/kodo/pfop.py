"""Persistent operations: image operations run later, their results stored as objects."""

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qs
from uuid import uuid4

import httpx
import msgspec
from sanic import HTTPResponse, Request, json

from service.emulators.kodo import fops
from service.emulators.kodo.callbacks import post_signed
from service.emulators.kodo.errors import KodoError, invalid_argument, no_such_bucket
from service.emulators.kodo.kodo import Kodo, name_call, of
from service.emulators.kodo.management import entry_key
from service.emulators.kodo.renditions import MIME_TYPES
from service.emulators.kodo.store import StoredObject, describe

DONE, WAITING, _, FAILED, NOTIFY_FAILED = range(5)
DESCRIPTIONS = (
    "The fop was completed successfully",
    "The fop is waiting for execution",
    "The fop is executing now",
    "The fop is failed",
    "Notify callback failed",
)


@dataclass(frozen=True)
class Job:
    """One request for persistent operations on a stored object."""

    key: str
    operations: list[str]
    notify_url: str
    pipeline: str


async def submit(request: Request) -> HTTPResponse:
    """`POST /pfop/` with bucket, key, fops, notifyURL, pipeline -> `{persistentId}`."""
    kodo = of(request)
    kodo.signatures.require_management(request)
    form = {name: values[-1] for name, values in parse_qs(request.body.decode()).items()}
    key = form.get("key", "")
    name_call(request, "pfop", key)
    await kodo.scripts.play("pfop", key)
    if form.get("bucket") != kodo.config.bucket:
        raise no_such_bucket()
    if not form.get("fops"):
        raise invalid_argument()
    kodo.store.get(key)
    job = Job(key, form["fops"].split(";"), form.get("notifyURL", ""), form.get("pipeline", ""))
    return json({"persistentId": start(kodo, job)})


async def status(request: Request) -> HTTPResponse:
    """`GET /status/get/prefop?id=`: how far a job is; 612 for an unknown id."""
    report = of(request).jobs.get(request.args.get("id", ""))
    if report is None:
        raise KodoError(612, "no such id")
    return json(report)


def start(kodo: Kodo, job: Job) -> str:
    """Run the job beside the requests; return its persistentId."""
    job_id = f"z2.{uuid4().hex}"
    items = [_item(each, WAITING) for each in job.operations]
    kodo.jobs[job_id] = {
        "id": job_id,
        "code": WAITING,
        "desc": DESCRIPTIONS[WAITING],
        "inputKey": job.key,
        "inputBucket": kodo.config.bucket,
        "pipeline": job.pipeline,
        "reqid": uuid4().hex[:16],
        "items": items,
    }
    kodo.in_background(_run(kodo, job_id, job))
    return job_id


async def _run(kodo: Kodo, job_id: str, job: Job) -> None:
    report = kodo.jobs[job_id]
    items = [await _run_one(kodo, job.key, each) for each in job.operations]
    code = FAILED if any(item["code"] == FAILED for item in items) else DONE
    report |= {"items": items, "code": code, "desc": DESCRIPTIONS[code]}
    if job.notify_url and not await _notify(kodo, job.notify_url, report):
        report |= {"code": NOTIFY_FAILED, "desc": DESCRIPTIONS[NOTIFY_FAILED]}


async def _run_one(kodo: Kodo, key: str, operation: str) -> dict[str, object]:
    steps, _, entry = operation.partition("|saveas/")
    try:
        source = kodo.store.path(kodo.store.get(key))
        data, extension = await asyncio.to_thread(fops.derive, source, steps)
        saved = await _save(kodo, data, extension, entry_key(kodo, entry) if entry else None)
    except KodoError as error:
        return _item(operation, FAILED) | {"error": error.message}
    return _item(operation, DONE) | {"hash": saved.hash, "key": saved.key, "returnOld": 0}


async def _save(kodo: Kodo, data: bytes, extension: str, key: str | None) -> StoredObject:
    with kodo.store.incoming() as incoming:
        await incoming.write(data)
        content = await incoming.seal()
        found = describe(
            content,
            key=key or content.hash,
            mime_type=MIME_TYPES[extension],
            now=kodo.clock.now(),
        )
        return await asyncio.to_thread(kodo.store.put, content, found, taken="replace")


def _item(operation: str, code: int) -> dict[str, object]:
    return {"cmd": operation, "code": code, "desc": DESCRIPTIONS[code]}


async def _notify(kodo: Kodo, url: str, report: dict[str, object]) -> bool:
    body = msgspec.json.encode(report).decode()
    try:
        reply = await post_signed(kodo, url, "application/json", body)
    except (httpx.HTTPError, httpx.InvalidURL):
        return False
    kodo.record("notify", str(report["inputKey"]), url=url, status=reply.status_code)
    return reply.is_success
