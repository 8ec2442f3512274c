"""Pages for visitors, in their language."""
