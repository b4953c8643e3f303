"""Made-up members, rooms and posts in great number, to measure the site with."""
