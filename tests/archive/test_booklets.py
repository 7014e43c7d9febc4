"""Booklets: chosen by the family, confirmed by the child, endorsed by the school, then locked."""

import random
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from models.archive.booklets import Booklet, BookletState
from service.archive import booklet_printing, inventory, reconciling
from service.demo.phone import Refused
from service.foundation.database import query, transaction
from service.trust.consents import Purpose
from tests.archive.booklet_room import (
    TERM,
    at_once,
    booklet_of,
    confirms,
    endorses,
    kinds,
    locked,
    locks,
    pdf_of,
    pictures_in,
    taught,
    text_of,
    told,
)
from tests.archive.shelf import acts
from tests.archive.test_growth import grandfather
from tests.archive.vault import Vault, lose
from tests.people.test_handovers import lends
from tests.pupil import pupil_of
from tests.roles import as_owner
from tests.trust.leaving import carried_out, objects
from tests.world import Person, World, a_photo, refused

RISKY = "兼职日结加微信"
CHOSEN = ["choosing", "confirmed", "endorsed", "locked"]


async def test_from_the_choice_to_the_print(world, alice):
    photo = await alice.takes_photo(a_photo(1600, 1200))
    ride = await told(alice, "第一次自己骑车", photo_ids=[photo], story="摔了一跤，爬起来又骑。")
    choir = await told(alice, "合唱节", dimension="艺术素养", happened="2025-11-02")
    await told(alice, "明年的事", happened="2026-03-01")
    term = f"/students/{alice.child}/booklet-proposal"
    proposed = await alice.phone.get(term, **TERM)
    assert (proposed["term"], proposed["available"]) == ("2025—2026学年上学期", 2)
    assert [one["title"] for one in proposed["entries"]] == ["第一次自己骑车", "合唱节"]
    assert proposed["entries"][0]["thumb"] and proposed["entries"][0]["photo_count"] == 1
    path = await booklet_of(alice)
    made = await alice.phone.get(path)
    assert (made["title"], made["state"], made["ready"]) == ("小满的成长册", "choosing", False)
    assert [one["id"] for one in made["entries"]] == [ride, choir]
    body = {"title": "四年级上学期", "entry_ids": [choir, ride]}
    assert (await alice.phone.put(path, body))["title"] == "四年级上学期"
    with refused(409, "booklet.unconfirmed"):
        await alice.phone.call("POST", f"{path}/lock")
    with refused(409, "booklet.not_printed"):
        await alice.phone.get(f"{path}/pdf")
    done = await locked(alice, path)
    assert (done["state"], done["progress"]) == ("locked", 100)
    pdf = await alice.phone.get(f"{path}/pdf")
    data = await pdf_of(alice, path)
    assert (pdf["name"], pdf["bytes"]) == ("四年级上学期.pdf", len(data))
    assert "attname=" in pdf["url"] and data.startswith(b"%PDF")
    words = text_of(data)
    for said in ("四年级上学期", "第一次自己骑车", "爬起来又骑", "合唱节", "9岁5个月", "妈妈记"):
        assert said in words, said
    assert "小满和妈妈一起看过" in words and "明年的事" not in words
    assert await kinds(alice) == ["booklet_ready"]
    for again in ("lock", "confirmation"):
        body = {"choice": "", "together": True} if again == "confirmation" else None
        await alice.phone.call("POST", f"{path}/{again}", body)
    assert await acts("booklet.locked") == 1
    (item,) = (await alice.phone.get(f"/students/{alice.child}/booklets"))["items"]
    assert (item["entry_count"], item["ready"]) == (2, True)


async def test_only_what_the_family_reads_finished_and_checked_goes_into_print(world, alice):
    pupil = await pupil_of(world, alice)
    good = await told(alice)
    kept = await told(alice, "只给监护人", audience="guardians")
    draft = await pupil.records(title="我写的", happened="2025-10-01")
    await pupil.phone.until(f"/entries/{draft['id']}", standing=["passed"])
    unfinished = await alice.records(title="没写完", happened="2025-10-01", unfinished=True)
    risky = (await alice.records(title=RISKY, happened="2025-10-01"))["id"]
    await alice.phone.until(f"/entries/{risky}", standing=["risky"])
    first, alice.child = alice.child, ""
    of_home = await told(alice, "家里的事")
    alice.child = first
    path = await booklet_of(alice)
    assert [one["id"] for one in (await alice.phone.get(path))["entries"]] == [good]
    for wrong in (kept, draft["id"], unfinished["id"], risky, of_home, alice.child):
        with refused(422, "entry.unprintable"):
            await alice.phone.put(path, {"entry_ids": [good, wrong]})
    with refused(422, "entry.twice"):
        await alice.phone.put(path, {"entry_ids": [good, good]})
    for days, code in (
        ({"since": "2026-01-20", "until": "2025-09-01"}, "booklet.term"),
        ({"since": "2999-01-20", "until": "2999-09-01"}, "booklet.future"),
    ):
        with refused(422, code):
            await booklet_of(alice, good, **days)
    with refused(422, "words.refused"):
        await alice.phone.put(path, {"title": RISKY})
    assert [one["id"] for one in (await alice.phone.get(path))["entries"]] == [good]


async def test_guardians_and_the_child_alone_have_it(world, alice):
    chen, bob = await grandfather(world, alice, "editor"), await world.person("Bob")
    path = await booklet_of(alice, await told(alice))
    pupil = await pupil_of(world, alice)
    assert await pupil.sees(path, f"/students/{alice.child}/booklets") == [True, True]
    for other in (chen, bob):
        assert await other.sees(path, f"{path}/pdf") == [False, False]
        with refused(404):
            await other.phone.call("DELETE", path)
    for other, status in ((chen, 403), (bob, 404), (pupil, 403)):
        with refused(status):
            await other.phone.post(f"/students/{alice.child}/booklets", TERM)
    for act in ("PUT", "DELETE"):
        with refused(403, "student.not_of_age"):
            await pupil.phone.call(act, path, {} if act == "PUT" else None)
    with refused(403, "student.not_of_age"):
        await pupil.phone.call("POST", f"{path}/lock")


async def test_a_child_that_signs_in_says_yes_itself_to_what_it_has_seen(world, alice):
    entry = await told(alice)
    path = await booklet_of(alice, entry)
    with refused(409, "booklet.no_account"):
        await alice.phone.call("POST", f"{path}/request")
    with refused(422, "booklet.together"):
        await confirms(alice, path)
    other = await booklet_of(alice, entry)
    stale = {"choice": (await alice.phone.get(other))["choice"], "together": True}
    await alice.phone.put(other, {"title": "另一个书名"})
    with refused(409, "booklet.changed"):
        await alice.phone.call("POST", f"{other}/confirmation", stale)
    pupil = await pupil_of(world, alice)
    with refused(403, "booklet.childs_own"):
        await confirms(alice, path, together=True)
    with refused(409, "booklet.not_asked"):
        await confirms(pupil, path)
    assert (await alice.phone.call("POST", f"{path}/request"))["asked"]
    assert "booklet_to_confirm" in await kinds(pupil)
    seen = (await pupil.phone.get(path))["choice"]
    await alice.phone.put(path, {"title": "换了书名"})
    assert not (await alice.phone.get(path))["asked"]
    with refused(409):
        await pupil.phone.call("POST", f"{path}/confirmation", {"choice": seen})
    for _ in range(2):
        await alice.phone.call("POST", f"{path}/request")
    assert (await kinds(pupil)).count("booklet_to_confirm") == 1
    for _ in range(2):
        assert (await confirms(pupil, path))["state"] == "confirmed"
    assert await acts("booklet.confirmed") == 1
    assert "booklet_confirmed" in await kinds(alice)
    with refused(409, "booklet.settled"):
        await alice.phone.put(path, {"entry_ids": []})
    await alice.phone.put(f"/entries/{entry}", {"story": "后来补的一句。"})
    await alice.phone.until(f"/entries/{entry}", standing=["passed"])
    assert (await alice.phone.get(path))["stale"]
    with refused(409, "booklet.changed"):
        await alice.phone.call("POST", f"{path}/lock")
    assert (await confirms(pupil, path))["state"] == "confirmed"
    await locks(alice, path)
    words = text_of(await pdf_of(pupil, path))
    assert "后来补的一句" in words and "小满自己看过" in words


async def test_a_child_on_a_lent_phone_says_yes_itself_and_does_nothing_else(world, alice):
    path = await booklet_of(alice, await told(alice))
    child = await lends(alice)
    for act, body in (("PUT", {}), ("DELETE", None)):
        with refused(403, "session.handed_over"):
            await child.phone.call(act, path, body)
    assert (await confirms(child, path))["state"] == "confirmed"
    with refused(403, "session.handed_over"):
        await child.phone.call("POST", f"{path}/lock")
    assert "booklet_confirmed" in await kinds(alice)
    await locks(alice, path)
    assert "小满自己看过" in text_of(await pdf_of(child, path))
    await pupil_of(world, alice)
    with refused(403, "booklet.childs_own"):
        await confirms(await lends(alice), await booklet_of(alice, await told(alice)))


async def test_the_school_reads_what_the_class_is_shown_and_writes_its_words(world, alice):
    school, wang, class_id = await taught(world, alice)
    open_one = await told(alice, "升旗手", audience="class", dimension="思想品德")
    path = await booklet_of(alice, await told(alice, "在家"), open_one)
    with refused(409, "booklet.unconfirmed"):
        await alice.phone.put(f"{path}/school")
    await confirms(alice, path, together=True)
    assert await wang.sees(f"{path}/endorsement", path) == [False, False]
    for _ in range(2):
        assert (await alice.phone.put(f"{path}/school"))["school_class"] == "四年级2班"
    assert (await kinds(wang)).count("booklet_to_endorse") == 1
    (item,) = (await wang.phone.get(f"/classes/{class_id}/booklets"))["items"]
    assert (item["child"], item["teacher"]) == ("小满", "")
    seen = await wang.phone.get(f"{path}/endorsement")
    assert ([one["title"] for one in seen["entries"]], seen["others"]) == (["升旗手"], 1)
    with refused(409, "booklet.with_class"):
        await alice.phone.call("POST", f"{path}/lock")
    async with world.worker_away():
        await wang.phone.put(f"{path}/endorsement", {"words": "愿你保持好奇。"})
        waiting = await alice.phone.get(path)
        assert (waiting["state"], waiting["teacher_words"]) == ("confirmed", "")
    assert (await alice.phone.until(path, state=["endorsed"]))["teacher_words"] == "愿你保持好奇。"
    assert "booklet_endorsed" in await kinds(alice)
    with refused(409, "booklet.endorsed"):
        await alice.phone.delete(f"{path}/school")
    li = await world.person("Li")
    await school.takes_on(li, class_id)
    with refused(403, "booklet.endorsed"):
        await li.phone.put(f"{path}/endorsement", {"words": "我也写"})
    async with world.worker_away():
        await wang.phone.put(f"{path}/endorsement", {"words": "愿你保持好奇，慢慢来。"})
        assert (await alice.phone.get(path))["teacher_words"] == ""
        with refused(409, "booklet.words_unchecked"):
            await alice.phone.call("POST", f"{path}/lock")
    await alice.phone.until(path, teacher_words=["愿你保持好奇，慢慢来。"])
    await locks(alice, path)
    words = text_of(await pdf_of(alice, path))
    for said in ("老师的话", "慢慢来", "王老师", "香洲一小四年级2班", "在家"):
        assert said in words, said
    with refused(409, "booklet.locked"):
        await wang.phone.put(f"{path}/endorsement", {"words": "再改"})


async def test_a_class_that_stays_silent_or_has_ended_keeps_nobody_waiting(world, alice):
    with refused(409, "booklet.no_class"):
        path = await booklet_of(alice, await told(alice, audience="family"))
        await confirms(alice, path, together=True)
        await alice.consents(Purpose.CLASS, alice.child)
        await alice.phone.put(f"{path}/school")
    _, wang, class_id = await taught(world, alice)
    await alice.phone.put(f"{path}/school")
    await endorses(wang, path, RISKY)
    assert (await alice.phone.get(path))["state"] == "confirmed"
    assert (await wang.phone.get(f"{path}/endorsement"))["words"] == RISKY
    for _ in range(2):
        assert (await alice.phone.delete(f"{path}/school"))["school_class"] == ""
    assert await wang.sees(f"{path}/endorsement") == [False]
    await alice.phone.put(f"{path}/school")
    assert (await wang.phone.get(f"{path}/endorsement"))["words"] == ""
    await endorses(wang, path)
    for consent in (await alice.phone.get("/consents", family_id=alice.family))["items"]:
        if consent["purpose"] == "class":
            await alice.phone.delete(f"/consents/{consent['id']}")
    assert await wang.sees(f"{path}/endorsement") == [False]
    assert (await wang.phone.get(f"/classes/{class_id}/booklets"))["items"] == []
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    await alice.consents(Purpose.CLASS, alice.child)
    await endorses(wang, path, "说不清楚")
    assert "words_doubtful" in await kinds(wang)
    done = await locks(alice, path)
    assert (done["state"], done["teacher_words"]) == ("locked", "")
    assert "说不清楚" not in text_of(await pdf_of(alice, path))


async def test_what_is_lost_is_printed_again_byte_for_byte(world, alice):
    photo = await alice.takes_photo(a_photo(800, 600))
    path = await booklet_of(alice, await told(alice, photo_ids=[photo]))
    await locked(alice, path)
    first, pdf = await pdf_of(alice, path), await alice.phone.get(f"{path}/pdf")
    booklet = await Booklet.get(student_id=alice.child)
    await lose(booklet.pdf_key)
    await at_once(*(booklet_printing.print_one(booklet.id) for _ in range(3)))
    await world.quiet()
    assert await pdf_of(alice, path) == first
    await booklet_printing.print_one(booklet.id)
    assert await alice.phone.get(f"{path}/pdf") | {"url": ""} == pdf | {"url": ""}
    assert await acts("booklet.printed") == 2
    assert (await kinds(alice)).count("booklet_ready") == 1


async def test_a_photo_that_went_after_the_lock_is_left_out(world, alice):
    photos = [await alice.takes_photo(a_photo(800, 600)) for _ in range(3)]
    path = await booklet_of(alice, await told(alice, photo_ids=photos))
    await confirms(alice, path, together=True)
    async with world.worker_away():
        await alice.phone.call("POST", f"{path}/lock")
        await alice.phone.delete(f"/photos/{photos[0]}")
        await lose(f"m/{photos[1]}.jpg")
    await alice.phone.until(path, ready=[True])
    data = await pdf_of(alice, path)
    assert pictures_in(data) == 2, "one on the cover, one in the entry"
    assert "骑车" in text_of(data)


async def test_an_outage_delays_the_print_and_loses_nothing(world, alice):
    photo = await alice.takes_photo(a_photo(800, 600))
    path = await booklet_of(alice, await told(alice, photo_ids=[photo]))
    await confirms(alice, path, together=True)
    await world.script("kodo", "download", {"status": 503}, key=f"m/{photo}.jpg")
    await alice.phone.call("POST", f"{path}/lock")
    await alice.phone.until(path, ready=[True])
    assert pictures_in(await pdf_of(alice, path)) == 2


async def test_taking_it_away_takes_the_pdf_and_leaves_the_entries(world, alice):
    entry = await told(alice)
    path, other = await booklet_of(alice, entry), await booklet_of(alice, entry)
    await locked(alice, path)
    before = objects(world)
    await alice.phone.delete(path)
    with refused(404):
        await alice.phone.delete(path)
    await world.quiet()
    assert list(before - objects(world)) == [
        f"booklets/{alice.family}/{path.rpartition('/')[2]}.pdf"
    ]
    assert [str(one.id) for one in await Booklet.all()] == [other.rpartition("/")[2]]
    assert (await alice.phone.get(f"/entries/{entry}"))["title"] == "骑车"
    await locked(alice, other)
    erasure = await alice.phone.post(f"/students/{alice.child}/erasure", None)
    await carried_out(world, erasure)
    assert objects(world) == set()
    assert await Booklet.all().count() == 0


async def test_whatever_happens_at_once_it_never_goes_back(world, alice):
    _, wang, _ = await taught(world, alice)
    entry = await told(alice, audience="class")
    path = await booklet_of(alice, entry)
    chance, passed = random.Random(6), ["choosing"]
    acts_: list[Any] = [
        lambda: alice.phone.put(path, {"title": f"册{chance.random():.3f}"}),
        lambda: confirms(alice, path, together=True),
        lambda: alice.phone.put(f"{path}/school"),
        lambda: alice.phone.delete(f"{path}/school"),
        lambda: wang.phone.put(f"{path}/endorsement", {"words": f"好{chance.random():.3f}"}),
        lambda: alice.phone.call("POST", f"{path}/lock"),
    ]
    weights = [6, 3, 3, 1, 3, 1]
    for _ in range(12):
        answers = await at_once(*(act() for act in chance.choices(acts_, weights, k=5)))
        wrong = [one for one in answers if isinstance(one, Exception)]
        assert all(isinstance(one, Refused) and one.status in {404, 409} for one in wrong), wrong
        passed.append((await alice.phone.get(path))["state"])
    places = [CHOSEN.index(state) for state in passed]
    assert places == sorted(places)
    trail = await query(
        "select action from audit_records where subject_id = $1 order by id",
        UUID(path.rpartition("/")[2]),
    )
    done = [row["action"] for row in trail]
    assert done.count("booklet.confirmed") == 1 and done.count("booklet.locked") <= 1
    assert "booklet.changed" not in done[done.index("booklet.confirmed") :]
    if passed[-1] != BookletState.LOCKED:
        await alice.phone.delete(f"{path}/school") if passed[-1] == "confirmed" else None
        await world.quiet()
        await alice.phone.call("POST", f"{path}/lock")
    await alice.phone.until(path, ready=[True])


async def test_the_walk_over_all_objects_knows_the_prints(world, alice):
    path = await booklet_of(alice, await told(alice))
    await locked(alice, path)
    booklet = await Booklet.get(student_id=alice.child)
    assert Vault(world).holds(booklet.pdf_key)
    assert await _walked() == {}
    async with transaction():
        await inventory.hold_owners([], [booklet.pdf_key])
        erasing = "select 1 from families where id = $1 for update nowait"
        with pytest.raises(asyncpg.LockNotAvailableError):
            await as_owner(world.settings.database_url, erasing, booklet.family_id)
    await lose(booklet.pdf_key)
    assert await _walked() == {booklet.pdf_key: "missing"}
    await world.quiet()
    assert Vault(world).holds(booklet.pdf_key)
    assert await _walked() == {}


async def _walked() -> dict[str, str]:
    """What a whole walk leaves open."""
    async for _ in reconciling.look_at_all():
        pass
    left = await query("select key, kind from findings where settled_at is null")
    return {row["key"]: row["kind"] for row in left}


async def test_nobody_of_the_class_sees_the_print(world: World, alice: Person):
    school, wang, class_id = await taught(world, alice)
    mate = await world.person("Mate")
    await mate.founds("林家")
    await mate.opens_archive("豆豆")
    await mate.consents(Purpose.CLASS, mate.child)
    await school.enrols(mate, class_id)
    entry = await told(alice, audience="class")
    assert await mate.sees(f"/entries/{entry}") == [True]
    path = await booklet_of(alice, entry)
    await locked(alice, path)
    for other in (wang, mate):
        assert await other.sees(path, f"{path}/pdf", f"{path}/endorsement") == [False] * 3
