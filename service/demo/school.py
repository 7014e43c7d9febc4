"""The demo's school: founded and opened by the city's staff and teacher Wang, phone by phone."""

from dataclasses import dataclass

from models.people.staff import Office
from service.demo.phone import Phone
from service.people import appointments


@dataclass(frozen=True)
class Classroom:
    """A class, its teacher, and the code by which parents join it."""

    id: str
    code: str
    teacher: Phone

    async def enrols(self, guardian: Phone, child: str, name: str, key: str) -> None:
        """A guardian scans the school's code, and the teacher takes the child in."""
        body = {"code": self.code, "class_id": self.id, "name": name}
        path = f"/students/{child}/enrolments"
        enrolment = await guardian.post(path, body, key=f"demo-enrol-{key}")
        await self.teacher.call("POST", f"/enrolments/{enrolment['id']}/confirmation")


async def appoint(archivist: Phone, region_code: str) -> None:
    """The first office of all: offered by the operator at the shell, taken up on a phone."""
    if (await archivist.get("/appointments"))["items"]:
        return
    offered = await appointments.offer_first(Office.ARCHIVIST, archivist.person, region_code)
    await archivist.post("/appointments/acceptance", {"code": appointments.code_of(offered)})


async def found(archivist: Phone, head: Phone, name: str, region: str) -> str:
    """Found a school, and put its administrator into office; its path."""
    body = {"name": name, "region_id": region}
    school = await archivist.post("/schools", body, key="demo-school")
    body = {"office": Office.SCHOOL_ADMINISTRATOR, "name": head.person, "school_id": school["id"]}
    offer = await archivist.post("/appointments", body, key="demo-head")
    body = {"code": offer["code"]}
    await head.post("/appointments/acceptance", body, key="demo-head-accepts")
    return f"/schools/{school['id']}"


async def open_class(head: Phone, teacher: Phone, school: str, name: str) -> Classroom:
    """Open a class, and confirm the teacher who asks for it by the school's code."""
    made = await head.post(f"{school}/classes", {"name": name}, key="demo-class")
    classroom = Classroom(made["id"], (await head.get(school))["code"], teacher)
    body = {"code": classroom.code, "class_id": classroom.id, "name": teacher.person}
    staff = await teacher.post("/class-staff", body, key="demo-teacher")
    await head.call("POST", f"/class-staff/{staff['id']}/confirmation")
    return classroom
