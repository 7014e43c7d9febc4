"""What is expected of the routes about a region's figures."""

from tests.trust.matrix.rule import UPPER_STAFF, Rule, may

OF_INSIGHT = {
    f"GET regions/<region_id:uuid>/insight{kind}": Rule("school", {"own": may(UPPER_STAFF)})
    for kind in ("", ".csv", ".svg")
}
