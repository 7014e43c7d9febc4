"""The composition root: from settings to a running service, and which feature reacts to which."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import ModuleType

import httpx
import structlog
from redis.asyncio import Redis

from models.trust.moderation import Subject
from models.trust.reminders import ReminderKind
from service import integrations
from service.archive import (
    album_printing,
    anniversary_reminders,
    backups,
    booklet_printing,
    captions,
    class_booklets,
    coverings,
    dating,
    endorsements,
    entry_audiences,
    entry_comments,
    entry_words,
    export_keeping,
    export_packing,
    exports,
    filing_words,
    import_keeping,
    imports,
    photos,
    phrases,
    pictured,
    readers,
    readings,
    reconciling,
    stories,
    story_reminders,
    uploads,
)
from service.archive import erasing as archive_erasing
from service.archive.fixity import rounds
from service.foundation import database, replays, replica, settings, spans
from service.foundation.settings import Environment, Settings, SettingsError
from service.integrations import Adapters
from service.integrations.errors import VendorUnavailable
from service.integrations.kodo import Kodo
from service.integrations.wechat import WeChat
from service.people import (
    comings_of_age,
    desks,
    disputes,
    enrolments,
    invitations,
    memberships,
    school_years,
    successions,
)
from service.people import erasing as people_erasing
from service.programme import (
    counted_households,
    donation_copies,
    donations,
    participation,
    task_reminders,
    tasks,
)
from service.programme import erasing as programme_erasing
from service.sharing import (
    comment_news,
    erasing_feed,
    erasing_posters,
    erasing_reports,
    erasing_show_pages,
    pictured_children,
    post_comments,
    post_reminders,
    posters,
    posts,
    reports,
    reviewed,
    share_links,
    show_page_verdicts,
    show_pages,
    tallies,
    topics,
)
from service.sharing import erasing as sharing_erasing
from service.trust import (
    consent_changes,
    consents,
    erasing,
    moderation,
    personal_data,
    purges,
    receipts,
    reminders,
    review_effects,
    review_outcomes,
    reviews,
)
from service.trust.moderation import Reaction

JOB_MODULES = (
    *(comings_of_age, desks, school_years, successions),
    *(consent_changes, moderation, purges, reminders, review_effects),
    *(anniversary_reminders, task_reminders, counted_households, donation_copies),
    *(backups, booklet_printing, coverings, import_keeping, readings, reconciling, replays, rounds),
    *(posters, tallies, uploads),
    *(album_printing, export_keeping, export_packing),
)
"""The modules whose import registers jobs."""


MODERATED: dict[Subject, ModuleType] = {
    Subject.PHOTO: photos,
    Subject.CAPTION: captions,
    Subject.ENTRY: entry_words,
    Subject.STORY: stories,
    Subject.ENTRY_COMMENT: entry_comments,
    Subject.FILED_ITEM: filing_words,
    Subject.BOOKLET: class_booklets,
    Subject.ENDORSEMENT: endorsements,
    Subject.PHRASE: phrases,
    Subject.TASK: tasks,
    Subject.POST: posts,
    Subject.POST_COMMENT: post_comments,
    Subject.SHOW_PAGE: show_page_verdicts,
    Subject.TOPIC: topics,
}
"""Whose `content_to_check` and `settled` stand for what is checked."""


def connect_features() -> None:
    """What a lower floor causes above it, in one place."""
    for subject, feature in MODERATED.items():
        moderation.register(subject, Reaction(feature.content_to_check, feature.settled))
    review_outcomes.register(Subject.POST, reviewed.POSTS)
    review_outcomes.register(Subject.POST_COMMENT, reviewed.COMMENTS)
    review_outcomes.register(Subject.SHOW_PAGE, reviewed.PAGES)
    review_outcomes.when_closed(reports.tell_reporters)
    readings.when_read(coverings.inherit_day)
    readings.when_read(dating.date_by_photo)
    readings.when_read(backups.ask)
    readings.when_read(imports.photo_read)
    photos.when_checked(posts.decide_by_photo)
    photos.when_checked(stories.announce_recorded)
    stories.when_told(story_reminders.told)
    reminders.register(ReminderKind.STORY_ADDED, story_reminders.worded)
    reminders.register(ReminderKind.ON_THIS_DAY, anniversary_reminders.worded)
    reminders.register(ReminderKind.TASK_DUE, task_reminders.worded)
    reminders.register(ReminderKind.POST_SHOWN, post_reminders.worded)
    reminders.register(ReminderKind.POST_COMMENTED, comment_news.worded)
    memberships.when_ended(invitations.revoke_of)
    memberships.when_ended(disputes.take_back_of)
    memberships.when_ended(successions.end_of)
    memberships.when_ended(uploads.expire_tickets_of)
    memberships.when_ended(imports.give_up_of)
    memberships.when_ended(exports.give_up_of)
    memberships.when_ended(donations.end_of)
    consents.when_ended(donations.end_on)
    consents.when_ended(enrolments.end_on)
    for shown in (entry_audiences, pictured_children):
        consents.when_ended(shown.end_on)
        pictured.when_asked(shown.seen)
    memberships.when_ended(share_links.revoke_of)
    memberships.when_ended(reviews.take_back_of)
    receipts.when_withdrawn("posts", "晒出的内容", posts.stood_on)
    receipts.when_withdrawn("entries", "给班级看的记录", entry_audiences.stood_on)
    receipts.when_withdrawn("show_pages", "单独展示", show_pages.stood_on)
    receipts.when_withdrawn("share_links", "分享链接", share_links.stood_on)
    receipts.when_withdrawn("answers", "班级活动的回应", participation.stood_on)
    receipts.when_withdrawn("donations", "给档案馆的捐赠", donations.stood_on)
    receipts.when_withdrawn("enrolments", "班级里的名单", enrolments.stood_on)
    showing = (erasing_reports, erasing_feed, erasing_posters, sharing_erasing, erasing_show_pages)
    floors = (programme_erasing, *showing, archive_erasing, people_erasing)
    for floor in (*floors, erasing):
        personal_data.register(floor.HOLDINGS)


connect_features()


@asynccontextmanager
async def opened(given: Settings, *, unhurried: bool = False) -> AsyncIterator[Adapters]:
    """Everything this process talks to, open for as long as the block lasts; `unhurried`: for an
    operator's command that reads whole tables, and that Ctrl-C ends.
    """
    settings.use(given)
    valkey = Redis.from_url(
        given.valkey_url, decode_responses=True, socket_timeout=0.3, socket_connect_timeout=0.3
    )
    rows = database.opened(given.database_url, pooled=given.is_pooled, unhurried=unhurried)
    copy, told = replica.opened(given.replica_database_url), spans.opened(given.otlp_endpoint)
    async with httpx.AsyncClient() as http, rows, copy, told:
        adapters = Adapters(Kodo(given, http), WeChat(given, http, valkey), valkey)
        integrations.use(adapters)
        try:
            await _refuse_a_public_bucket(given, adapters.kodo)
            yield adapters
        finally:
            integrations.use(None)
            await readers.close()
            await valkey.aclose()


async def _refuse_a_public_bucket(given: Settings, kodo: Kodo) -> None:
    """Production does not start on a bucket that shows photos to whoever knows their names."""
    if given.environment is not Environment.PRODUCTION:
        return
    try:
        private = await kodo.is_private()
    except VendorUnavailable as away:  # an outage of Kodo must not keep the rest from serving
        structlog.get_logger("bootstrap").warning("bucket not checked", why=str(away))
        return
    if not private:
        raise SettingsError(f"JIADANG_KODO_BUCKET: the bucket {given.kodo_bucket} is public")
