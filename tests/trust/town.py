"""A town for questions of access: a family with one thing in each audience, and all who look."""

import asyncio
import re
from typing import Any
from uuid import UUID

from models.people.families import Dispute, Membership, Relation, Role
from service.foundation import clock
from service.foundation.database import query, transaction
from service.people import families
from service.trust.consents import Purpose
from tests.world import Person, World

AUDIENCES = ("guardians", "family", "class", "public")
RELATIVES = {"contributor": "contributor", "viewer": "viewer", "former": "editor"}
SIGNED_IN = ("owner", "guardian", *RELATIVES, "parent", "teacher", "stranger")


class Town:
    """`things[audience]` holds the ids of the owner's things by the names of their parameters."""

    def __init__(self, world: World, people: dict[str, Person]) -> None:
        self.world, self.people, self.owner = world, people, people["owner"]
        self.things: dict[str, dict[str, str]] = {audience: {} for audience in AUDIENCES}

    async def status(self, who: str, method: str, path: str, body: Any = None) -> int:
        """What one of the people is answered."""
        token = self.people[who].phone.token
        headers = {"Idempotency-Key": "of-the-town"}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        url = f"{self.world.url}/api/v1{path}"
        reply = await self.world.http.request(method, url, json=body, headers=headers)
        return reply.status_code

    def path(self, route: str, audience: str) -> str:
        """A route with the ids of the things of one audience in its places, or with nobody's."""
        for name, value in self.things[audience].items():
            route = route.replace(f"<{name}:uuid>", value)
        return "/" + re.sub(r"<\w+:uuid>", str(UUID(int=0)), route)


async def town_of(world: World) -> Town:
    """Alice's family, her relatives past and present, the class, a stranger, and nobody."""
    people = {who: await world.person(who) for who in SIGNED_IN}
    people["anonymous"] = Person(world, world.phone("anonymous"))
    town = Town(world, people)
    await _settle(town)
    await _meet_in_class(town)
    await _keep(town)
    return town


async def _settle(town: Town) -> None:
    owner = town.owner
    await owner.founds("陈家")
    await owner.opens_archive("小满")
    for who, role in RELATIVES.items():
        await owner.invites(town.people[who], "亲属", role)
    former = await town.people["former"].account()
    await Membership.filter(account=former).update(until=clock.now())
    async with transaction():
        guardian = await town.people["guardian"].account()
        await families.join(guardian, UUID(owner.family), Role.GUARDIAN, Relation.FATHER)


async def _meet_in_class(town: Town) -> None:
    parent, teacher = town.people["parent"], town.people["teacher"]
    await parent.founds("林家")
    await parent.opens_archive("豆豆")
    school = await town.world.school()
    town.people |= {"administrator": school.administrator, "archivist": school.archivist}
    class_id = await school.opens()
    things = {"school_id": school.id, "class_id": class_id, "region_id": school.region_id}
    things |= {"staff_id": await school.takes_on(teacher, class_id)}
    things |= {"appointment_id": school.appointment_id}
    await parent.consents(Purpose.CLASS, parent.child)
    await school.enrols(parent, class_id)
    await town.owner.consents(Purpose.CLASS, town.owner.child)
    things |= {"enrolment_id": await school.enrols(town.owner, class_id)}
    town.things["public"] |= things


async def _keep(town: Town) -> None:
    """An entry, its photo and a post in each audience; an entry is never public."""
    owner = town.owner
    consent = await owner.consents(Purpose.SHOW, owner.child)
    photos = await asyncio.gather(*(owner.takes_photo() for _ in AUDIENCES))
    for (audience, things), photo in zip(town.things.items(), photos, strict=True):
        narrow = "class" if audience == "public" else audience
        entry = await owner.records(title="海边", photo_ids=[photo], audience=narrow)
        post = await owner.publishes("海边", [photo], audience=audience)
        things |= {"family_id": owner.family, "student_id": owner.child, "consent_id": consent}
        things |= {"photo_id": photo, "entry_id": entry["id"], "post_id": post["id"]}
    await town.world.quiet()
    await _share(town)


async def _share(town: Town) -> None:
    public = town.things["public"]
    link = await town.owner.phone.post(f"/posts/{public['post_id']}/share-links", {})
    home = f"/families/{town.owner.family}"
    invited = await town.owner.phone.post(f"{home}/invitations", {})
    members = (await town.owner.phone.get(f"{home}/members"))["items"]
    helper = next(member for member in members if member["role"] == "contributor")
    child = f"/students/{town.owner.child}/invitations"
    public |= {"student_invitation_id": (await town.owner.phone.post(child, None))["id"]}
    grandfather = await town.owner.phone.post(f"{home}/persons", {"name": "阿公"})
    public |= {"person_id": grandfather["id"]}
    upload = await query("select upload_id from photos where id = $1", UUID(public["photo_id"]))
    public |= {"membership_id": helper["id"], "invitation_id": invited["id"]}
    owner, family_id = await town.owner.account(), UUID(town.owner.family)
    past = await Dispute.create(family_id=family_id, opened_by=owner, settled_at=clock.now())
    public |= {"dispute_id": str(past.id)}
    erasure = await town.owner.phone.post(f"/students/{town.owner.child}/erasure", None)
    await town.owner.phone.delete(f"/erasures/{erasure['id']}")
    public |= {"erasure_id": erasure["id"]}
    public |= {"link_id": link["id"], "upload_id": str(upload[0]["upload_id"])}
