"""What every REST face shares: authentication, renderers, errors, pagination."""
