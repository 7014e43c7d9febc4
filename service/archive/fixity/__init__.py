"""Fixity: every original is read again in time; what is damaged or lost is noted and repaired."""
