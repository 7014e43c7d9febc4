"""The application: every blueprint there is, and the opening and closing of what they stand on."""

import gc
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

from sanic import Blueprint, Sanic

from handlers.archive import (
    albums,
    anniversaries,
    avatars,
    batches,
    booklet_steps,
    booklets,
    box_labels,
    boxes,
    captions,
    catalogues,
    class_booklets,
    class_schemes,
    coverings,
    curves,
    endorsements,
    entry_comments,
    entry_drafts,
    entry_reactions,
    entry_trash,
    exports,
    family_archives,
    filed_items,
    filing_suggestions,
    growth,
    import_items,
    import_uploads,
    imports,
    inspections,
    lookalikes,
    measurements,
    milestones,
    months,
    photo_order,
    photos,
    phrases,
    printed_albums,
    quotas,
    revisions,
    sample,
    search,
    soundness,
    stories,
    timeline,
    trash,
    uploads,
)
from handlers.edge import callbacks, health, observing, openapi, problems, throttling
from handlers.edge.fencing import Fenced
from handlers.edge.limits import App, Bounded
from handlers.edge.overload import Admitting
from handlers.pages import console, desk, docs, front_door, privacy, sample_page, share_pages
from handlers.people import (
    accounts,
    appointments,
    class_cards,
    class_staff,
    classes,
    desks,
    disclosures,
    disputes,
    enrolments,
    families,
    handovers,
    household_lists,
    households,
    invitations,
    memberships,
    persons,
    phones,
    regions,
    schools,
    sessions,
    student_accounts,
    students,
    successions,
)
from handlers.programme import (
    answers,
    counted_households,
    donation_certificates,
    donation_desk,
    donation_soundness,
    donations,
    insight,
    tasks,
    themes,
    waiting,
    wall,
)
from handlers.sharing import (
    appeals,
    distances,
    featurings,
    feed,
    likes,
    post_comments,
    post_edits,
    post_trash,
    posters,
    posts,
    reports,
    share_links,
    show_pages,
    topics,
)
from handlers.trust import (
    consent_texts,
    consents,
    erasures,
    grants,
    looks,
    notices,
    personal_data,
    restrictions,
    review_decisions,
    review_looks,
    review_queue,
    reviews,
    subscriptions,
)
from service import bootstrap
from service.foundation import logs, metrics_port
from service.foundation.lifeline import die_with_parent
from service.foundation.settings import Settings, read_settings

API = Blueprint.group(
    sessions.bp,
    desks.bp,
    accounts.bp,
    phones.bp,
    disclosures.bp,
    families.bp,
    memberships.bp,
    disputes.bp,
    successions.bp,
    regions.bp,
    households.bp,
    household_lists.bp,
    appointments.bp,
    schools.bp,
    classes.bp,
    class_staff.bp,
    class_cards.bp,
    enrolments.bp,
    invitations.bp,
    students.bp,
    student_accounts.bp,
    handovers.bp,
    persons.bp,
    consent_texts.bp,
    consents.bp,
    notices.bp,
    subscriptions.bp,
    grants.bp,
    looks.bp,
    reviews.bp,
    review_queue.bp,
    review_looks.bp,
    review_decisions.bp,
    restrictions.bp,
    erasures.bp,
    personal_data.bp,
    uploads.bp,
    quotas.bp,
    avatars.bp,
    photos.bp,
    captions.bp,
    batches.bp,
    coverings.bp,
    lookalikes.bp,
    albums.bp,
    photo_order.bp,
    trash.bp,
    growth.bp,
    entry_drafts.bp,
    revisions.bp,
    entry_trash.bp,
    milestones.bp,
    sample.bp,
    timeline.bp,
    months.bp,
    search.bp,
    anniversaries.bp,
    stories.bp,
    entry_comments.bp,
    entry_reactions.bp,
    measurements.bp,
    curves.bp,
    inspections.bp,
    booklets.bp,
    booklet_steps.bp,
    class_booklets.bp,
    class_schemes.bp,
    family_archives.bp,
    filing_suggestions.bp,
    filed_items.bp,
    boxes.bp,
    box_labels.bp,
    catalogues.bp,
    soundness.bp,
    imports.bp,
    import_items.bp,
    import_uploads.bp,
    exports.bp,
    printed_albums.bp,
    posters.bp,
    posts.bp,
    post_edits.bp,
    post_trash.bp,
    topics.bp,
    likes.bp,
    feed.bp,
    post_comments.bp,
    distances.bp,
    share_links.bp,
    show_pages.bp,
    reports.bp,
    appeals.bp,
    featurings.bp,
    endorsements.bp,
    phrases.bp,
    tasks.bp,
    themes.bp,
    counted_households.bp,
    donations.bp,
    donation_certificates.bp,
    donation_desk.bp,
    donation_soundness.bp,
    insight.bp,
    answers.bp,
    waiting.bp,
    wall.bp,
    url_prefix="/api/v1",
)
PAGES = (front_door.bp, sample_page.bp, desk.bp, console.bp, docs.bp, privacy.bp, share_pages.bp)


def create_app(*, alone: bool = False) -> Sanic:
    """The Sanic application: every route, and nothing opened yet that they stand on.

    `alone` in its process it is faster: Sanic then takes the signals that nobody hears out of its
    own methods, which breaks every further application of the process.
    """
    app = Sanic(f"jiadang-{uuid4().hex}", configure_logging=False, strict_slashes=True)
    app.config.TOUCHUP = alone
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.blueprint(API)
    for blueprint in (callbacks.bp, health.bp, openapi.bp, *PAGES):
        app.blueprint(blueprint)
    problems.install(app)
    observing.install(app)
    throttling.install(app)
    return app


def _open_with(app: Sanic, settings: Settings) -> None:
    stack = AsyncExitStack()

    @app.before_server_start
    async def opening(*_: Any) -> None:
        await stack.enter_async_context(bootstrap.opened(settings))
        host, port = settings.metrics_host, settings.metrics_port
        await stack.enter_async_context(metrics_port.served(host, port, shared=True))

    @app.after_server_stop
    async def closing(*_: Any) -> None:
        await stack.aclose()
        _forget(app)


def _forget(app: Sanic) -> None:
    """Let go of an application that has ended; its blueprints, which outlive it, hold it else."""
    Sanic.unregister_app(app)
    for blueprint in app.blueprints.values():
        blueprint._apps.discard(app)
        blueprint.routes.clear()


def application(settings: Settings, *, alone: bool = False) -> App:
    """The ASGI application, which opens when its server starts: Sanic in its bounds and fences."""
    app = create_app(alone=alone)
    _open_with(app, settings)
    return observing.in_flight(Fenced(Bounded(Admitting(app))))


def from_environment() -> App:
    """What granian serves in each of its processes.

    What the imports made stays, half a million objects: a full collection that looked at them all
    would keep requests waiting for 200 ms.
    """
    die_with_parent()  # which one that is spawned, as on Python 3.14, does not do yet
    logs.configure()
    app = application(read_settings(), alone=True)
    gc.collect()
    gc.freeze()
    return app
