"""The tables, in the same wings as the services; `MODULES` is what the database opens."""

MODULES = (
    "models.foundation.replays",
    "models.people.accounts",
    "models.people.families",
    "models.people.students",
    "models.people.schools",
    "models.trust.audit",
    "models.trust.consents",
    "models.trust.moderation",
    "models.archive.photos",
    "models.archive.growth",
    "models.sharing.posts",
    "models.sharing.share_links",
)
