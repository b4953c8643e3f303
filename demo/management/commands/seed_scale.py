from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.management.commands.seed_demo import quiet
from demo.scale.plan import Plan, Size
from demo.scale.write import Writer


class Command(BaseCommand):
    help = (
        "Write made-up members, communities, topics and posts in great number, to measure with. "
        "A few rooms, topics and people are busy, the rest are not. The same seed gives the same; "
        "after an interruption a second run goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--members", type=int, default=2000)
        parser.add_argument("--communities", type=int, default=40, help="Each has one room.")
        parser.add_argument("--topics", type=int, help="A tenth of the posts, unless told.")
        parser.add_argument("--posts", type=int, default=10_000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--tracks", type=int, default=0, help="Marks of topics read.")
        parser.add_argument("--index", action="store_true", help="Fill the search index too.")
        parser.add_argument(
            "--yes", action="store_true", help="Write into a real site too; it stays there."
        )

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        if not settings.TRIAL and not options["yes"]:
            raise CommandError(
                "This would fill a real site with made-up people and posts, which nothing takes "
                "away again. If you want that, add --yes."
            )
        topics = options["topics"] or max(options["posts"] // 10, 1)
        size = Size(
            options["members"], options["communities"], topics, options["posts"], options["seed"]
        )
        if min(size.members, size.communities) < 1 or size.posts < size.topics:
            raise CommandError("It takes a member, a community, and a post for each topic.")
        say = self._say if verbosity else lambda line: None
        with quiet("wagtail"):
            if not Writer(Plan(size), say).write(tracks=options["tracks"]):
                say("It is all there already.")
        if options["index"]:
            say("Filling the search index …")
            call_command("wagtail_update_index", verbosity=0)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
