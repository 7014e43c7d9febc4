"""Rendering: Jinja2 templates into HTML answers, with the headers that fence every page in."""

import re
import secrets
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sanic.response import HTTPResponse

from service.foundation import settings

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_NONCE = re.compile(r"'nonce-([\w-]+)'")


def page(
    template: str, *, status: int = 200, acts: bool = False, shared: bool = False, **shown: Any
) -> HTTPResponse:
    """The template filled with `shown`; every value in it is escaped as text.

    Styles carry the answer's own nonce, no script runs (CSP Level 3), and pictures and films come
    from this service or from Kodo's download host alone. A page that `acts` runs this service's own
    modules, which talk to it and to Kodo and may show files of the visitor's own. One that is
    `shared` has a form that is sent here.
    """
    nonce = secrets.token_urlsafe(16)
    html = _TEMPLATES.get_template(template).render(nonce=nonce, **shown)
    headers = _headers(nonce, acts=acts, shared=shared)
    return HTTPResponse(html, status, headers, "text/html; charset=utf-8")


def again(made: HTTPResponse) -> HTTPResponse:
    """A page that was made before, with a nonce that is its own."""
    policy, fresh = made.headers["Content-Security-Policy"], secrets.token_urlsafe(16)
    found = _NONCE.search(policy)
    assert found and made.body
    body = made.body.replace(found[1].encode(), fresh.encode())
    headers = {**made.headers, "Content-Security-Policy": policy.replace(found[1], fresh)}
    return HTTPResponse(body, made.status, headers, made.content_type)


def _headers(nonce: str, *, acts: bool, shared: bool) -> dict[str, str]:
    given = settings.current()
    pictures = f"img-src 'self' {given.kodo_download_url}"
    kodo = f"{given.kodo_upload_url} {given.kodo_download_url}"
    form = "'self'" if shared else "'none'"
    acting = (f"{pictures} blob:", "script-src 'self'", f"connect-src 'self' {kodo}")
    return {
        # A copy kept longer than its signed URLs, or by a search engine, outlives a withdrawal.
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex",
        # The address of a share page is its key: no other site is to learn it.
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        # No page that opened this one holds on to its window.
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Content-Security-Policy": "; ".join(
            (
                "default-src 'none'",
                *(acting if acts else (pictures,)),
                f"media-src {given.kodo_download_url}",
                f"style-src 'nonce-{nonce}'",
                "base-uri 'none'",
                f"form-action {form}",
                "frame-ancestors 'none'",
            )
        ),
    }
