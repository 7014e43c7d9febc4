"""Where every kind of upload ends: the policy enforced, the object stored, the reply chosen."""

import asyncio
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from uuid import uuid4

import msgspec
from sanic import HTTPResponse, Request, json, raw, redirect

from service.emulators.kodo import base64url, callbacks, pfop, sniff
from service.emulators.kodo.errors import KodoError
from service.emulators.kodo.fops import FACTS
from service.emulators.kodo.incoming import Content
from service.emulators.kodo.kodo import Kodo, name_call, of
from service.emulators.kodo.policy import PutPolicy, china_date_parts, lifetime_end
from service.emulators.kodo.store import StoredObject, check_key, describe
from service.emulators.kodo.variables import Variables, names_in

NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class Arrival:
    """What an upload brought. `legacy` marks multipart v1, which may replace by bucket scope."""

    policy: PutPolicy
    content: Content
    key: str | None
    fname: str = ""
    mime_type: str | None = None
    variables: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    legacy: bool = False


class FetchedKey(msgspec.Struct):
    """A callback's reply under callbackFetchKey."""

    key: str
    payload: msgspec.Raw


async def accept(request: Request, arrival: Arrival) -> HTTPResponse:
    """Store the arrival if its policy allows and answer as the policy says."""
    kodo, policy = of(request), arrival.policy
    policy.require_coherent(kodo.config.bucket)
    policy.require_live(kodo.clock.now())
    policy.require_content(arrival.content)
    values = await _values(kodo, arrival)
    key = _key(kodo, arrival, values)
    name_call(request, "upload", key)
    answer = await kodo.scripts.play("upload", key)
    if policy.callback_fetch_key:
        return await _accept_fetching_key(kodo, arrival, values)
    stored = await _store(kodo, arrival, key, values)
    if answer.status is not None and answer.status != 579:
        raise KodoError(answer.status, answer.error)
    values |= {"key": stored.key, "persistentId": _persist(kodo, policy, stored.key)}
    return await _reply(kodo, policy, Variables(values), stored, called=answer.status is None)


async def _accept_fetching_key(
    kodo: Kodo, arrival: Arrival, values: dict[str, object]
) -> HTTPResponse:
    callback = callbacks.prepare(arrival.policy, Variables(values), "", arrival.content.hash)
    reply = await callbacks.deliver(kodo, callback)
    try:
        fetched = msgspec.json.decode(reply, type=FetchedKey)
    except msgspec.ValidationError as error:
        raise callbacks.failed(callback, 200, "unexcepted response") from error
    await _store(kodo, arrival, fetched.key, values)
    return _answer(bytes(fetched.payload))


async def _store(kodo: Kodo, arrival: Arrival, key: str, values: dict[str, object]) -> StoredObject:
    now, policy = kodo.clock.now(), arrival.policy
    found = describe(
        arrival.content,
        key=key,
        mime_type=str(values["mimeType"]),
        now=now,
        type=policy.file_type,
        end_user=policy.end_user,
        fname=arrival.fname,
        metadata=arrival.metadata,
        expiration=lifetime_end(now, policy.delete_after_days),
    )
    taken = policy.taken(legacy=arrival.legacy)
    return await asyncio.to_thread(kodo.store.put, arrival.content, found, taken=taken)


async def _reply(
    kodo: Kodo, policy: PutPolicy, variables: Variables, stored: StoredObject, *, called: bool
) -> HTTPResponse:
    if policy.callback_url:
        callback = callbacks.prepare(policy, variables, stored.key, stored.hash)
        if not called:
            raise callbacks.failed(callback, 0, "unexcepted response")
        return _answer(await callbacks.deliver(kodo, callback))
    if not called:
        raise KodoError(579, "callback failed")
    body = variables.in_json(policy.return_body)
    if policy.return_url:
        separator = "&" if "?" in policy.return_url else "?"
        target = f"{policy.return_url}{separator}upload_ret={base64url.encode(body)}"
        return redirect(target, status=303)
    if body:
        return _answer(body.encode())
    plain = {"hash": stored.hash, "key": stored.key}
    job_id = variables.get("persistentId")
    return json(plain | ({"persistentId": job_id} if job_id else {}), headers=NO_STORE)


def _persist(kodo: Kodo, policy: PutPolicy, key: str) -> str | None:
    if not policy.persistent_ops:
        return None
    operations = policy.persistent_ops.split(";")
    notify_url, pipeline = policy.persistent_notify_url, policy.persistent_pipeline
    return pfop.start(kodo, pfop.Job(key, operations, notify_url, pipeline))


def _key(kodo: Kodo, arrival: Arrival, values: dict[str, object]) -> str:
    policy = arrival.policy
    saved = None
    if policy.save_key:
        dates = china_date_parts(kodo.clock.now())
        saved = Variables(values | dates).in_text(policy.save_key)
    asked = saved if policy.force_save_key else arrival.key
    policy.require_key(asked)
    if asked is None:
        asked = saved if saved is not None else arrival.content.hash
    check_key(asked)
    values["key"] = asked
    return asked


async def _values(kodo: Kodo, arrival: Arrival) -> dict[str, object]:
    policy, content = arrival.policy, arrival.content
    mime_type = sniff.detect(
        policy.detect_mime,
        client=arrival.mime_type,
        fname=arrival.fname,
        key=arrival.key or "",
        head=content.head,
    )
    return {
        **arrival.variables,
        "bucket": kodo.config.bucket,
        "etag": content.hash,
        "fname": arrival.fname,
        "fsize": content.fsize,
        "mimeType": mime_type,
        "endUser": policy.end_user or None,
        "ext": PurePosixPath(arrival.fname or arrival.key or "").suffix,
        "uuid": str(uuid4()),
        **await _picture_facts(policy, content),
    }


async def _picture_facts(policy: PutPolicy, content: Content) -> dict[str, object]:
    wanted = names_in(policy.return_body, policy.callback_body) & FACTS.keys()
    facts: dict[str, object] = {}
    for name in wanted:
        try:
            facts[name] = await asyncio.to_thread(FACTS[name], content.path)
        except KodoError:
            facts[name] = None
    return facts


def _answer(body: bytes) -> HTTPResponse:
    return raw(body, content_type="application/json", headers=NO_STORE)
