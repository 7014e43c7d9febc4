"""What is expected of the routes that read the years of a child or of a family."""

from tests.trust.matrix.rule import CHILD_READS, FAMILY_READS, Rule

_COVERS = f"entries={'A' * 22}"
_OF = {"student": CHILD_READS, "family": FAMILY_READS}
_ASKING = {"months": "", "covers": _COVERS, "places": "", "search": "q=海", "on-this-day": ""}
_PLURAL = {"student": "students", "family": "families"}

OF_TIMELINES = {
    f"GET {_PLURAL[kind]}/<{kind}_id:uuid>/{path}": Rule(kind, reads, query=query)
    for kind, reads in _OF.items()
    for path, query in _ASKING.items()
} | {
    f"GET {_PLURAL[kind]}/<{kind}_id:uuid>/months/<month:str>": Rule(f"{kind}_month", reads)
    for kind, reads in _OF.items()
}
