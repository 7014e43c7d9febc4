"""What the documentation shows, read by the tests: its commands, its answers and its links."""
