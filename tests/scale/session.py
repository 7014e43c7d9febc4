"""A day of a family: what phones ask for most, one thing after the other."""

from models.people.regions import Region
from models.trust.consents import Purpose
from tests.scale.listening import Listening
from tests.world import XIANGZHOU, Person, World, a_photo

MONTH = "2024-05"


async def a_day(world: World, listening: Listening) -> None:
    """Have Alice's phone, Bob's beside it and an archivist's do it all, each under its name."""
    to, archivist = listening.to, await world.archivist()
    alice, bob = await at_home(world, "Alice"), await at_home(world, "Bob")
    phone = alice.phone
    async with to("sign in"):
        await phone.sign_in()
    async with to("open the app"):
        await phone.get("/account")
    async with to("the family's children"):
        await phone.get("/students")
    async with to("the family"):
        await phone.get(f"/families/{alice.family}")
    async with to("notices"):
        await phone.get("/notices")
    async with to("storage"):
        await phone.get(f"/families/{alice.family}/storage")
    async with to("put a photo"):
        photo = await phone.put_photo(alice.family, "IMG_0001.jpg", a_photo())
    await listening.to_jobs("read and check a photo")
    async with to("a photo"):
        await phone.get(f"/photos/{photo}")
    async with to("the photos"):
        await phone.get(f"/families/{alice.family}/photos")
    async with to("record"):
        entry = await alice.records(title="海边放风筝", photo_ids=[photo], happened=f"{MONTH}-06")
    await listening.to_jobs("check a record")
    await read_archive(alice, listening, entry["id"])
    await file_it(alice, listening, entry["id"])
    async with to("publish"):
        post = await alice.publishes("海边的一天", [photo], audience="public")
    await listening.to_jobs("check a post")
    await phone.until(f"/posts/{post['id']}", state=["approved"])
    await by_a_link(alice, listening, post["id"])
    await on_the_square(bob, listening, post["id"])
    await in_the_programme(archivist, alice, listening)


async def at_home(world: World, name: str) -> Person:
    person = await world.person(name)
    await person.founds(f"{name}家")
    await person.opens_archive("豆豆")
    await person.consents(Purpose.SHOW, person.child)
    await person.becomes_reachable()
    return person


async def read_archive(alice: Person, listening: Listening, entry: str) -> None:
    to, phone, child = listening.to, alice.phone, f"/students/{alice.child}"
    async with to("the timeline"):
        await phone.get(f"{child}/timeline")
    async with to("the years"):
        await phone.get(f"{child}/months")
    async with to("a month"):
        month = await phone.get(f"{child}/months/{MONTH}")
    async with to("covers"):
        await phone.get(f"{child}/covers", entries=month["ids"])
    async with to("on this day"):
        await phone.get(f"{child}/on-this-day")
    async with to("search"):
        await phone.get(f"{child}/search", q="放风筝")
    async with to("search the family"):
        await phone.get(f"/families/{alice.family}/search", q="放风筝")
    async with to("a record"):
        await phone.get(f"/entries/{entry}")
    async with to("change a record"):
        await phone.put(f"/entries/{entry}", {"title": "海边"})
    async with to("talk about a record"):
        await phone.post(f"/entries/{entry}/comments", {"words": "真好"})
    async with to("the talk"):
        await phone.get(f"/entries/{entry}/comments")


async def file_it(alice: Person, listening: Listening, entry: str) -> None:
    to, phone = listening.to, alice.phone
    async with to("what to file as"):
        await phone.get(f"/entries/{entry}/filing")
    body = {"family_id": alice.family, "student_id": alice.child, "entry_id": entry}
    body |= {"title": "风筝", "class_code": "D2", "happened": "2024-05"}
    async with to("file"):
        await phone.post("/filed-items", body)
    async with to("what is filed"):
        await phone.get(f"/families/{alice.family}/filed-items")


async def by_a_link(alice: Person, listening: Listening, post: str) -> None:
    to = listening.to
    async with to("make a link"):
        link = await alice.phone.post(f"/posts/{post}/share-links", {})
    async with to("open a link"):
        await listening.world.phone("nobody").get(f"/shared/{link['url'].rpartition('/')[2]}")
    async with to("open its page"):
        await listening.world.http.get(link["url"])


async def on_the_square(bob: Person, listening: Listening, post: str) -> None:
    to, phone = listening.to, bob.phone
    async with to("the feed"):
        await phone.get("/feed", scope="public")
    async with to("the family's feed"):
        await phone.get("/feed", scope="family")
    async with to("a post"):
        await phone.get(f"/posts/{post}")
    async with to("like"):
        await phone.put(f"/posts/{post}/like")
    async with to("comment on a post"):
        await phone.post(f"/posts/{post}/comments", {"words": "真好看"})
    async with to("the comments"):
        await phone.get(f"/posts/{post}/comments")


async def in_the_programme(archivist: Person, alice: Person, listening: Listening) -> None:
    to, phone = listening.to, archivist.phone
    region = await Region.get(code=XIANGZHOU)
    async with to("join the programme"):
        await alice.joins_programme()
    async with to("the household"):
        await alice.phone.get(f"/families/{alice.family}/household")
    async with to("a region's figures"):
        await phone.get(f"/regions/{region.id}/insight", by="regions")
    async with to("a region's topics"):
        await phone.get(f"/regions/{region.id}/topics")
