"""The private, normalised tables that analysts and editors work on."""
