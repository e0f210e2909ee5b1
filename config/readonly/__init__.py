"""Read-only mode: public reading goes on, and no statement of whatever road changes the data (docs/readonly.md)."""
