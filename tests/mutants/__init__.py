"""Mutants: small defects put into copies of the source, each of which a named test must catch."""
