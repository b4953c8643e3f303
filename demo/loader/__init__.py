"""Writes the demo, a section at a time, and takes it away again."""

from demo.loader.run import remove, write

__all__ = ["remove", "write"]
