"""The catalogue of mutants, by the wing whose source they change."""

from tests.mutants.catalogue import (
    archive,
    edge,
    filing,
    foundation,
    people,
    programme,
    sharing,
    showing,
    trust,
    vendors,
    verdicts,
)
from tests.mutants.mutant import Mutant

WINGS = (
    *(foundation, edge, vendors, verdicts, trust, people),
    *(archive, filing, sharing, showing, programme),
)

MUTANTS: dict[str, Mutant] = {one.name: one for wing in WINGS for one in wing.MUTANTS}
