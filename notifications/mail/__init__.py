"""Notifications by mail: letters that say nothing to a stranger, and how one stops them.

A ``Letter`` is claimed with its notifications in one transaction (``gathering``), written when it
leaves (``writing``) and sent once (``sending``). Why it is so: docs/adr/0022.
"""
