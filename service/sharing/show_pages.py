"""Show pages (单独展示): a family's own page of chosen things, in sections of its own making.

Only a link opens one. What a change takes away is gone at once; what it adds, a word or a thing,
makes the whole page wait for its check again.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from models.archive.growth import Entry
from models.people.accounts import Account
from models.sharing.show_pages import ShowFiledItem, ShowItem, ShowPage, ShowSection
from models.trust.moderation import Standing, Subject
from service.foundation import clock
from service.foundation.database import query, transaction
from service.foundation.errors import Conflict, NotFound
from service.sharing import show_page_contents, show_page_gates, show_page_verdicts
from service.sharing.show_page_contents import Part, Place
from service.sharing.show_page_drafts import SectionDraft, ShowPageChange, ShowPageDraft
from service.sharing.show_page_gates import Choice
from service.trust import access, audit, moderation

PAGE = 20


async def make(guardian: Account, family_id: UUID, draft: ShowPageDraft) -> ShowPage:
    """Make a page, as whoever decides for the family and for every child told of."""
    async with transaction():
        choice = await show_page_gates.require(guardian, family_id, draft)
        page = await ShowPage.create(
            family_id=family_id,
            author_id=guardian.id,
            consent_id=choice.consents[None].id,
            title=draft.title,
            words=draft.words,
        )
        await _arrange(page.id, draft, choice)
        await audit.record(guardian, "show_page.made", page)
        await moderation.ask(Subject.SHOW_PAGE, page.id, guardian.id)
    return page


async def change(guardian: Account, page_id: UUID, draft: ShowPageChange) -> None:
    """Put another page in the place of the one that was read; the same again is fine."""
    async with transaction():
        # who changes it at the same time waits here, before either holds the question or the page
        await query("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"page {page_id}")
        page = await seen_by(guardian, page_id)
        choice = await show_page_gates.require(guardian, page.family_id, draft)
        _require_unrefused(page)
        if await _stands(page, draft, choice):
            return
        if draft.version is not None and draft.version != page.version:
            raise Conflict("show_page.changed", "这一页刚刚有人改过，请看一看最新的再改")
        adds = await _adds(page, draft, choice)
        if adds:
            await moderation.drop_question(Subject.SHOW_PAGE, page_id)
        page = await _locked(page_id)
        page.title, page.words, page.consent_id = draft.title, draft.words, choice.consents[None].id
        page.version += 1
        await page.save(update_fields=["title", "words", "consent_id", "version"])
        await _arrange(page_id, draft, choice)
        await audit.record(guardian, "show_page.changed", page)
        if adds:
            await _ask_anew(guardian, page_id)


async def _locked(page_id: UUID) -> ShowPage:
    """A page to be changed, as it stands after whatever was waited for."""
    there = ShowPage.filter(id=page_id, deleted_at=None)
    page = await there.select_for_update(no_key=True).get_or_none()
    if page is None:
        raise NotFound
    _require_unrefused(page)
    return page


def _require_unrefused(page: ShowPage) -> None:
    if page.standing is Standing.RISKY:
        raise Conflict("show_page.refused", "这一页没有通过安全检查，换个说法重新做一页吧")


async def _ask_anew(guardian: Account, page_id: UUID) -> None:
    await ShowPage.filter(id=page_id).update(standing=Standing.PENDING, author_id=guardian.id)
    await show_page_verdicts.forget_told(page_id)
    await moderation.ask(Subject.SHOW_PAGE, page_id, guardian.id)


async def _stands(page: ShowPage, draft: ShowPageDraft, choice: Choice) -> bool:
    """Whether the page is as it is wanted, of the same versions and on the same grants."""
    said = (page.title, page.words, page.consent_id)
    there = [_arranged(part.section.title, part.places) for part in await _parts(page)]
    wanted = [
        _arranged(
            section.title, [*_entries(page.id, section, choice), *_filed(page.id, section, choice)]
        )
        for section in draft.sections
    ]
    return said == (draft.title, draft.words, choice.consents[None].id) and there == wanted


async def _parts(page: ShowPage) -> list[Part]:
    return await show_page_contents.parts_of(page.id)


def _arranged(title: str, places: list[Place]) -> tuple[Any, ...]:
    return title, [(_thing_at(place), _stands_on(place)) for place in places]


def _thing_at(place: Place) -> tuple[UUID | None, int]:
    thing = place.entry_id if isinstance(place, ShowItem) else place.item_id
    return thing, place.version


def _stands_on(place: Place) -> list[str]:
    if isinstance(place, ShowItem):
        return [str(place.consent_id)]
    return [str(one) for one in place.consent_ids]


async def _adds(page: ShowPage, draft: ShowPageDraft, choice: Choice) -> bool:
    """Whether anything is to be read that was not on the page as it was checked."""
    parts = await _parts(page)
    said = {page.title, page.words, "", *(part.section.title for part in parts)}
    there = {_thing_at(place) for part in parts for place in part.places}
    words = {draft.title, draft.words, *(section.title for section in draft.sections)}
    things = {*choice.entries.values(), *(chosen.item for chosen in choice.items.values())}
    return bool(words - said or {(one.id, one.version) for one in things} - there)


async def _arrange(page_id: UUID, draft: ShowPageDraft, choice: Choice) -> None:
    """Put the sections and what is in them in the place of those there are.

    A record that stays was chosen when it was: photos that joined it since were not.
    """
    gone = list(await ShowSection.filter(page_id=page_id).values_list("id", flat=True))
    since = {_thing_at(one): one.created_at for one in await ShowItem.filter(section_id__in=gone)}
    for kind in (ShowItem, ShowFiledItem):
        await kind.filter(section_id__in=gone).delete()
    await ShowSection.filter(page_id=page_id).delete()
    for part, section in enumerate(draft.sections):
        made = await ShowSection.create(page_id=page_id, title=section.title, position=part)
        entries = _entries(made.id, section, choice)
        for one in entries:
            one.created_at = since.get(_thing_at(one), one.created_at)
        await ShowItem.bulk_create(entries)
        await ShowFiledItem.bulk_create(_filed(made.id, section, choice))


def _entries(section_id: UUID, section: SectionDraft, choice: Choice) -> list[ShowItem]:
    chosen = [choice.entries[entry_id] for entry_id in section.entry_ids]
    return [_entry(section_id, place, entry, choice) for place, entry in enumerate(chosen)]


def _entry(section_id: UUID, place: int, entry: Entry, choice: Choice) -> ShowItem:
    return ShowItem(
        section_id=section_id,
        entry_id=entry.id,
        consent_id=choice.consents[entry.student_id].id if entry.student_id else None,
        position=place,
        version=entry.version,
    )


def _filed(section_id: UUID, section: SectionDraft, choice: Choice) -> list[ShowFiledItem]:
    return [
        ShowFiledItem(
            section_id=section_id,
            item_id=item_id,
            consent_ids=[str(choice.consents[one].id) for one in choice.items[item_id].children],
            position=place,
            version=choice.items[item_id].item.version,
        )
        for place, item_id in enumerate(section.item_ids)
    ]


async def delete(guardian: Account, page_id: UUID) -> None:
    """Take a page away with all that opens it, for good; again is fine."""
    async with transaction():
        page = await ShowPage.get_or_none(id=page_id)
        if page is None:
            raise NotFound
        await access.guarded_family(guardian, page.family_id)
        await access.hold(page.family_id)
        await moderation.drop_question(Subject.SHOW_PAGE, page_id)
        if await ShowPage.filter(id=page_id, deleted_at=None).update(deleted_at=clock.now()):
            await show_page_verdicts.forget_told(page_id)
            await audit.record(guardian, "show_page.deleted", page)


async def seen_by(guardian: Account, page_id: UUID) -> ShowPage:
    """A page, whatever its check says, as a guardian of its family."""
    page = await ShowPage.get_or_none(id=page_id, deleted_at=None)
    if page is None:
        raise NotFound
    await access.guarded_family(guardian, page.family_id)
    return page


async def of_family(guardian: Account, family_id: UUID, *, after: UUID | None) -> list[ShowPage]:
    """A page of a family's show pages, latest first; `after` is the last one before it."""
    await access.guarded_family(guardian, family_id)
    found = ShowPage.filter(family_id=family_id, deleted_at=None)
    if after:
        found = found.filter(id__lt=after)
    return await found.order_by("-id").limit(PAGE + 1)


_STOOD = """
select count(*) from show_pages s where s.created_at <= $2
and (s.deleted_at is null or s.deleted_at > $2)
and (s.consent_id = any($1) or exists (
    select from show_sections c left join show_items i on i.section_id = c.id
    left join show_filed_items o on o.section_id = c.id
    where c.page_id = s.id
    and (i.consent_id = any($1) or o.consent_ids ?| ($1::uuid[])::text[])))
"""


async def stood_on(consent_ids: list[UUID], at: datetime) -> int:
    """How many pages stood, with anything of them, on these grants at a moment, for the receipt."""
    return (await query(_STOOD, consent_ids, at))[0]["count"]
