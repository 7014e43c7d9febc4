"""The composition root: from settings to a running service, and which feature reacts to which."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import structlog
from redis.asyncio import Redis

from models.trust.moderation import Subject
from service import integrations
from service.archive import backups, captions, growth, photos, readings, reconciling, uploads
from service.archive import erasing as archive_erasing
from service.archive.fixity import rounds
from service.foundation import database, replays, settings
from service.foundation.settings import Environment, Settings, SettingsError
from service.integrations import Adapters
from service.integrations.errors import VendorUnavailable
from service.integrations.kodo import Kodo
from service.integrations.wechat import WeChat
from service.people import comings_of_age, disputes, enrolments, invitations, memberships
from service.people import erasing as people_erasing
from service.sharing import erasing as sharing_erasing
from service.sharing import posts, share_links
from service.trust import (
    consent_changes,
    erasing,
    moderation,
    personal_data,
    purges,
    receipts,
    reviews,
)
from service.trust.moderation import Reaction

JOB_MODULES = (
    *(comings_of_age, consent_changes, moderation, purges),
    *(backups, readings, reconciling, replays, rounds, uploads),
)
"""The modules whose import registers jobs."""


def connect_features() -> None:
    """What a lower floor causes above it, in one place."""
    moderation.register(Subject.PHOTO, Reaction(photos.content_to_check, photos.settled))
    moderation.register(Subject.CAPTION, Reaction(captions.content_to_check, captions.settled))
    moderation.register(Subject.ENTRY, Reaction(growth.content_to_check, growth.settled))
    moderation.register(Subject.POST, Reaction(posts.content_to_check, posts.settled))
    readings.when_read(growth.date_by_photo)
    readings.when_read(backups.ask)
    photos.when_checked(posts.decide_by_photo)
    memberships.when_ended(invitations.revoke_of)
    memberships.when_ended(disputes.take_back_of)
    memberships.when_ended(uploads.expire_tickets_of)
    memberships.when_ended(share_links.revoke_of)
    memberships.when_ended(reviews.take_back_of)
    receipts.when_withdrawn("posts", "晒出的内容", posts.stood_on)
    receipts.when_withdrawn("entries", "给班级看的记录", growth.stood_on)
    receipts.when_withdrawn("share_links", "分享链接", share_links.stood_on)
    receipts.when_withdrawn("enrolments", "班级里的名单", enrolments.stood_on)
    for floor in (sharing_erasing, archive_erasing, people_erasing, erasing):
        personal_data.register(floor.HOLDINGS)


connect_features()


@asynccontextmanager
async def opened(given: Settings) -> AsyncIterator[Adapters]:
    """Everything this process talks to, open for as long as the block lasts."""
    settings.use(given)
    valkey = Redis.from_url(
        given.valkey_url, decode_responses=True, socket_timeout=0.3, socket_connect_timeout=0.3
    )
    async with httpx.AsyncClient() as http, database.opened(given.database_url):
        adapters = Adapters(Kodo(given, http), WeChat(given, http, valkey), valkey)
        integrations.use(adapters)
        try:
            await _refuse_a_public_bucket(given, adapters.kodo)
            yield adapters
        finally:
            integrations.use(None)
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
