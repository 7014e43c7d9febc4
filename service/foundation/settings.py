"""Settings: the only reader of the environment, frozen, naming every problem at once."""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import Meta

PREFIX = "JIADANG_"

Url = Annotated[str, Meta(pattern=r"^https?://[^/\s]+\Z")]
Port = Annotated[int, Meta(ge=0, le=65535)]
Secret = Annotated[str, Meta(min_length=1, extra={"secret": True})]


EXAMPLE_PERSON, EXAMPLE_CONTACT = "演示环境，没有真实负责人", "privacy@example.org"


class SettingsError(ValueError):
    """One or more settings are missing or wrong; the message lists them all."""


class Environment(StrEnum):
    EMBEDDED = "embedded"
    PRODUCTION = "production"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that differs between installations. Each field is read from JIADANG_<FIELD>."""

    environment: Annotated[
        Environment, Meta(description="`embedded` on one machine, or `production`.")
    ]
    data_folder: Annotated[
        Path, Meta(description="Where the embedded servers keep their data.")
    ] = Path(".jiadang")
    host: Annotated[str, Meta(description="The address the web processes listen on.")] = "127.0.0.1"
    port: Annotated[
        int, Meta(ge=1, le=65535, description="The port the web processes listen on.")
    ] = 8000
    workers: Annotated[int, Meta(ge=1, le=64, description="How many web processes serve.")] = 2
    public_url: Annotated[Url, Meta(description="How phones, WeChat and Kodo reach this service.")]
    secret: Annotated[
        str,
        Meta(
            min_length=32,
            extra={"secret": True},
            description="Signs cursors and derives share and invitation codes.",
        ),
    ]
    data_keys: Annotated[
        str,
        Meta(
            pattern=r"^[A-Za-z0-9_-]{43}=(,[A-Za-z0-9_-]{43}=)*\Z",
            extra={"secret": True},
            description="Fernet keys of what is encrypted at rest, by commas: the first one seals, "
            "all of them open.",
        ),
    ]
    responsible_person: Annotated[
        str, Meta(min_length=1, description="Who answers for children's data, as the rules name.")
    ] = EXAMPLE_PERSON
    responsible_contact: Annotated[
        str, Meta(min_length=1, description="How to reach that person: a telephone or an address.")
    ] = EXAMPLE_CONTACT
    database_url: Annotated[
        Secret,
        Meta(
            pattern=r"^postgresql://", description="PostgreSQL, e.g. postgresql://user:pw@host/db."
        ),
    ]
    direct_database_url: Annotated[
        str,
        Meta(
            pattern=r"^(postgresql://|\Z)",
            extra={"secret": True},
            description="The same database round a PgBouncer in transaction mode, where "
            "`JIADANG_DATABASE_URL` leads to one: the worker listens for jobs and `backup` reads "
            "there, and no statement is kept prepared. Without it there is no PgBouncer.",
        ),
    ] = ""
    replica_database_url: Annotated[
        str,
        Meta(
            pattern=r"^(postgresql://|\Z)",
            extra={"secret": True},
            description="A streaming replica of the database, which reads what is heavy whenever "
            "it has all that the database has; none without it.",
        ),
    ] = ""
    migration_database_url: Annotated[
        str,
        Meta(
            pattern=r"^(postgresql://|\Z)",
            extra={"secret": True},
            description="The same database as its owner, another role: `migrate` needs it, and "
            "nothing else should have it.",
        ),
    ] = ""
    valkey_url: Annotated[
        Secret, Meta(pattern=r"^(redis|rediss|unix)://", description="Valkey or Redis.")
    ]
    tombstone_folder: Annotated[
        str,
        Meta(
            description="A folder, on another disk than the database's, in which every erasure "
            "leaves a tombstone that no backup takes back; all workers need the same one. "
            "`tombstones` in the data folder without it, which production does not take."
        ),
    ] = ""
    backup_folder: Annotated[
        str,
        Meta(description="Where `backup` writes, if the worker may read it and tell its age."),
    ] = ""
    metrics_host: Annotated[str, Meta(description="Where Prometheus reads metrics.")] = "127.0.0.1"
    metrics_port: Annotated[
        Port, Meta(description="Its port for the web processes of one `serve`; 0: none.")
    ] = 0
    worker_metrics_port: Annotated[Port, Meta(description="Its port for the worker; 0: none.")] = 0
    metrics_folder: Annotated[
        Path, Meta(description="Where the web processes share their counters; `serve` empties it.")
    ] = Path(".jiadang/metrics")

    otlp_endpoint: Annotated[
        str,
        Meta(
            pattern=r"^(https?://[^/\s]+/\S*)?\Z",
            description="Where requests, jobs and calls to vendors are told as spans of "
            "OpenTelemetry (OTLP over HTTP), e.g. http://127.0.0.1:4318/v1/traces; nowhere without "
            "it.",
        ),
    ] = ""

    phone_url: Annotated[
        str,
        Meta(
            pattern=r"^(https?://[^/\s]+)?\Z",
            description="Where a phone for desktop browsers is served beside the emulators; none "
            "without it.",
        ),
    ] = ""

    wechat_base_url: Annotated[Url, Meta(description="https://api.weixin.qq.com or the emulator.")]
    wechat_appid: Annotated[str, Meta(min_length=1, description="The mini-program's AppID.")]
    wechat_secret: Annotated[Secret, Meta(description="The mini-program's AppSecret.")]
    wechat_push_token: Annotated[Secret, Meta(description="Token of the message push.")]
    wechat_push_key: Annotated[
        str,
        Meta(
            pattern=r"^[A-Za-z0-9]{43}\Z",
            extra={"secret": True},
            description="EncodingAESKey of the message push.",
        ),
    ]
    wechat_templates: Annotated[
        str,
        Meta(
            pattern=r"^((on_this_day|task_due|story_added|post_shown|post_commented)"
            r"=[\w-]+:thing\d+,date\d+ ?)*\Z",
            description="Templates of subscribe messages, each with the keys of its two values: "
            "`on_this_day=ID:thing1,date2 task_due=… story_added=… post_shown=… post_commented=…`; "
            "what is left out is not sent.",
        ),
    ] = ""
    trusted_proxies: Annotated[
        int, Meta(ge=0, le=9, description="How many proxies of ours add to X-Forwarded-For.")
    ] = 0
    most_requests: Annotated[
        int,
        Meta(
            ge=0,
            description="How often an account, or an address that is not signed in, may ask each "
            "web process in a minute; 0: any number of times.",
        ),
    ] = 1200

    family_quota_gib: Annotated[
        int, Meta(ge=1, le=1 << 20, description="How many GiB of files a family may keep.")
    ] = 50

    feed_page_life: Annotated[
        float,
        Meta(
            ge=0,
            le=0.5,
            description="For how many seconds a page of public posts, or what a link opens, is "
            "shared by all who ask for it; what is taken back is gone after them.",
        ),
    ] = 0.5

    decision_undo_seconds: Annotated[
        int,
        Meta(
            ge=0,
            le=60,
            description="For how many seconds a moderator can take a decision back before it "
            "takes effect; 0: at once.",
        ),
    ] = 10

    fixity_mib_per_second: Annotated[
        int,
        Meta(
            ge=0,
            le=10_000,
            description="How many MiB a second the worker reads to verify stored files, each once "
            "in 90 days; 0: none.",
        ),
    ] = 20

    kodo_access_key: Annotated[str, Meta(min_length=1, description="Kodo AccessKey.")]
    kodo_secret_key: Annotated[Secret, Meta(description="Kodo SecretKey.")]
    kodo_bucket: Annotated[str, Meta(min_length=1, description="The private bucket.")]
    kodo_backup_bucket: Annotated[
        str,
        Meta(
            description="Another private bucket of the same region, which keeps a copy of every "
            "original; none without it."
        ),
    ] = ""
    kodo_upload_url: Annotated[Url, Meta(description="Where phones upload to.")]
    kodo_download_url: Annotated[Url, Meta(description="The bucket's download domain.")]
    kodo_rs_url: Annotated[Url, Meta(description="Kodo's object management (rs).")]
    kodo_rsf_url: Annotated[Url, Meta(description="Kodo's object listing (rsf).")]
    kodo_censor_url: Annotated[Url, Meta(description="Kodo's content censor.")] = (
        "https://ai.qiniuapi.com"
    )
    kodo_second_opinion: Annotated[
        bool,
        Meta(description="Whether Kodo's censor looks at every picture, too, that WeChat passed."),
    ] = False

    def __repr__(self) -> str:
        shown = (f"{f.name}={getattr(self, f.name)!r}" for f in fields() if not is_secret(f.type))
        return f"Settings({', '.join(shown)}, secrets=***)"

    @property
    def is_pooled(self) -> bool:
        """Whether a PgBouncer in transaction mode stands before the database."""
        return bool(self.direct_database_url)

    @property
    def session_url(self) -> str:
        """The database for what needs a connection of its own for longer than a transaction."""
        return self.direct_database_url or self.database_url

    @property
    def owner_url(self) -> str:
        """The database as its owner; SettingsError where this process was not given it."""
        if not self.migration_database_url:
            name = f"{PREFIX}MIGRATION_DATABASE_URL"
            raise _error([f"{name} is missing: only the owner of the database may migrate it"])
        return self.migration_database_url

    @property
    def tombstones(self) -> Path:
        """Where erasures are told outside of the database."""
        told = self.tombstone_folder
        return Path(told) if told else self.data_folder / "tombstones"

    def shown(self) -> dict[str, str]:
        """Every setting by its name; of a secret one only whether it is set."""
        return {
            PREFIX + f.name.upper(): str(getattr(self, f.name))
            if not is_secret(f.type)
            else ("set" if getattr(self, f.name) else "not set")
            for f in fields()
        }

    def without_owner(self) -> Self:
        """These settings for a process that serves: it cannot give away what it was not told."""
        return msgspec.structs.replace(self, migration_database_url="")

    def environ(self) -> dict[str, str]:
        """These settings as environment variables, for a child process."""
        return {PREFIX + f.name.upper(): str(getattr(self, f.name)) for f in fields()}


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from `environ`; raise SettingsError naming every problem."""
    values: dict[str, object] = {}
    problems: list[str] = []
    for field in fields():
        name = PREFIX + field.name.upper()
        try:
            if name in environ:
                values[field.name] = msgspec.convert(
                    environ[name], field.type, strict=False, dec_hook=_decode
                )
            elif field.required:
                problems.append(f"{name} is missing: {description(field.type)}")
        except msgspec.ValidationError as error:
            problems.append(f"{name}: {error}")
    settings = None if problems else Settings(**values)  # type: ignore[arg-type]
    if settings:
        problems += _roles_mixed_up(settings) + _bucket_named_twice(settings)
    if settings and settings.environment is Environment.PRODUCTION:
        problems += _unfit_for_production(settings)
    if problems or settings is None:
        raise _error(problems)
    return settings


def _error(problems: list[str]) -> SettingsError:
    return SettingsError("The settings have problems:\n  " + "\n  ".join(problems))


def _roles_mixed_up(settings: Settings) -> list[str]:
    """An application that is the owner could change what is only ever added to."""
    owner, application = settings.migration_database_url, settings.database_url
    if not owner or _user(owner) != _user(application):
        return []
    name = f"{PREFIX}MIGRATION_DATABASE_URL"
    return [f"{name}: the owner must be another user than that of {PREFIX}DATABASE_URL"]


def _bucket_named_twice(settings: Settings) -> list[str]:
    """A bucket that backs itself up would lose the object and the copy at once."""
    if settings.kodo_backup_bucket != settings.kodo_bucket:
        return []
    return [f"{PREFIX}KODO_BACKUP_BUCKET: it must be another one than {PREFIX}KODO_BUCKET"]


def _user(url: str) -> str:
    return unquote(urlsplit(url).username or "postgres")


def _unfit_for_production(settings: Settings) -> list[str]:
    """Emulators live on plain http and on this machine: production talks to neither."""
    problems = []
    if settings.responsible_person == EXAMPLE_PERSON:
        problems.append(f"{PREFIX}RESPONSIBLE_PERSON: production needs a real one")
    if settings.responsible_contact == EXAMPLE_CONTACT:
        problems.append(f"{PREFIX}RESPONSIBLE_CONTACT: production needs a real one")
    if not settings.tombstone_folder:
        problems.append(f"{PREFIX}TOMBSTONE_FOLDER: production needs one that outlives a machine")
    for field in fields():
        value = getattr(settings, field.name)
        if not field.name.endswith("_url") or not str(value).startswith("http"):
            continue
        host = urlsplit(value).hostname or ""
        if not value.startswith("https://") or host == "localhost" or host.startswith("127."):
            problems.append(f"{PREFIX}{field.name.upper()}: production needs https and a real host")
    return problems


def fields() -> tuple[msgspec.structs.FieldInfo, ...]:
    """Every setting in its order."""
    return msgspec.structs.fields(Settings)


def _decode(kind: type, value: object) -> object:
    return Path(str(value)) if issubclass(kind, Path) else value


def _metas(kind: object) -> list[Meta]:
    return [m for m in getattr(kind, "__metadata__", ()) if isinstance(m, Meta)]


def is_secret(kind: object) -> bool:
    """Whether a setting of this type is to be shown to nobody."""
    return any((meta.extra or {}).get("secret") for meta in _metas(kind))


def description(kind: object) -> str:
    """What a setting of this type is."""
    return next((meta.description for meta in _metas(kind) if meta.description), "")


_current: Settings | None = None


def use(settings: Settings) -> None:
    """Make `settings` those of this process."""
    global _current  # noqa: PLW0603  one installation per process
    _current = settings


def current() -> Settings:
    """The settings this process runs with."""
    if _current is None:
        raise RuntimeError("no settings in use: see service.bootstrap")
    return _current
