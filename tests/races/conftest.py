"""Many threads that start at the same moment, each with its own connection."""

import threading

import pytest
from django.db import connections


@pytest.fixture
def together():
    """Call ``act(number)`` in ``count`` threads at once; returns (results, errors)."""

    def run(act, count):
        barrier = threading.Barrier(count)
        results, errors = [], []

        def one(number):
            try:
                barrier.wait(timeout=30)
                results.append(act(number))
            except Exception as error:  # noqa: BLE001 - every outcome is the test's to judge
                errors.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert not any(thread.is_alive() for thread in threads)
        return results, errors

    return run
