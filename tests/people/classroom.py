"""A classroom: teacher Wang's class, with Alice's child and Bob's child in it."""

from service.trust.consents import Purpose
from tests.school import School
from tests.world import Person, World

EVERYTHING, NOTHING = [True] * 3, [False] * 3


class Classroom:
    """`staff` is what made Wang the teacher."""

    def __init__(self, world: World, school: School, people: dict[str, Person]) -> None:
        self.world, self.school = world, school
        self.wang, self.alice, self.bob = people["wang"], people["alice"], people["bob"]
        self.id = self.staff = ""

    async def gathers(self) -> None:
        self.id = await self.school.opens()
        self.staff = await self.school.takes_on(self.wang, self.id)
        for parent in (self.alice, self.bob):
            await parent.consents(Purpose.CLASS, parent.child)
            await self.school.enrols(parent, self.id)

    async def shows(self) -> list[str]:
        """What Alice shows the class: an entry, a photo and a post, each checked."""
        photo = await self.alice.takes_photo()
        entry = await self.alice.records(title="运动会", photo_ids=[photo], audience="class")
        post = await self.alice.publishes("运动会", [photo], audience="class")
        await self.alice.phone.until(f"/entries/{entry['id']}", standing=["passed"])
        await self.alice.phone.until(f"/posts/{post['id']}", state=["approved"])
        return [f"/entries/{entry['id']}", f"/photos/{photo}", f"/posts/{post['id']}"]

    async def children(self, reader: Person) -> list[str]:
        """The nicknames on the class's list."""
        found = await reader.phone.get(f"/classes/{self.id}/students")
        return [child["nickname"] for child in found["items"]]


async def parent_of(world: World, name: str, child: str) -> Person:
    """A parent with a family and a child of their own."""
    parent = await world.person(name)
    await parent.founds(f"{child}家")
    await parent.opens_archive(child)
    return parent


async def classroom_of(world: World) -> Classroom:
    """The class, gathered."""
    people = {"alice": await parent_of(world, "Alice", "小满")}
    people |= {"bob": await parent_of(world, "Bob", "豆豆"), "wang": await world.person("Wang")}
    made = Classroom(world, await world.school(), people)
    await made.gathers()
    return made
