#!/usr/bin/env python3
"""A schema registry that misbehaves on request, on loopback, for the tests of the client.

Prints its port and, with the argument tls, the file of its certificate. Ends when its standard input does, so that it
never outlives the test. The first part of a path says how to answer, the rest is as in a registry.
"""

import base64
import http.server
import json
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

AVRO = {"schema": json.dumps("string")}


def record(name, **fields):
    return {"type": "record", "name": name, "fields": [{"name": key, "type": value} for key, value in fields.items()]}


def reference(name, subject, version=1):
    return {"name": name, "subject": subject, "version": version}


FETCHES = {
    "/schemas/ids/1": AVRO,
    "/schemas/ids/2": {
        "schema": json.dumps(record("Paid", total="Money", tax="Tax")),
        "references": [reference("Money", "shop/money ä", 3), reference("Tax", "tax")],
    },
    "/subjects/shop%2Fmoney%20%C3%A4/versions/3": {
        "schema": json.dumps(record("Money", units="long", tax="Tax")),
        "references": [reference("Tax", "tax")],
    },
    "/subjects/tax/versions/1": {"schema": json.dumps(record("Tax", rate="int"))},
    "/schemas/ids/3": {"schemaType": "JSON", "schema": "{}"},
    "/schemas/ids/4": {"schemaType": "XML", "schema": "<a/>"},
    "/schemas/ids/5": {"schema": json.dumps("A"), "references": [reference("A", "missing")]},
    "/schemas/ids/6": {"schema": json.dumps("L"), "references": [reference("L", "loop")]},
    "/subjects/loop/versions/1": {"schema": json.dumps("L"), "references": [reference("L", "loop")]},
    "/schemas/ids/7": {"schema": json.dumps("L"), "references": [reference("L", "deep", 1)]},
    "/schemas/ids/4294967295": AVRO,
}
for number in range(1, 100):
    FETCHES[f"/subjects/deep/versions/{number}"] = {"schema": "{}", "references": [reference("L", "deep", number + 1)]}
BASIC = "Basic " + base64.b64encode("me:pass:wörd".encode()).decode()


class Store:
    """Schemas registered by POST: the part of a registry that Confluent's Python serializers use."""

    def __init__(self):
        self.lock = threading.Lock()
        self.by_id, self.subjects = {}, {}

    def post(self, path, body):
        _, _, subject, *versions = path.split("/")
        with self.lock:
            known = self.subjects.setdefault(subject, [])
            for number, (identity, schema) in enumerate(known, 1):
                if schema == body:
                    return 200, self.found(subject, number, identity, schema)
            if not versions:
                return 404, {"error_code": 40403, "message": "Schema not found"}
            identity = len(self.by_id) + 1000
            self.by_id[identity] = body
            known.append((identity, body))
            return 200, self.found(subject, len(known), identity, body)

    def get(self, path):
        parts = path.split("?")[0].split("/")
        with self.lock:
            if parts[1:3] == ["schemas", "ids"] and int(parts[3]) in self.by_id:
                return 200, self.by_id[int(parts[3])]
            if parts[1] == "subjects" and len(parts) > 4 and len(self.subjects.get(parts[2], [])) >= int(parts[4]):
                return 200, self.found(parts[2], int(parts[4]), *self.subjects[parts[2]][int(parts[4]) - 1])
        return 404, {"error_code": 40403, "message": "Schema not found"}

    @staticmethod
    def found(subject, number, identity, schema):
        return {"subject": urllib.parse.unquote(subject), "version": number, "id": identity, **schema}


STORE = Store()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, **headers):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def registry(self, path):
        if path in FETCHES:
            self.answer(200, FETCHES[path])
        elif path.startswith("/subjects/"):
            self.answer(404, {"error_code": 40401, "message": "Subject not found"})
        else:
            self.answer(404, {"error_code": 40403, "message": "Schema not found"})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(*STORE.post(self.path.removeprefix("/store").split("?")[0], body))

    def do_GET(self):
        _, mode, *rest = self.path.split("/")
        path = "/" + "/".join(rest)
        if mode == "ok":
            self.registry(path)
        elif mode == "store":
            self.answer(*STORE.get(path))
        elif mode in ("basic", "bearer"):
            wanted = BASIC if mode == "basic" else "Bearer tok.en"
            if self.headers.get("Authorization") == wanted:
                self.registry(path)
            else:
                self.answer(401, {"error_code": 401, "message": "Unauthorized"})
        elif mode.isdigit():
            self.answer(int(mode), {"error_code": int(mode), "message": "hidden detail"}, Location="/ok" + path)
        elif mode == "slow":
            time.sleep(3)
            self.registry(path)
        elif mode == "trickle":
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            for _ in range(30):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)
        elif mode == "garbage":
            self.answer(200, bytes(range(256)) * 4)
        elif mode == "page":
            self.answer(200, b"<html>log in</html>")
        elif mode == "odd":
            self.answer(200, {"schema": 7})
        elif mode == "empty":
            self.answer(200, b"")
        elif mode == "huge":
            self.answer(200, {"schema": " " * (1 << 20)})
        elif mode == "large":
            self.answer(200, {"schema": json.dumps("string") + " " * 1_000_000})
        elif mode == "endless":
            self.send_response(200)
            self.end_headers()
            for _ in range(3000):
                self.wfile.write(b" " * 1024)
            self.close_connection = True
        elif mode == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"schema":')
            self.close_connection = True
        else:
            self.answer(404, b"<html>not here</html>")


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        pass  # clients that hang up are part of the tests


def secure(server, folder):
    """Makes the server speak TLS under a certificate that nobody else knows."""
    key, certificate = folder + "/key.pem", folder + "/certificate.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    request = ["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "2", *names]
    subprocess.run([*request, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return certificate


with tempfile.TemporaryDirectory() as folder:
    server = Server(("127.0.0.1", 0), Handler)
    certificate = secure(server, folder) if "tls" in sys.argv else ""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], certificate, flush=True)
    sys.stdin.read()
