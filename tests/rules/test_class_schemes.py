"""Class schemes: whole, and what is closed in one stays closed in the other."""

import pytest

from service.archive.class_schemes import CURRENT, DEFAULT, counterpart, scheme

CLOSED = {"a_1": {"证件类", "财产类", "健康保健类"}, "b_1": {"证件", "消费理财", "医疗健康"}}


def test_the_upper_classes_are_those_of_the_field():
    names = {
        version: [n.name for n in scheme(version).nodes.values() if not n.parent]
        for version in CURRENT
    }
    assert (
        "、".join(names["a_1"])
        == "证件类、传记类、社交类、业绩类、财产类、声像类、健康保健类、其他"
    )
    assert (
        "、".join(names["b_1"])
        == "家庭历史、工作成果、荣誉、证件、消费理财、医疗健康、家庭收藏、家庭影像"
    )
    assert DEFAULT in CURRENT


@pytest.mark.parametrize("version", CURRENT)
def test_every_lowest_class_has_an_upper_one_and_examples(version):
    classes = scheme(version)
    for node in classes.lowest:
        assert node.holds
        assert classes.nodes[node.parent].closed == node.closed
        assert classes.title(node.code) == f"{classes.nodes[node.parent].name} › {node.name}"


@pytest.mark.parametrize("version", CURRENT)
def test_papers_property_and_health_are_closed_and_nothing_else(version):
    nodes = scheme(version).nodes.values()
    assert {node.name for node in nodes if node.closed and not node.parent} == CLOSED[version]


@pytest.mark.parametrize(("version", "other"), [CURRENT, CURRENT[::-1]])
def test_whoever_changes_the_scheme_and_back_has_what_there_was(version, other):
    here, there = scheme(version), scheme(other)
    for node in here.lowest:
        code = counterpart(node.code, version, other)
        assert there.nodes[code].closed == node.closed
        assert counterpart(code, other, version) == node.code
        assert counterpart(node.code, version, version) == node.code
    assert len({counterpart(node.code, version, other) for node in here.lowest}) == len(
        there.lowest
    )


def test_a_class_of_no_scheme_has_no_counterpart():
    with pytest.raises(KeyError):
        counterpart("Z9", *CURRENT)
