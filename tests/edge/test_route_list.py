"""The list of routes: what is not on it is not served, neither in production nor elsewhere."""

import re
from pathlib import Path

from sanic import Sanic

from handlers.app import create_app
from tests.edge import route_list

ROOT = Path(__file__).parents[2]
INSIDE = re.compile(r"_control|debug|inspect(or)?$|metrics|console/(eval|shell)|__|reload|emulat")
"""What is for developers and machines, and must not be among the routes."""


def test_the_application_has_the_routes_on_the_list_and_no_other():
    """A new route is a line in a diff that somebody has read: the command above writes it."""
    assert route_list.page() == route_list.KEPT.read_text()


def test_none_of_them_is_for_developers():
    assert [line for line in route_list.lines() if INSIDE.search(line)] == []


def test_methods_are_those_that_a_phone_can_ask_with():
    """Of `wx.request`: it has no PATCH."""
    methods = {line.partition(" ")[0] for line in route_list.lines()}
    assert methods <= {"GET", "HEAD", "POST", "PUT", "DELETE"}
    heads = [line for line in route_list.lines() if line.startswith("HEAD")]
    assert heads == ["HEAD /seal.svg"]


def test_the_application_runs_without_debugging_and_without_an_inspector():
    app = create_app()
    Sanic.unregister_app(app)
    assert not app.debug
    assert not app.config.get("INSPECTOR")
    assert not app.config.AUTO_RELOAD


def test_the_image_starts_no_emulator_and_reloads_nothing():
    for name in ("Dockerfile", "compose.yaml"):
        text = (ROOT / name).read_text()
        assert not re.search(r"--reload|emulators|--debug|JIADANG_ENVIRONMENT=embedded", text)
