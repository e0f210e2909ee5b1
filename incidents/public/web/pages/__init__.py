"""What a page shows, composed from public documents: plain values, ready for templates."""
