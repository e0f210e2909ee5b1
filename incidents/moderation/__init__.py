"""The workflow between analyst and editor, and the editors' admin."""
