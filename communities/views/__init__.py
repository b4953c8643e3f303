"""Communities' pages beside Wagtail's own: joining, one's own, and looking after."""
