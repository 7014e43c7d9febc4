"""schemathesis: what the document promises, asked of the running service in a thousand ways."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from redis import Redis
from schemathesis import engine, hooks
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events
from schemathesis.generation import GenerationMode

from models.trust.consents import Purpose
from service.foundation import limits
from service.trust.consent_texts import current
from tests.world import Person, World

REPORT = Path(__file__).parents[2] / "artefacts" / "schemathesis.txt"
SEED = 20260901

REFUSED = [*range(400, 410), 413, 414, 415, 422]
CONFIG: dict[str, Any] = {
    "seed": SEED,
    "generation": {
        "deterministic": True,
        "max-examples": 8,
        "no-shrink": True,
        "with-security-parameters": False,
        "allow-x00": False,  # PostgreSQL has no U+0000; JSON Schema cannot say so in a readable way
    },
    "checks": {
        # Well-formed data may still not fit the state; `form_is_accepted` looks at the codes.
        "positive_data_acceptance": {"expected-statuses": ["2xx", 401, 403, 404, 409, 413, 422]},
        "negative_data_rejection": {"expected-statuses": REFUSED},
        "missing_required_header": {"expected-statuses": [400, 401]},
    },
}


@schemathesis.check
def form_is_accepted(ctx: Any, response: Any, case: Any) -> None:
    """What fits the document's schemas is never refused for its form."""
    fits = case.meta and case.meta.generation.mode is GenerationMode.POSITIVE
    if fits and response.status_code == 422:
        wrong = [e for e in response.json().get("errors", ()) if e["code"].startswith("field.")]
        assert wrong == [], wrong


@dataclass
class Found:
    """What one run did: how often each operation was called, the answers, and what was wrong."""

    who: str
    cases: Counter[str] = field(default_factory=Counter)
    statuses: defaultdict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    failures: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    stopped: str = ""

    def hear(self, event: events.EngineEvent) -> None:
        if isinstance(event, events.ScenarioFinished):
            self._count(event.recorder)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            self.errors.append(str(getattr(event, "value", event)))
        elif isinstance(event, events.EngineFinished):
            self.stopped = str(event.stop_reason)

    def _count(self, recorder: Any) -> None:
        self.cases[recorder.label] += len(recorder.interactions)
        for made in recorder.interactions.values():
            if made.response is not None:
                self.statuses[recorder.label][made.response.status_code] += 1
        for checks in recorder.checks.values():
            for check in (one for one in checks if one.failure_info):
                said = f"{check.failure_info.failure.title}: {check.failure_info.failure.message}"
                code = check.failure_info.code_sample
                self.failures.setdefault(f"{recorder.label} {check.name}", f"{said}\n{code}")

    def __str__(self) -> str:
        lines = [
            f"{self.who}: {len(self.cases)} operations, {self.cases.total()} cases,"
            f" {len(self.failures)} failures (seed {SEED}, {self.stopped})"
        ]
        for label in sorted(self.cases):
            told = ", ".join(f"{s} × {n}" for s, n in sorted(self.statuses[label].items()))
            lines.append(f"  {label}: {self.cases[label]} ({told})")
        lines += [f"  WRONG {where}\n{what}" for where, what in self.failures.items()]
        return "\n".join(lines + [f"  ERROR {error}" for error in self.errors])


@pytest.fixture(scope="module")
def report() -> list[str]:
    return []


async def test_an_account_with_a_family_finds_everything_as_the_document_says(world, report):
    alice, things = await _a_family(world)
    loop = asyncio.get_running_loop()

    class Session:
        """Alice's session; signing out ends one of its own, or all that follows would be 401."""

        def get(self, case: Any, context: Any) -> str:
            if not case.path.endswith("/sessions/current"):
                return alice.phone.token
            phone = world.phone("Alice")
            asyncio.run_coroutine_threadsafe(phone.sign_in(), loop).result(10)
            return phone.token

        def set(self, case: Any, data: str, context: Any) -> None:
            case.headers["Authorization"] = f"Bearer {data}"

    def prepare(case: Any) -> None:
        _stand_in(case, things["DELETE" if case.method == "DELETE" else ""])

    found = await _explored(world, "signed in", prepare, Session)
    _told(found, report)
    doc = (await world.http.get(f"{world.url}/openapi.json")).json()
    assert set(found.cases) == _operations(doc)
    created = [label for label, told in found.statuses.items() if told[201]]
    assert len(created) >= 6


async def test_the_anonymous_are_answered_as_the_document_says(world, report):
    _told(await _explored(world, "anonymous", lambda case: None), report)


def _told(found: Found, report: list[str]) -> None:
    report.append(str(found))
    print(found)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n\n".join(report) + "\n", encoding="utf-8")
    assert found.failures == {}
    assert found.errors == []
    assert found.stopped == engine.StopReason.COMPLETED


def _operations(doc: dict[str, Any]) -> set[str]:
    return {f"{m.upper()} {path}" for path, methods in doc["paths"].items() for m in methods}


async def _explored(
    world: World, who: str, prepare: Callable[[Any], None], session: type | None = None
) -> Found:
    """Call every operation as somebody; the rate limits start anew for each call."""
    doc = (await world.http.get(f"{world.url}/openapi.json")).json()
    phases = {"stateful": {"enabled": False}, "coverage": {"enabled": session is not None}}
    settings = CONFIG | {"base-url": world.url, "phases": phases}
    found = Found(who)

    def explore() -> None:
        schema = schemathesis.openapi.from_dict(doc, config=SchemathesisConfig.from_dict(settings))
        if session:
            schema.auth(refresh_interval=None)(session)
        valkey = Redis.from_url(world.settings.valkey_url)

        @schemathesis.hook
        def before_call(context: Any, case: Any, kwargs: Any) -> None:
            limits._local.clear()
            valkey.flushdb()
            prepare(case)

        try:
            for event in engine.from_schema(schema).execute():
                found.hear(event)
        finally:
            hooks.unregister(before_call)
            valkey.close()

    await asyncio.to_thread(explore)
    return found


async def _a_family(world: World) -> tuple[Person, dict[str, dict[str, str]]]:
    """A mother with all there is, and the ids to use: one set to work on, one to delete."""
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满")
    photo = await alice.takes_photo()
    kept = await _things(alice, photo, await alice.consents(Purpose.SHOW, alice.child))
    doomed = await _things(alice, photo, await alice.consents(Purpose.CLASS, alice.child))
    return alice, {"": kept, "DELETE": doomed}


async def _things(alice: Person, photo: str, consent: str) -> dict[str, str]:
    post = (await alice.shows("国庆看渔女", [photo]))["id"]
    link = await alice.phone.post(f"/posts/{post}/share-links", {"days": 30})
    upload = {"family_id": alice.family, "files": [{"name": "a.jpg", "bytes": 9}]}
    return {
        "family_id": alice.family,
        "student_id": alice.child,
        "photo_id": photo,
        "photo_ids": photo,
        "post_id": post,
        "link_id": link["id"],
        "token": link["url"].rpartition("/")[2],
        "version": current(Purpose.SHOW).version,
        "consent_version": current(Purpose.ARCHIVE).version,
        "happened": "2024-06",
        "entry_id": (await alice.records(title="第一步"))["id"],
        "consent_id": consent,
        "upload_id": (await alice.phone.post("/uploads", upload))["items"][0]["upload_id"],
    }


def _stand_in(case: Any, things: dict[str, str]) -> None:
    """Have most well-formed ids and words be those of something that is there."""
    for values in (case.path_parameters, case.query, case.body):
        if isinstance(values, dict):
            for name in values.keys() & things.keys():
                values[name] = _there(values[name], things[name])


def _there(value: Any, thing: str) -> Any:
    if isinstance(value, list):
        return [_there(one, thing) for one in value[:1]] + value[1:]
    if not isinstance(value, str):
        return value
    try:
        return value if UUID(value).int % 4 == 3 else thing
    except ValueError:
        return thing if not _is_id(thing) and len(value) in (1, 3, 5, 7) else value


def _is_id(thing: str) -> bool:
    return thing.count("-") == 4
