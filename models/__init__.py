"""The tables, in the same wings as the services; `MODULES` is what the database opens."""

MODULES = (
    "models.foundation.replays",
    "models.foundation.sequences",
    "models.people.accounts",
    "models.people.families",
    "models.people.regions",
    "models.people.persons",
    "models.people.students",
    "models.people.schools",
    "models.people.staff",
    "models.trust.audit",
    "models.trust.consents",
    "models.trust.moderation",
    "models.trust.grants",
    "models.trust.notices",
    "models.trust.erasures",
    "models.archive.photos",
    "models.archive.findings",
    "models.archive.growth",
    "models.sharing.posts",
    "models.sharing.share_links",
)
