#!/usr/bin/env python
"""Django's command line for Alongside."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop_site.settings")
    from django.core.management import execute_from_command_line  # -- slow import

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
