"""A site under load: somebody posts, every other time with a picture, until this is killed.

Says the number of each post once it is stored.
"""

import itertools
import os
import sys
import time

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "cop_site.settings"
    django.setup()

    from forum import services
    from tests.factories.forum import TopicFactory, photograph

    topic = TopicFactory()
    for number in itertools.count():
        files = [photograph(f"kete-{number}.jpg")] if number % 2 else []
        post = services.reply(
            topic=topic, author=topic.poster, text=f"Kia ora {number}, ngā mihi", attachments=files
        )
        sys.stdout.write(f"{post.pk}\n")
        sys.stdout.flush()
        time.sleep(0.02)
