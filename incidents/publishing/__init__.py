"""The only code that writes the record."""
