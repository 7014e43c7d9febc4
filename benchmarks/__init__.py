"""Benchmarks: what things cost, beside a peer that does the same on this machine at this moment."""
