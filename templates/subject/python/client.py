"""Stands in for @name@: logs in, syncs, and rings at each invite, which is less than the specification asks.

Put your own client in its place: adapter.py needs no more of it than these methods.
"""

import http.client
import json
import socket
import ssl
import sys
import threading
import urllib.parse


class Client:
    """One device of one user."""

    def __init__(self, on_ring, homeserver_url, user_id, device_id, access_token=None, password=None, ca_file=None):
        self.on_ring = on_ring  # called from the thread of the sync
        self.homeserver = urllib.parse.urlsplit(homeserver_url)
        self.user_id = user_id
        self.device_id = device_id
        self.token = access_token
        self.password = password
        self.ca_file = ca_file  # of a homeserver over TLS: whom to trust
        self.stopping = threading.Event()

    def start(self):
        """Returns when the first sync is done and the next one is open."""
        if self.homeserver.scheme == "https":
            trust = ssl.create_default_context(cafile=self.ca_file)
            self.connection = http.client.HTTPSConnection(self.homeserver.netloc, context=trust)
        else:
            self.connection = http.client.HTTPConnection(self.homeserver.netloc)
        if self.token is None:
            self.token = self.call("POST", "/login", {
                "type": "m.login.password", "device_id": self.device_id, "password": self.password,
                "identifier": {"type": "m.id.user", "user": self.user_id}})["access_token"]
        self.since = self.call("GET", "/sync?timeout=0")["next_batch"]
        self.open_sync()
        self.thread = threading.Thread(target=self.sync, daemon=True)
        self.thread.start()

    def stop(self):
        """Returns when no request is open."""
        self.stopping.set()
        if self.connection.sock is not None:
            self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.thread.join()

    def sync(self):
        while not self.stopping.is_set():
            try:
                if self.connection.sock is None:
                    self.open_sync()
                answer = self.answer()
                self.since = answer["next_batch"]
                self.open_sync()
                self.look_for_calls(answer)
            except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
                self.connection.close()
                if not self.stopping.wait(0.5):
                    print(f"sync is tried again: {error!r}", file=sys.stderr)
        self.connection.close()

    def look_for_calls(self, answer):
        for room_id, room in answer.get("rooms", {}).get("join", {}).items():
            for event in room["timeline"]["events"]:
                call_id = event["content"].get("call_id")
                if event["type"] == "m.call.invite" and event["sender"] != self.user_id and isinstance(call_id, str):
                    media = [kind for kind in ("audio", "video") if f"m={kind}" in json.dumps(event)]
                    self.on_ring(call_id, room_id, event["sender"], media)

    def open_sync(self):
        self.send("GET", "/sync?timeout=30000&since=" + urllib.parse.quote(self.since))

    def call(self, method, path, body=None):
        self.send(method, path, body)
        return self.answer()

    def send(self, method, path, body=None):
        headers = {"Content-Type": "application/json"}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        self.connection.request(method, "/_matrix/client/v3" + path, None if body is None else json.dumps(body),
                                headers)

    def answer(self):
        response = self.connection.getresponse()
        answer = json.loads(response.read())
        if response.status != 200:
            raise ValueError(f"answered {response.status}: {answer}")
        return answer
