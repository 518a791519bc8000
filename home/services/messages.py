"""What visitors sent by forms, and how long it is kept."""

from __future__ import annotations

import datetime as dt

from gemkit.clock import now
from home.models import FormMessage


def messages_forget(*, older_than: dt.timedelta) -> int:
    """Delete the messages of forms that came longer ago than ``older_than``; returns how many."""
    _rows, gone = FormMessage.objects.filter(submit_time__lt=now() - older_than).delete()
    return gone.get(FormMessage._meta.label, 0)
