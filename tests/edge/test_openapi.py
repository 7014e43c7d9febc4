"""OpenAPI: the document is valid, tells of every route, and every real answer is as it says."""

import re
from typing import Any

import httpx
import msgspec
from openapi_spec_validator import validate
from sanic import Sanic

from handlers.app import create_app
from service.demo.doors import open_doors
from service.trust.consents import Purpose
from tests.edge.described import BY_A_CODE_OF_ITS_OWN, checked, document, json_of, operations
from tests.edge.wire import PAGES, Route, headers_of, kodo_callback, routes, taking
from tests.sharing.curators import featured
from tests.sharing.test_appeals import appeals
from tests.sharing.test_show_pages import makes, page_of, tells
from tests.world import Person, World, a_photo


def _template(route: Route) -> str:
    return re.sub(r"<(\w+):\w+>", r"{\1}", route.path)


async def test_the_document_is_valid_openapi(world):
    validate(await document(world))


async def test_it_tells_of_every_route_and_of_no_other(world):
    doc = await document(world)
    told = {(method.upper(), path) for path, method, _ in operations(doc)}
    there = {
        (route.method, _template(route))
        for route in routes(world.settings)
        if route.path not in PAGES
    }
    assert told == there


async def test_every_body_and_answer_is_a_named_type(world):
    doc = await document(world)
    names = {f"#/components/schemas/{name}" for name in doc["components"]["schemas"]}
    for path, _, operation in operations(doc):
        if path.startswith("/api/v1"):
            contents = [operation.get("requestBody", {}), *operation["responses"].values()]
            bodies = {k: b for one in contents for k, b in one.get("content", {}).items()}
            named = {b["schema"]["$ref"] for k, b in bodies.items() if k.endswith("json")}
            assert named <= names
            kinds = ("image/", "text/csv", "application/pdf")
            filed = any(kind.startswith(kinds) for kind in bodies)
            assert json_of(operation) or "204" in operation["responses"] or filed


async def test_every_operation_has_a_name_a_feature_and_words_of_its_own(world):
    doc = await document(world)
    told = [operation for _, _, operation in operations(doc)]
    tags = {tag["name"]: tag["description"] for tag in doc["tags"]}
    assert len({operation["operationId"] for operation in told}) == len(told)
    assert {tag for operation in told for tag in operation["tags"]} == set(tags)
    assert all(operation["summary"] for operation in told)
    assert all(tags.values())
    assert doc["servers"] == [{"url": world.url}]


async def test_every_body_has_an_example_that_its_draft_accepts(world):
    doc = await document(world)
    for route, draft in taking(world.settings):
        body = doc["paths"][_template(route)][route.method.lower()]["requestBody"]
        assert msgspec.convert(body["content"]["application/json"]["example"], draft)


async def test_every_limited_route_tells_of_429(world):
    app = create_app()
    Sanic.unregister_app(app)
    counted = [r.handler for r in app.router.routes if _is_limited(r.handler)]
    assert len(counted) >= 7
    assert all(handler.operation.limited for handler in counted)
    doc = await document(world)
    operations = [op for methods in doc["paths"].values() for op in methods.values()]
    told = {op["summary"] for op in operations if "429" in op["responses"]}
    by_address = {
        "Sign in with WeChat",
        "Ask to sign in at a browser",
        "Report what a living link opens, without login; the same again is fine",
        "The code of a browser as a picture that WeChat's camera reads",
    }
    assert told == {handler.operation.summary for handler in counted} | by_address


def _is_limited(handler: Any) -> bool:
    """Whether `limited` stands among the decorators of a handler."""
    while inner := getattr(handler, "__wrapped__", None):
        if inner.__code__.co_qualname.startswith("limited."):
            return True
        handler = inner
    return False


async def test_every_status_but_success_tells_why_and_carries_the_requests_id(world):
    for _, _, operation in operations(await document(world)):
        for status, answer in operation["responses"].items():
            assert answer["description"]
            assert "X-Request-Id" in answer["headers"]
            assert ("Retry-After" in answer["headers"]) == (
                status in ("429", "503") and "application/problem+json" in answer["content"]
            )


async def test_it_tells_who_may_call_and_what_may_be_repeated(world):
    doc = await document(world)
    for route in routes(world.settings):
        if route.operation:
            told = doc["paths"][_template(route)][route.method.lower()]
            headers = [p["name"] for p in told.get("parameters", ()) if p["in"] == "header"]
            assert ({"session": []} in told["security"]) == (
                route.operation.signed_in or route.operation.open_to_all
            )
            assert ("401" in told["responses"]) == bool(told["security"])
            assert ("Idempotency-Key" in headers) == route.creates


async def test_every_real_answer_is_what_the_document_says(world):
    doc = await document(world)
    answers: list[httpx.Response] = []
    world.http.event_hooks = {"response": [lambda reply: _keep(answers, reply)]}
    await _a_family_year(world)
    await _what_humans_look_at(world)
    seen = {checked(doc, reply) for reply in answers if str(reply.url).startswith(world.url)}
    wanted = {
        (path, method, status)
        for path, method, operation in operations(doc)
        for status in json_of(operation) - {"503"}
        if not path.startswith("/api/v1")  # the access matrix holds the others against it
        or f"{method} {path}" in BY_A_CODE_OF_ITS_OWN
    }
    assert wanted - seen == set()


async def test_no_answer_of_a_familys_year_holds_a_secret(world):
    answers: list[httpx.Response] = []
    world.http.event_hooks = {"response": [lambda reply: _keep(answers, reply)]}
    await _a_family_year(world)
    ours = [reply for reply in answers if str(reply.url).startswith(world.url)]
    said = "".join(f"{reply.headers}{reply.text}" for reply in ours)
    secrets = (world.settings.wechat_secret, world.settings.kodo_secret_key, "session_key")
    assert [secret for secret in secrets if secret in said] == []


async def _keep(answers: list[httpx.Response], reply: httpx.Response) -> None:
    await reply.aread()
    answers.append(reply)


async def _a_family_year(world: World) -> None:
    """Every route of the API once, as Alice, grandfather Chen and a friend in Moments use it."""
    alice, chen = await world.person("Alice"), await world.person("Chen")
    family = await alice.founds("陈家")
    child = await alice.opens_archive("小满")
    await alice.invites(chen, "爷爷", role="viewer")
    consent = await alice.consents(Purpose.SHOW, child)
    photo = await alice.takes_photo()
    entry = (await alice.records(title="第一步", photo_ids=[photo]))["id"]
    await alice.phone.put(f"/entries/{entry}", {"happened": "2017~"})
    post = (await alice.shows("春节", [photo]))["id"]
    link = await alice.phone.post(f"/posts/{post}/share-links", {})
    await _look_at_everything(world, alice, family, child, entry)
    await world.http.get(f"{world.url}/api/v1/shared/{link['url'].rpartition('/')[2]}")
    await _leaf_through_the_sample(world, child)
    await chen.phone.put(f"/posts/{post}/like")
    await chen.phone.delete(f"/posts/{post}/like")
    await _upload_again(world, alice)
    await _take_an_office_a_picture_and_a_family(world, alice, chen)
    for gone in (f"/share-links/{link['id']}", f"/posts/{post}", f"/entries/{entry}"):
        await alice.phone.delete(gone)
    await alice.phone.delete(f"/consents/{consent}")
    await alice.phone.delete("/sessions/current")


async def _leaf_through_the_sample(world: World, child: str) -> None:
    open_doors(world.settings.data_folder, {})
    await world.http.get(f"{world.url}/api/v1/sample")
    open_doors(world.settings.data_folder, {"child": child})
    shown = (await world.http.get(f"{world.url}/api/v1/sample")).json()
    assert [entry["title"] for entry in shown["entries"]] == ["第一步"]


async def _take_an_office_a_picture_and_a_family(world: World, alice, chen) -> None:
    await world.archivist()
    data = a_photo()
    ticket = await alice.phone.post("/account/avatar-uploads", {"name": "a.jpg", "bytes": 90_000})
    photo = (await alice.phone.put_file(ticket, data)).json()["photo_id"]
    await alice.phone.until(f"/photos/{photo}", state=["ready"])
    await alice.phone.put("/account/avatar", {"photo_id": photo})
    members = (await alice.phone.get(f"/families/{alice.family}/members"))["items"]
    heir = next(one["id"] for one in members if one["nickname"] == "Chen")
    await alice.phone.put(f"/memberships/{heir}", {"role": "guardian"})
    await alice.phone.post(f"/families/{alice.family}/ownership", {"membership_id": heir})


async def _what_humans_look_at(world: World) -> None:
    """Doubt about a post, and appeals: each of them succeeds once."""
    alice, bob = await world.person("Alice"), await world.person("Bob")
    entry, photo = await _something_to_show(alice)
    post = (await alice.shows("元宵", [photo]))["id"]
    await featured(world, post)
    await world.quiet()
    home = (await alice.publishes("吃饺子", [photo], audience="family"))["id"]
    await alice.phone.until(f"/posts/{home}", state=["approved"])
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    said = (await alice.phone.post(f"/posts/{home}/comments", {"words": "说不准"}))["id"]
    await alice.phone.until(f"/post-comments/{said}", standing=["review"])
    await alice.phone.post(f"/post-comments/{said}/review", None)
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    doubtful = (await alice.publishes("有点可疑", [photo], audience="family"))["id"]
    await alice.phone.until(f"/posts/{doubtful}", state=["review"])
    await alice.phone.post(f"/posts/{doubtful}/review", None)
    await world.script("wechat", "msg_sec_check", {"suggest": "risky"})
    said = (await bob.phone.post(f"/posts/{post}/comments", {"words": "看看我"}))["id"]
    await bob.phone.until(f"/post-comments/{said}", standing=["risky"])
    await appeals(bob, f"/post-comments/{said}")
    await world.script("wechat", "msg_sec_check", {"suggest": "risky"})
    await appeals(alice, f"/posts/{(await alice.shows('不好的话', [photo]))['id']}")
    await world.script("wechat", "msg_sec_check", {"suggest": "risky"})
    await appeals(alice, await makes(alice, page_of(entry), standing="risky"))


async def _something_to_show(alice: Person) -> tuple[str, str]:
    """An entry and a photo of a child that may be shown."""
    await alice.founds("林家")
    for whose in (await alice.opens_archive("小满"), None):
        await alice.consents(Purpose.SHOW, whose)
    entry, photo = await tells(alice, "看灯"), await alice.takes_photo()
    return entry, photo


async def _look_at_everything(world, alice, family: str, child: str, entry: str) -> None:
    ledger = [f"/consents{of}?family_id={family}" for of in ("", "/history")]
    lists = ("/account", "/students", "/feed", "/consent-texts", "/notices", *ledger)
    of_family = (f"/families/{family}", f"/families/{family}/members")
    timelines = (f"/families/{family}/timeline", f"/students/{child}/timeline")
    for path in (*lists, *of_family, *timelines, f"/students/{child}", f"/entries/{entry}"):
        await world.http.get(f"{world.url}/api/v1{path}", headers=headers_of(alice))
    for path in ("/healthz", "/readyz", "/openapi.json"):
        await world.http.get(world.url + path)


async def _upload_again(world: World, alice) -> None:
    """A photo whose callback comes twice and is confirmed as well."""
    files = [{"name": "IMG_0002.jpg", "bytes": 90_000}]
    tickets = await alice.phone.post("/uploads", {"family_id": alice.family, "files": files})
    ticket = tickets["items"][0]
    await alice.phone.put_file(ticket, a_photo())
    await alice.phone.call("POST", f"/uploads/{ticket['upload_id']}/confirmation")
    url, body, signature = kodo_callback(world, ticket["upload_id"])
    form = {"Authorization": signature, "Content-Type": "application/x-www-form-urlencoded"}
    await world.http.post(url, content=body, headers=form)
