"""Text into statements, and the mentions of actors in them."""
