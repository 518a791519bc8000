"""Translation work for the worker."""

from django_tasks import task

from home.translating import runs


@task(backend="shop")
def translations_run(run_id: int) -> None:
    """Do a run; one that was cut off goes on where it stopped."""
    runs.run_do(run_id)
