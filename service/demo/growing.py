"""Growing up in the demo: what is measured, told by relatives, asked by the class, and printed."""

import asyncio
from datetime import timedelta
from typing import Any

from service.demo.phone import Phone
from service.demo.steps import expect
from service.demo.story import growing as told
from service.demo.story.growing import Answered, Remembered
from service.foundation import clock

CHECKED = ["passed", "review", "risky"]


async def measure(guardian: Phone, child: str) -> None:
    """A line on the door frame for every year."""
    await guardian.put(f"/students/{child}", {"sex": "女"})
    for number, (day, height, weight, *eyes) in enumerate(told.MEASURED):
        left, right = eyes or (None, None)
        body = {"day": day, "height_cm": height, "weight_kg": weight}
        body |= {"left_eye": left, "right_eye": right} if eyes else {}
        path, key = f"/students/{child}/measurements", f"demo-measured-{number:02}"
        await guardian.post(path, body, key=key)


async def remember_together(phones: dict[str, Phone], reader: Phone, child: str) -> None:
    """Relatives add to what somebody else has recorded (共同讲述)."""
    entries = await _by_title(reader, child)
    for number, one in enumerate(told.REMEMBERED):
        await _add(phones[one.by], entries[one.title], number, one)
    for person, title, warmth in told.FELT:
        await phones[person].put(f"/entries/{entries[title]}/reaction", {"warmth": warmth})


async def _add(phone: Phone, entry: str, number: int, one: Remembered) -> None:
    kind = "comments" if one.comment else "stories"
    path, key = f"/entries/{entry}/{kind}", f"demo-remembered-{number:02}"
    await phone.post(path, {"words": one.words}, key=key)


async def _by_title(reader: Phone, child: str) -> dict[str, str]:
    """The ids of a child's entries, by their titles."""
    found: dict[str, str] = {}
    query: dict[str, str] = {}
    while True:
        page = await reader.get(f"/students/{child}/timeline", **query)
        found |= {entry["title"]: entry["id"] for entry in page["items"]}
        if not page["next"]:
            return found
        query = {"cursor": page["next"]}


async def open_topic(archivist: Phone) -> str:
    """The city's topic of these weeks, which posts join."""
    city = (await archivist.get("/appointments"))["items"][0]["region_id"]
    today = clock.today()
    days = {"since": today.isoformat(), "until": (today + timedelta(days=60)).isoformat()}
    topic = await archivist.post(f"/regions/{city}/topics", told.TOPIC | days, key="demo-topic")
    await archivist.until(f"/topics/{topic['id']}", standing=CHECKED)
    return topic["id"]


async def invite(archivist: Phone, teacher: Phone, city: str, class_id: str) -> str:
    """The city's theme, and the class's task that takes it up; the task's id."""
    today = clock.today()
    period = {"since": today.isoformat(), "until": (today + timedelta(days=14)).isoformat()}
    path = f"/regions/{city}/themes"
    theme = await archivist.post(path, told.THEME | period, key="demo-theme")
    await archivist.until(f"/tasks/{theme['id']}", standing=CHECKED)
    body = told.TASK | period | {"theme_id": theme["id"]}
    task = await teacher.post(f"/classes/{class_id}/tasks", body, key="demo-task")
    await teacher.until(f"/tasks/{task['id']}", standing=CHECKED)
    return task["id"]


async def answer(guardian: Phone, home: tuple[str, str], task: str, said: Answered) -> None:
    """A family answers with an entry and shows it to the class."""
    family, child = home
    body: dict[str, Any] = {"family_id": family, "student_id": child, "title": said.title}
    body |= {"story": said.story, "happened": clock.today().isoformat(), "dimension": "社会实践"}
    entry = await guardian.post("/entries", body, key=f"demo-answer-{said.household}")
    await guardian.until(f"/entries/{entry['id']}", standing=CHECKED)
    path = f"/tasks/{task}/answers/{child}"
    await guardian.put(path, {"entry_id": entry["id"], "shown": said.shown})


async def endorse(teacher: Phone, task: str) -> None:
    """Teacher Wang reads one answer after the other and writes a line of hers under each."""
    phrases = []
    for number, words in enumerate(told.PHRASES):
        phrase = await teacher.post("/phrases", {"words": words}, key=f"demo-phrase-{number}")
        phrases.append(phrase["id"])
    while "pending" in [one["standing"] for one in (await teacher.get("/phrases"))["items"]]:  # noqa: ASYNC110
        await asyncio.sleep(0.2)
    waiting = (await teacher.get(f"/tasks/{task}/to-endorse"))["items"]
    for number, one in enumerate(waiting):
        path = f"/entries/{one['entry']['id']}/endorsement"
        await teacher.put(path, {"phrase_id": phrases[number % len(phrases)]})


async def print_booklet(guardian: Phone, teacher: Phone, child: str) -> None:
    """A term from the choice of entries to the PDF."""
    made = await guardian.post(f"/students/{child}/booklets", told.TERM, key="demo-booklet")
    path = f"/booklets/{made['id']}"
    confirmed = {"choice": made["choice"], "together": True}
    await guardian.call("POST", f"{path}/confirmation", confirmed)
    await guardian.put(f"{path}/school")
    await teacher.put(f"{path}/endorsement", {"words": told.TEACHERS_WORDS})
    await guardian.until(path, teacher_words=[told.TEACHERS_WORDS])
    await guardian.call("POST", f"{path}/lock")
    booklet = await guardian.until(path, ready=[True])
    expect(booklet["progress"] == 100, f"the booklet was not printed: {booklet}")
