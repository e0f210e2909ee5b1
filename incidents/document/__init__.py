"""The public document: its types, JSON Schema, canonical form, digest and positions. Pure: no database."""
