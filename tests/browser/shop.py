"""A real shop for the browsers: a folder and a database of its own, the demo, a server and a worker.

While writing tests keep one running: `python -m tests.browser.shop FOLDER`, and in another terminal
`BROWSER_SHOP=FOLDER make test-browser`. A seeded FOLDER is used again.
"""

import email
import email.policy
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 600  # seeding competes with whatever else the machine does
MAIL_SECONDS = 30
# Maintenance answers 503 on purpose, and Django logs that as an error.
COMPLAINT = re.compile(r"\[(error|critical) *\](?! Service Unavailable)|Traceback|database is locked")


class Shop:
    """Starts and stops the processes; ``address`` and ``folder`` are all that tests need to know."""

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.client_origin = f"http://127.0.0.1:{free_port()}"  # where the headless client will be served
        self.database = make_database()
        self.processes = []

    def start(self):
        read_end, write_end = os.pipe()
        self.run("server", [sys.executable, "tools/serve.py", str(write_end)], pass_fds=(write_end,))
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            if not pipe.read():  # ends when the shop is prepared, or when that failed
                raise RuntimeError(f"The shop could not be prepared:\n{self.log()[-3000:]}")
        self.run("worker", [sys.executable, "manage.py", "shop_worker"])
        self.wait_until_ready()

    def run(self, name, command, **options):
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                **options,
            )
        self.processes.append(process)

    def environment(self):
        """The production settings, as `make run` has them; nothing of the test settings leaks in."""
        return {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}",
            "PYTHONWARNINGS": "",
            "DJANGO_SETTINGS_MODULE": "gemsite.settings.production",
            "DATABASE_URL": self.database,
            "REDIS_URL": "",
            "DATA_DIR": str(self.folder),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "BASE_URL": self.address,
            "CORS_ALLOWED_ORIGINS": self.client_origin,
            "WEB_CONCURRENCY": "2",
            "WEB_THREADS": "2",
            "SECRET_KEY": "browser-tests-only-secret-key-that-is-used-nowhere-else",
            "ORDER_LINK_KEY": "browser-tests-only-order-link-key-used-nowhere-else",
            "THROTTLE_SCALE": "1000",  # all buyers of the tests come from one address
            "NBU_ENABLED": "no",
            "DEBUG": "no",
            "LOG_LEVEL": "INFO",
        }

    def wait_until_ready(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if any(process.poll() is not None for process in self.processes):
                break
            try:
                with urllib.request.urlopen(f"{self.address}/ready/", timeout=30):
                    return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError(f"The shop did not come up:\n{self.log()[-3000:]}")

    def log(self):
        return read_logs(self.folder)

    def write(self, about):
        """Tell other processes what they need to know of this shop."""
        known = {"address": self.address, "folder": str(self.folder), "environment": self.environment()}
        about.write_text(json.dumps(known))

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        drop_database(self.database)


class Remote:
    """What a test sees of the shop: addresses, mails, logins, and a hand in the stock room."""

    def __init__(self, address, folder, environment):
        self.address, self.folder, self.environment = address, Path(folder), environment
        self.hand = None

    def url(self, path):
        return path if path.startswith("http") else f"{self.address}{path}"

    def do(self, action, **values):
        """Have something done inside the shop, by its own services (see hand.py); return the answer."""
        if self.hand is None:
            self.hand = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("hand.py"))],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        self.hand.stdin.write(json.dumps({"action": action, **values}) + "\n")
        self.hand.stdin.flush()
        answer = json.loads(self.hand.stdout.readline())
        assert "error" not in answer, f"{action}: {answer['error']}"
        return answer["answer"]

    def mails(self, recipient):
        """Return the mails written to ``recipient`` so far."""
        found = [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in sorted((self.folder / "mail").glob("*.eml"))
        ]
        return [mail for mail in found if recipient in str(mail["To"])]

    def wait_for_mail(self, recipient, saying=""):
        """Return the recipient's mails once one of them says this; all there are when none ever does."""
        deadline = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < deadline:
            if any(saying in mail.get_body(("plain",)).get_content() for mail in self.mails(recipient)):
                break
            time.sleep(0.1)
        return self.mails(recipient)

    def complaints(self):
        """Return the errors that server and worker have logged so far."""
        return [line for line in self.log().splitlines() if COMPLAINT.search(line)]

    def logins(self):
        lines = (self.folder / "demo-logins.txt").read_text().splitlines()
        return dict(line.split() for line in lines if line.strip())

    def log(self):
        return read_logs(self.folder)

    def close(self):
        if self.hand is not None:
            self.hand.stdin.close()
            self.hand.wait(20)
            self.hand.stdout.close()


def read_logs(folder):
    return "".join(path.read_text(errors="replace") for path in sorted(folder.glob("*.log")))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_database():
    """Return the address of an empty PostgreSQL database beside the one given; "" means SQLite."""
    given = os.environ.get("DATABASE_URL", "")
    if not given:
        return ""
    name = f"lapidary_browser_{secrets.token_hex(4)}"
    run_sql(given, f'CREATE DATABASE "{name}"')
    return f"{given.partition('?')[0].rpartition('/')[0]}/{name}"


def drop_database(address):
    if address:
        run_sql(os.environ["DATABASE_URL"], f'DROP DATABASE "{address.rpartition("/")[2]}" WITH (FORCE)')


def run_sql(address, statement):
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


def main():
    folder = Path(sys.argv[1])
    data, about = folder / "data", folder / "about.json"
    data.mkdir(parents=True, exist_ok=True)
    for log in data.glob("*.log"):
        log.unlink()
    shop = Shop(data)
    try:
        shop.start()
        shop.write(about)
        sys.stdout.write(f"{shop.address}\n")
        sys.stdout.flush()
        signal.pause()
    except KeyboardInterrupt:
        pass
    finally:
        about.unlink(missing_ok=True)
        shop.stop()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    main()
