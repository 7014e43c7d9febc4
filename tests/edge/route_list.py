"""The list of routes: `python -m tests.edge.route_list > docs/security/routes.txt` writes it."""

from pathlib import Path

from sanic import Sanic

from handlers.app import create_app

KEPT = Path(__file__).parents[2] / "docs" / "security" / "routes.txt"
_HEAD = """# Every route of the web processes, and its methods: nothing else is answered.
# `python -m tests.edge.route_list` writes this list, tests/edge/test_route_list.py compares it.
"""


def lines() -> list[str]:
    """One line for each route, as `POST /api/v1/families`, sorted by path."""
    app = create_app()
    Sanic.unregister_app(app)
    found = [
        (f"/{route.path}", method)
        for route in app.router.routes
        for method in sorted(route.methods)
    ]
    return [f"{method} {path}" for path, method in sorted(found)]


def page() -> str:
    """The whole list, ending in a line break."""
    return "\n".join([_HEAD, *lines(), ""])


if __name__ == "__main__":
    print(page(), end="")
