"""The access matrix: every route, for everybody, on every kind of thing there is for it.

`rules` says what is expected, `cast` who asks, `things` what they ask for; `python -m
tests.trust.matrix` prints docs/access.md.
"""
