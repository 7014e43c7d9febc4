"""Peers: the same feed page as others would write it, on the same PostgreSQL and the same rows."""
