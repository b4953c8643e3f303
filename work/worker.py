"""The worker of the database's queue, with a lease, retries and an end to each attempt."""

from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from work.attempts import at_work, attempt
from work.patience import patiently


class Worker(DatabaseWorker):
    """A worker whose name no other bears: tasks that bear it are left by a predecessor."""

    def run(self) -> None:
        patiently(self.hold_lease_and_run)

    def hold_lease_and_run(self) -> None:
        with at_work(self.worker_id):
            self.run_under_lease()

    def run_under_lease(self) -> None:
        super().run()

    def run_task(self, row: DBTaskResult) -> None:
        self.running_task = True
        try:
            attempt(row)
        finally:
            self.running_task = False
            self._run_tasks += 1
