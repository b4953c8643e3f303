"""The demo: a site full of made-up people, so that one can see what the software is for.

What it says stands in TOML files beside this one, and in ``files/``; ``loader/`` writes
it through the same services that members and editors use.
"""
