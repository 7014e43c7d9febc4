"""A database without a table."""

from tests.foundation.conftest import empty

__all__ = ["empty"]
