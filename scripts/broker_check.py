#!/usr/bin/env python3
"""Exits 0 when a Kafka broker answers at HOST:PORT within two seconds, 1 when none does.

It asks for the list of API versions, the one request that every broker answers before anything else. Plain text only.
"""

import socket
import struct
import sys

CORRELATION = 1
CLIENT = b"treue-check"
API_VERSIONS, VERSION = 18, 0


def answers(host: str, port: int) -> bool:
    request = struct.pack(">hhih", API_VERSIONS, VERSION, CORRELATION, len(CLIENT)) + CLIENT
    with socket.create_connection((host, port), timeout=2) as connection:
        connection.sendall(struct.pack(">i", len(request)) + request)
        head = b""
        while len(head) < 10:
            part = connection.recv(10 - len(head))
            if not part:
                return False
            head += part
    _, correlation, error = struct.unpack(">iih", head)
    return correlation == CORRELATION and error == 0


def main() -> int:
    if len(sys.argv) != 2 or ":" not in sys.argv[1]:
        print("usage: broker_check.py HOST:PORT", file=sys.stderr)
        return 2
    host, _, port = sys.argv[1].rpartition(":")
    try:
        return 0 if answers(host.strip("[]"), int(port)) else 1
    except (OSError, ValueError) as error:
        print(f"{sys.argv[1]}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
