"""Regions: the tree 市→区→镇街→社区 to choose from, level by level."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read_query
from handlers.edge.operations import ok, operation
from models.people.regions import Region
from service.foundation.drafts import Draft
from service.people import regions

bp = Blueprint("regions")

LevelWord = Annotated[
    str,
    Meta(
        description="Wide to narrow: 市、区、镇街、社区.",
        extra_json_schema={"enum": ["city", "district", "town", "community"]},
    ),
]


class Below(Draft):
    """Below which region."""

    parent: Annotated[UUID | None, Meta(description="Without it, the districts.")] = None


class RegionView(msgspec.Struct):
    """A region of the tree."""

    id: UUID
    code: Annotated[str, Meta(description="统计用区划代码, 12 digits.")]
    name: str
    level: LevelWord


class Regions(msgspec.Struct):
    items: Annotated[list[RegionView], Meta(description="By code; none below a community.")]


class RegionInPlace(RegionView):
    """A region with all above it."""

    full_name: Annotated[str, Meta(description="Such as 「珠海市 香洲区 拱北街道」.")]
    chain: Annotated[list[RegionView], Meta(description="The city first, the region last.")]


def _present(region: Region) -> RegionView:
    return RegionView(region.id, region.code, region.name, region.level.name.lower())


@bp.get("/regions")
@operation("The regions right below one", query=Below, gives=Regions, refuses=(404,))
async def index(request: Request) -> HTTPResponse:
    parent = read_query(request, Below).parent
    return ok(Regions([_present(region) for region in await regions.below(parent)]))


@bp.get("/regions/<region_id:uuid>")
@operation("A region and all above it", gives=RegionInPlace)
async def show(request: Request, region_id: UUID) -> HTTPResponse:
    region = await regions.found(region_id)
    chain = await regions.chain(region)
    return ok(
        RegionInPlace(
            **msgspec.structs.asdict(_present(region)),
            full_name=regions.full_name(chain),
            chain=[_present(above) for above in chain],
        )
    )
