"""The page of settings: every one as a row of a Markdown table."""

from msgspec.structs import FieldInfo

from service.foundation.settings import PREFIX, description, fields, is_secret

_PAGE_HEAD = """# Settings

Read from the environment at start; every problem is reported at once. `make run` decides all of
them by itself. This page is `python -m service settings`.

| Variable | Default | What it is |
|---|---|---|"""


def settings_page() -> str:
    """What docs/settings.md says."""
    rows = [
        f"| `{PREFIX}{f.name.upper()}` | {_default(f)} "
        f"| {description(f.type)}{' *Secret.*' if is_secret(f.type) else ''} |"
        for f in fields()
    ]
    return "\n".join([_PAGE_HEAD, *rows, ""])


def _default(field: FieldInfo) -> str:
    if field.required:
        return "required"
    return f"`{field.default}`" if str(field.default) else "none"
