"""Classes of ours that stand in for machina's.

machina's loader looks at the strings in INSTALLED_APPS and takes a class from the
first package that ends in the right name; Django looks at the AppConfig, which
stays machina's. So models, migrations and labels are machina's own, and only what
is found here wins (docs/adr/0002).
"""
