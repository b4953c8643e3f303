"""The worker of the database's queue."""

from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker


class Worker(DatabaseWorker):
    pass
