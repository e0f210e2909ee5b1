"""The document: its form, its schema, what it finds, and how two of it differ."""
