"""Browser tests: Chromium against gunicorn and a real database."""
