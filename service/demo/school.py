"""The demo's school: founded and opened by the city's staff and teacher Wang, phone by phone."""

from dataclasses import dataclass

from models.people.staff import Office
from service.demo.phone import Phone
from service.people import appointments


@dataclass(frozen=True)
class Classroom:
    """A class, its teacher, and the card in its group chat by which families join it."""

    id: str
    card: str
    teacher: Phone

    async def is_joined(self, guardian: Phone, child: str, name: str, key: str) -> str:
        """A guardian taps the teacher's card; the id for the teacher to confirm."""
        body = {"card": self.card, "name": name}
        path = f"/students/{child}/enrolments"
        return (await guardian.post(path, body, key=f"demo-enrol-{key}"))["id"]

    async def takes_in(self, enrolments: list[str]) -> None:
        """The teacher takes in whoever asks, with one tap."""
        path = f"/classes/{self.id}/enrolments/confirmation"
        await self.teacher.call("POST", path, {"ids": enrolments})


async def appoint(staff: Phone, region_code: str, office: Office = Office.ARCHIVIST) -> None:
    """A first office: offered by the operator at the shell, taken up on a phone."""
    if (await staff.get("/appointments"))["items"]:
        return
    offered = await appointments.offer_first(office, staff.person, region_code)
    await staff.post("/appointments/acceptance", {"code": appointments.code_of(offered)})


async def found(archivist: Phone, head: Phone, name: str, approval: str, region: str) -> str:
    """Found an approved school, and put its administrator into office; its path."""
    body = {"name": name, "region_id": region, "approval": approval}
    school = await archivist.post("/schools", body, key="demo-school")
    body = {"office": Office.SCHOOL_ADMINISTRATOR, "name": head.person, "school_id": school["id"]}
    offer = await archivist.post("/appointments", body, key="demo-head")
    body = {"code": offer["code"]}
    await head.post("/appointments/acceptance", body, key="demo-head-accepts")
    return f"/schools/{school['id']}"


async def open_class(head: Phone, teacher: Phone, school: str, name: str) -> Classroom:
    """Open a class; its teacher asks by the school's code, is confirmed, and issues a card."""
    class_id = (await head.post(f"{school}/classes", {"name": name}, key="demo-class"))["id"]
    code = (await head.get(school))["code"]
    body = {"code": code, "class_id": class_id, "name": teacher.person}
    staff = await teacher.post("/class-staff", body, key="demo-teacher")
    await head.call("POST", f"/class-staff/{staff['id']}/confirmation")
    card = await teacher.post(f"/classes/{class_id}/cards", None, key="demo-class-card")
    return Classroom(class_id, card["code"], teacher)
