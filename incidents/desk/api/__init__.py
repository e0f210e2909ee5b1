"""The drafts API: the desk's form as JSON, with the same rules and the same errors."""
