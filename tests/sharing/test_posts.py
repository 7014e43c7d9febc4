"""Posts: what waits, what is shown, what is taken back."""

from service.trust.consents import Purpose


async def test_a_post_waits_for_moderation(world):
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满")
    await alice.consents(Purpose.SHOW, alice.child)
    bob = await world.person("Bob")
    photo = await alice.takes_photo()
    post = await alice.shows("春节全家福", [photo])
    assert post["state"] == "approved"
    assert post["id"] in await bob.feed()
