"""The importer: a browser with a folder, as the desk page sends it."""

from hashlib import sha256
from typing import Any

from tests.world import Person

SETTLED = ["done", "cancelled"]


class Importer:
    """A person at a desk, with a folder of files by their paths."""

    def __init__(self, person: Person, folder: dict[str, bytes]) -> None:
        self.person = person
        self.phone = person.phone
        self.folder = folder
        self.notes: dict[str, dict[str, str]] = {}
        self.id = ""

    async def begins(self, name: str = "老照片", **more: Any) -> "Importer":
        """List the folder; another one of the same person's goes on by `resumes`."""
        body = {"name": name, "student_id": self.person.child or None, **more}
        made = await self.phone.post(f"/families/{self.person.family}/imports", body)
        self.id = made["id"]
        await self.lists()
        return self

    def resumes(self, other: "Importer") -> "Importer":
        self.id = other.id
        return self

    async def lists(self, **exif: str) -> None:
        """The files, with what the browser reads of those that are named, and in `notes`."""
        items = [
            {
                "path": path,
                "bytes": len(data),
                "sha256": sha256(data).hexdigest(),
                "exif_taken": exif.get(path.rpartition("/")[2].partition(".")[0], ""),
                **self.notes.get(path, {}),
            }
            for path, data in self.folder.items()
        ]
        await self.phone.put(f"/imports/{self.id}/items", {"items": items})

    async def shows(self) -> dict[str, Any]:
        return await self.phone.get(f"/imports/{self.id}")

    async def chooses(self, **said: Any) -> int:
        return (await self.phone.put(f"/imports/{self.id}/groups", said))["files"]

    async def starts(self) -> dict[str, Any]:
        return await self.phone.call("POST", f"/imports/{self.id}/start")

    async def items(self, **asked: str) -> dict[str, dict[str, Any]]:
        """By their paths."""
        page = await self.phone.get(f"/imports/{self.id}/items", **asked)
        return {item["path"]: item for item in page["items"]}

    async def turns(self, *paths: str) -> dict[str, Any]:
        """The ticket of each file that has not come yet (or of these), None where there is none."""
        items = await self.items()
        wanted = paths or [path for path, item in items.items() if item["state"] == "found"]
        ids = [items[path]["id"] for path in wanted]
        answer = await self.phone.call("POST", f"/imports/{self.id}/tickets", {"item_ids": ids})
        return {turn["item"]["path"]: turn["ticket"] for turn in answer["items"]}

    async def sends(self, *paths: str) -> list[str]:
        """Put the files (or these) for which there are tickets; the paths of those sent."""
        sent = []
        for path, ticket in (await self.turns(*paths)).items():
            if ticket:
                await self.phone.put_file(ticket, self.folder[path])
                sent.append(path)
        return sent

    async def until(self, **wanted: Any) -> dict[str, Any]:
        return await self.phone.until(f"/imports/{self.id}", **wanted)

    async def report(self) -> str:
        url = f"{self.person.world.url}/api/v1/imports/{self.id}/report.csv"
        headers = {"Authorization": f"Bearer {self.phone.token}"}
        reply = await self.person.world.http.get(url, headers=headers)
        assert reply.headers["content-type"] == "text/csv; charset=utf-8"
        return reply.content.decode("utf-8-sig")


def reasons(shown: dict[str, Any]) -> dict[str, int]:
    return {one["reason"]: one["files"] for one in shown["reasons"]}
