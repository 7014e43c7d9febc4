"""Ingest: a bag that a family took home, brought back into an installation (OAIS, ISO 14721).

The command is the operator's, as `restore` is: what was checked in the installation that made the
bag is taken as checked. The family is one that its guardian has founded here and that is empty; the
people of the bag come as authors who do not sign in, and relatives are invited anew. All else keeps
its ids, its days and its archival numbers. Ended halfway it is run again.
"""
