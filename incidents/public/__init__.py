"""The faces of the record."""
