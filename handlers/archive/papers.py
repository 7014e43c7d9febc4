"""Papers: how what is printed, and what is a sheet, is answered: under a name, and kept nowhere."""

from urllib.parse import quote

from sanic.response import HTTPResponse

PDF, CSV = "application/pdf", "text/csv"


def pdf(content: bytes, name: str) -> HTTPResponse:
    """A PDF that is saved as `name`.pdf."""
    return _file(content, f"{name}.pdf", PDF)


def sheet(content: bytes, name: str) -> HTTPResponse:
    """A CSV in UTF-8 that is saved as `name`.csv."""
    return _file(content, f"{name}.csv", f"{CSV}; charset=utf-8")


def _file(content: bytes, name: str, media_type: str) -> HTTPResponse:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return HTTPResponse(content, 200, headers, media_type)
