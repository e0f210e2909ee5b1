"""The locator map: drawn on the server from open geography that ships with the code (geo/README.md)."""
