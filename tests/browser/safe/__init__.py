"""Nothing is lost at the desk."""
