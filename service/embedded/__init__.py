"""The embedded installation: PostgreSQL, Valkey and every process of the service on one machine."""
