"""Settings, addresses, the embedded database, and what every REST face shares."""
