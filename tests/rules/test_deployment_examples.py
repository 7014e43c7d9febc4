"""Deployment: the examples name every setting that has to be decided, and none that is not read."""

from pathlib import Path

import msgspec

from service.foundation.settings import PREFIX, Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
OF_THE_IMAGE = {"JIADANG_ENVIRONMENT"}
OF_THE_DATABASE = {"POSTGRES_PASSWORD", "JIADANG_OWNER_PASSWORD"}


def named(file: str) -> set[str]:
    lines = (DEPLOY / file).read_text().splitlines()
    return {line.partition("=")[0] for line in lines if "=" in line and not line.startswith("#")}


def test_the_examples_name_what_has_to_be_decided_and_nothing_else():
    fields = msgspec.structs.fields(Settings)
    known = {PREFIX + one.name.upper() for one in fields}
    required = {PREFIX + one.name.upper() for one in fields if one.required}
    assert named("jiadang.env.example") <= known
    assert required <= named("jiadang.env.example") | OF_THE_IMAGE
    assert named("owner.env.example") - OF_THE_DATABASE == {"JIADANG_MIGRATION_DATABASE_URL"}
