"""Border incidents: a private workbench, a public append-only record, and what leads from one to the other."""
