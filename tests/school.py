"""A school of the tests: its administrator, its classes, and who joins them by code and card."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.world import Person

APPROVAL = "珠教基〔2026〕12号"
"""The reference of the authority's paper by which it takes part."""


class School:
    """A school that an archivist has founded, and its administrator in office.

    `shown` is what the administrator gets of it, `appointment_id` the office.
    """

    def __init__(
        self,
        archivist: "Person",
        administrator: "Person",
        shown: dict[str, str],
        appointment_id: str,
    ) -> None:
        self.archivist, self.administrator = archivist, administrator
        self.id, self.region_id, self.code = shown["id"], shown["region_id"], shown["code"]
        self.appointment_id = appointment_id
        self._cards: dict[str, str] = {}

    @property
    def path(self) -> str:
        return f"/schools/{self.id}"

    async def opens(self, name: str = "四年级2班") -> str:
        """A new class; its id."""
        path = f"{self.path}/classes"
        return (await self.administrator.phone.post(path, {"name": name}))["id"]

    async def is_asked(self, teacher: "Person", class_id: str, name: str = "王老师") -> str:
        """A teacher asks for a class; the id to confirm."""
        body = {"code": self.code, "class_id": class_id, "name": name}
        return (await teacher.phone.post("/class-staff", body))["id"]

    async def confirms(self, staff_id: str) -> dict[str, Any]:
        path = f"/class-staff/{staff_id}/confirmation"
        return await self.administrator.phone.call("POST", path)

    async def takes_on(self, teacher: "Person", class_id: str) -> str:
        """A teacher asks and is confirmed."""
        staff = await self.is_asked(teacher, class_id)
        await self.confirms(staff)
        return staff

    async def card(self, class_id: str, by: "Person | None" = None) -> dict[str, str]:
        """A new card of a class, by its administrator or a teacher."""
        return await (by or self.administrator).phone.post(f"/classes/{class_id}/cards", None)

    async def is_joined(self, parent: "Person", class_id: str) -> str:
        """A parent who has agreed to class view puts the child down; the id to confirm."""
        path = f"/students/{parent.child}/enrolments"
        return (await parent.phone.post(path, await self.joining(class_id)))["id"]

    async def joining(self, class_id: str) -> dict[str, str]:
        """What a parent sends who has the class's card."""
        if class_id not in self._cards:
            self._cards[class_id] = (await self.card(class_id))["code"]
        return {"card": self._cards[class_id], "name": "陈小满"}

    async def enrols(self, parent: "Person", class_id: str) -> str:
        """A parent puts the child down, and the administrator takes it into the class."""
        enrolment = await self.is_joined(parent, class_id)
        await self.administrator.phone.call("POST", f"/enrolments/{enrolment}/confirmation")
        return enrolment
