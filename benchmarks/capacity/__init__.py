"""Capacity: from families to machines and money, by what was measured (docs/capacity.md)."""
