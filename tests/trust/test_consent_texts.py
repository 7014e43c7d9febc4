"""Consent texts: complete, short where they are asked, and asked again only where it matters."""

from dataclasses import fields, replace
from datetime import date, timedelta

import msgspec
import pytest

from models.trust.consents import Purpose
from service.foundation import clock, settings
from service.trust import consent_texts
from service.trust.consent_texts import TEXTS, Text, accepted, current, every
from tests.each import each
from tests.trust.household import agrees, mother_of, rewritten, tomorrow
from tests.world import Person, World, refused

SAID = ("scope", "necessity", "impact", "retention", "recipients", "withdrawing")


@pytest.fixture
async def alice(world: World) -> Person:
    return await mother_of(world)


def test_every_text_says_all_that_the_law_asks_for():
    assert set(TEXTS) == set(Purpose)
    for text in every():
        assert all(getattr(text, name).endswith("。") for name in SAID), text.purpose
        assert 1 <= len(text.version) <= 20
        assert bool(text.changes) == bool(text.before)
        assert text.before is None or text.before.since < text.since
    versions = [(text.purpose, text.version) for text in every()]
    assert len(set(versions)) == len(versions)


def test_where_it_is_asked_there_are_at_most_three_short_lines():
    for text in every():
        assert 1 <= len(text.lines) <= 3
        assert all(10 < len(line) <= 36 for line in text.lines), text.purpose


async def test_everybody_may_read_what_is_asked(world):
    answer = (await world.http.get(f"{world.url}/api/v1/consent-texts")).json()
    assert (answer["accept"], answer["decline"]) == ("同意", "先不")
    assert [text["purpose"] for text in answer["items"]] == list(Purpose)
    for shown in answer["items"]:
        text = current(Purpose(shown["purpose"]))
        assert set(shown) == {
            *("purpose", "version", "since", "title", "lines", *SAID, "responsible", "contact"),
            *("material", "changes", "accepted_versions", "full_text"),
        }
        assert shown["lines"] == list(text.lines)
        assert all(shown[name] == getattr(text, name) for name in (*SAID, "title", "version"))
        assert shown["accepted_versions"] == [one.version for one in accepted(text.purpose)]
        assert shown["responsible"] == world.settings.responsible_person
        assert shown["contact"] == world.settings.responsible_contact
        assert (await world.http.get(shown["full_text"])).status_code == 200


@each("name", [f.name for f in fields(Text) if f.name != "before"])
async def test_the_hash_is_over_everything_that_is_shown(world, name):
    text = current(Purpose.SHOW)
    kinds = {"lines": (*text.lines, "再一行。"), "since": date(2020, 1, 1), "material": False}
    changed = kinds.get(name, Purpose.CLASS if name == "purpose" else "别的")
    assert replace(text, **{name: changed}).hash != text.hash
    assert replace(text, before=text).hash == text.hash


@pytest.mark.parametrize("name", ["responsible_person", "responsible_contact"])
async def test_whom_to_turn_to_is_part_of_what_was_agreed_to(world, name):
    before = current(Purpose.SHOW).hash
    settings.use(msgspec.structs.replace(world.settings, **{name: "别人"}))
    assert current(Purpose.SHOW).hash != before


async def test_a_version_counts_from_its_day_on(world, alice, monkeypatch):
    old = current(Purpose.SHOW)
    new = rewritten(monkeypatch, Purpose.SHOW, changes="换了说法。")
    assert current(Purpose.SHOW) == old
    with refused(409, "consent.outdated"):
        await agrees(alice, version=new.version)
    with tomorrow():
        assert current(Purpose.SHOW) == new
        with refused(409, "consent.outdated"):
            await agrees(alice, version=old.version)
        await agrees(alice, version=new.version)


def test_the_first_version_counts_though_the_clock_is_behind():
    with clock.moved(timedelta(days=-3650)):
        assert current(Purpose.SHOW) is TEXTS[Purpose.SHOW]


async def test_a_material_change_is_asked_again_and_stops_that_processing_alone(
    world, alice, monkeypatch
):
    bob, photo = await world.person("Bob"), await alice.takes_photo()
    await agrees(alice)
    await agrees(alice, purpose="class")
    old = (await alice.shows("春节", [photo]))["id"]
    new = rewritten(monkeypatch, Purpose.SHOW, material=True, changes="多了一个接收方。")
    await alice.publishes("今天还行", [photo], audience="public")
    with tomorrow():
        assert await accepted_by(world) == [new.version]
        with refused(422, "consent.renewal_required"):
            await alice.publishes("元宵", [photo], audience="public")
        assert await bob.sees(f"/posts/{old}") == [True]
        await alice.publishes("元宵", [photo])
        await alice.publishes("元宵", [photo], audience="class")
        await alice.records(title="元宵")
        await agrees(alice)
        await alice.publishes("元宵", [photo], audience="public")


async def accepted_by(world: World) -> list[str]:
    """The versions of 晒 whose grants count, as anybody reads them."""
    answer = (await world.http.get(f"{world.url}/api/v1/consent-texts")).json()
    (shown,) = [one for one in answer["items"] if one["purpose"] == "show"]
    return shown["accepted_versions"]


async def test_an_immaterial_change_asks_for_nothing(world, alice, monkeypatch):
    photo = await alice.takes_photo()
    granted = await agrees(alice)
    new = rewritten(monkeypatch, Purpose.SHOW, material=False, changes="换了说法。")
    assert await accepted_by(world) == [granted["version"]]
    with tomorrow():
        await alice.publishes("元宵", [photo], audience="public")
        assert await accepted_by(world) == [new.version, granted["version"]]


async def test_who_never_agreed_is_asked_for_the_first_time(alice, monkeypatch):
    rewritten(monkeypatch, Purpose.SHOW, material=True, changes="多了一个接收方。")
    photo = await alice.takes_photo()
    with tomorrow(), refused(422, "consent.show_required"):
        await alice.publishes("元宵", [photo], audience="public")


def test_grants_count_back_to_the_last_material_change(monkeypatch):
    past = date(2026, 11, 2)
    for version, material in (("b", False), ("c", True), ("d", False), ("e", False)):
        rewritten(monkeypatch, Purpose.SHOW, version=version, since=past, material=material)
    assert [text.version for text in accepted(Purpose.SHOW)] == ["e", "d", "c"]
    assert [text.version for text in consent_texts.history(Purpose.SHOW)][-1] == "2026-11"
