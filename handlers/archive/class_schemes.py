"""Class schemes: the lists by which a family may divide its archive, for everybody to read."""

from typing import Annotated

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.operations import ok, operation
from models.archive.filing import Category, Retention
from service.archive.class_schemes import CURRENT, DEFAULT, ClassNode, scheme

bp = Blueprint("class_schemes")


class ClassView(msgspec.Struct):
    """A class; items have a lowest one, which names its upper one as `parent`."""

    code: str
    parent: Annotated[str, Meta(description="Empty for an upper class.")]
    name: str
    holds: Annotated[str, Meta(description="Examples of what belongs there.")]
    closed: Annotated[
        bool, Meta(description="Noted with where it lies, without pictures, for guardians alone.")
    ]
    category: Annotated[Category | None, Meta(description="What most of its items are.")]
    retention: Annotated[Retention | None, Meta(description="How long most of them are kept.")]


class SchemeView(msgspec.Struct):
    version: str
    chosen_first: Annotated[bool, Meta(description="Whether families begin with it.")]
    classes: list[ClassView]


class Schemes(msgspec.Struct):
    items: list[SchemeView]


def _class(node: ClassNode) -> ClassView:
    shown = node.code, node.parent, node.name, node.holds, node.closed
    return ClassView(*shown, node.category, node.retention)


@bp.get("/class-schemes")
@operation("By which lists a family may divide its archive", gives=Schemes)
async def index(request: Request) -> HTTPResponse:
    versions = [
        SchemeView(
            version, version == DEFAULT, [_class(node) for node in scheme(version).nodes.values()]
        )
        for version in CURRENT
    ]
    return ok(Schemes(versions))
