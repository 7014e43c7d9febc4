"""Contents of filed items: whether what is said of one holds together, its files, its people."""

from collections.abc import Sequence
from uuid import UUID

from models.archive.filing import Box, FiledFile, FiledItem, FiledPerson, OpenLevel
from models.archive.growth import Audience, Entry
from models.archive.photos import Photo
from models.people.accounts import Account
from service.archive import photos
from service.archive.class_schemes import ClassNode, scheme
from service.foundation.errors import Forbidden, Invalid
from service.people import persons
from service.trust import access


def class_of(version: str, code: str) -> ClassNode:
    """A lowest class of a scheme; refused where it is none."""
    node = scheme(version).nodes.get(code)
    if node is None or not node.parent:
        raise Invalid.field("class_code", "class.unknown", "没有这个分类，重新选一个")
    return node


def level_of(entry: Entry | None) -> OpenLevel:
    """Whose eyes an item is for unless it is said: no more than those of what it is filed from."""
    narrow = entry is not None and entry.audience is Audience.GUARDIANS
    return OpenLevel.CLOSED if narrow else OpenLevel.FAMILY


async def admit(account: Account, item: FiledItem, *, pictured: bool, level_set: bool) -> None:
    """Require of an item what its class asks for; papers, property and health are closed.

    What nobody else reads is the guardians' to file, and theirs to say is what may be shown.
    """
    closed = class_of(item.scheme, item.class_code).closed
    if closed:
        item.open_level = OpenLevel.CLOSED
    if item.open_level is OpenLevel.CLOSED:
        await _require_guardian(account, item, "只给管理人看的东西，请家里的管理人来收")
    if item.open_level is OpenLevel.OPEN and level_set:
        await _require_guardian(account, item, "能不能拿出去展示，请家里的管理人来定")
    if closed and pictured:
        detail = "证件、财产、健康这几类只记放在哪儿，不用放照片"
        raise Invalid.field("photo_ids", "filing.no_pictures", detail)
    if closed and not item.location.strip():
        raise Invalid.field("location", "filing.where", "写一下放在哪儿，以后好找")


async def _require_guardian(account: Account, item: FiledItem, detail: str) -> None:
    if not (await access.viewer(account)).guards(item.family_id):
        raise Forbidden("filing.guardians_only", detail)


async def take_files(account: Account, item: FiledItem, photo_ids: list[UUID]) -> None:
    """Have an item consist of these files, recorded as they are now."""
    pictures = await photos.usable(account, item.family_id, photo_ids)
    photos.require_ready(pictures)
    await FiledFile.filter(item_id=item.id).delete()
    await FiledFile.bulk_create(_recorded(item.id, pictures))


def _recorded(item_id: UUID, pictures: Sequence[Photo]) -> list[FiledFile]:
    return [
        FiledFile(
            item_id=item_id,
            photo_id=photo.id,
            position=place,
            media_type=photo.media_type,
            bytes=photo.bytes,
            sha256=photo.sha256,
            width=photo.width,
            height=photo.height,
        )
        for place, photo in enumerate(pictures)
    ]


async def take_persons(item: FiledItem, person_ids: list[UUID]) -> None:
    """Have an item tell of these people, in place of those before."""
    wanted = await persons.named(item.family_id, person_ids)
    await FiledPerson.filter(item_id=item.id).delete()
    await FiledPerson.bulk_create(
        FiledPerson(item_id=item.id, person_id=person.id) for person in wanted
    )


async def require_box(family_id: UUID, box_id: UUID | None) -> None:
    """Require that a box that is named is one of the family's."""
    if box_id is None:
        return
    kept = Box.filter(id=box_id, family_id=family_id, deleted_at=None)
    if await kept.select_for_update(no_key=True).first() is None:
        raise Invalid.field("box_id", "box.unknown", "这个盒子找不到了，换一个")
