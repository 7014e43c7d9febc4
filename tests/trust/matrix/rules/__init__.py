"""What is expected of every route."""

from tests.trust.matrix.rule import Rule
from tests.trust.matrix.rules.archive import OF_THE_ARCHIVE, SHARED
from tests.trust.matrix.rules.children import OF_A_CHILD
from tests.trust.matrix.rules.families import OF_A_FAMILY, OF_ONESELF
from tests.trust.matrix.rules.schools import OF_A_SCHOOL, OF_STAFF

RULES: dict[str, Rule] = {
    **OF_ONESELF,
    **OF_A_FAMILY,
    **OF_A_CHILD,
    **OF_THE_ARCHIVE,
    **SHARED,
    **OF_A_SCHOOL,
    **OF_STAFF,
}
