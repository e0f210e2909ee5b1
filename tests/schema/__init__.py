"""What the database itself refuses: every constraint and trigger, each with a statement that tries to break it."""
