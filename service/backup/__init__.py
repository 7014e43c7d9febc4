"""Backup: rows and objects of one moment in a folder, and a new installation out of it."""
