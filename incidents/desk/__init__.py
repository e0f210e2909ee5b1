"""The analysts' web form and the drafts API."""
