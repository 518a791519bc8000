"""Mails leave here."""

from django_tasks import task

from commerce.notifications import services


@task(backend="shop")
def mail_send(mail_id: int) -> None:
    """Send a mail of the outbox. Running it twice is harmless."""
    services.mail_deliver(mail_id=mail_id)
