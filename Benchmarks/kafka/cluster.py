"""The brokers that benchmarks run on: those of somebody else, or the bundled one, which is then stopped again."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import package  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = pathlib.Path(__file__).resolve().parent
CACHE = ROOT / ".cache" / "bench"
# The bundled broker answers a fetch with all it has, and keeps everything in memory.
BUNDLED_RECORDS = 500_000


def python_with_kafka() -> str:
    """An interpreter that has a Kafka client: PY, or that of an environment made for it."""
    if os.environ.get("PY"):
        return os.environ["PY"]
    environment, wanted = CACHE / "venv", HERE / "requirements.txt"
    python, stamp = environment / "bin" / "python", environment / "requirements.txt"
    if not stamp.exists() or stamp.read_bytes() != wanted.read_bytes():
        subprocess.run([sys.executable, "-m", "venv", "--clear", environment], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", wanted], check=True)
        shutil.copy(wanted, stamp)
    return str(python)


class Cluster:
    """Brokers, from `with` on."""

    def __init__(self, brokers: str | None, process: str | None = None):
        self.brokers, self.process, self.started = brokers or "", process, False
        self.folder = CACHE / "broker"
        self.python = ""

    def __enter__(self) -> "Cluster":
        CACHE.mkdir(parents=True, exist_ok=True)
        package.build("kafka-limit")
        self.python = python_with_kafka()
        if not self.brokers:
            self.bundled("stop")
            shutil.rmtree(self.folder, ignore_errors=True)
            self.brokers, self.started = self.bundled("start"), True
            self.process = (self.folder / "broker.pid").read_text().split()[0]
        return self

    def __exit__(self, *_: object) -> None:
        if self.started:
            self.bundled("stop")

    def bundled(self, action: str) -> str:
        command = [ROOT / "scripts" / "broker", action, "--dir", self.folder]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()

    def records(self, action: str, *rest: object) -> str:
        """Runs records.py; returns what it prints."""
        environment = dict(os.environ) | {"R1_BOOTSTRAP": self.brokers}
        command = [self.python, "-B", HERE / "records.py", action, *map(str, rest)]
        return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()

    def limit(self, topics: list[str], *rest: str) -> dict:
        """What librdkafka alone takes for these topics: to read them, or to read and write."""
        command = [package.BUILT / "kafka-limit", self.brokers, ",".join(topics), *rest]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def columns(rows: list[tuple[str, ...]]) -> str:
    """Rows as text, what is not in the first column to the right."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = []
    for row in rows:
        cells = [cell.ljust(width) if not at else cell.rjust(width) for at, (cell, width) in enumerate(zip(row, widths))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
