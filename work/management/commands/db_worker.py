from typing import Any

from django_tasks_db.management.commands import db_worker

from work.worker import Worker


class Command(db_worker.Command):
    """The library's command under its own name: one without a lease cannot be started."""

    help = (
        "Do the work that waits, until SIGTERM; several may run. What a killed one leaves behind "
        "is put back within about a minute, and at once when --worker-id is used again."
    )

    def handle(
        self, *, queue_name: str, exclude_queues: str, verbosity: int, **options: Any
    ) -> None:
        self.configure_logging(verbosity)
        names = ("interval", "batch", "backend_name", "startup_delay", "max_tasks", "worker_id")
        worker = Worker(
            queue_names=queue_name.split(","),
            excluded_queue_names=exclude_queues.split(",") if exclude_queues else [],
            **{name: options[name] for name in names},
        )
        worker.configure_signals()
        worker.run()
