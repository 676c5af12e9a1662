"""Moves @name@ for ringcheck: reads an order from each line of stdin, and answers it on stdout.

The protocol, and every order that there is: schemas/driver/README.md and protocol.yaml of ringcheck.
Hold this file to it with: ringcheck adapter check --subject .
"""

import json
import sys
import threading
import time

from client import Client

VERSION = "0"  # of your client, as reports shall call it

messages = sys.stdout
sys.stdout = sys.stderr  # only messages may go to stdout: print() is for the log now

writing = threading.Lock()
clients = {}    # session -> the client that plays it
last_note = {}  # session -> the number of its last note


class Refused(Exception):
    """Your client declines an order, or has no such call in that state: no_such. All else that is raised is the fault
    of this file."""

    def __init__(self, why, kind="refused"):
        super().__init__(why)
        self.kind = kind


def write(message):
    with writing:
        messages.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        messages.flush()


def note(session, kind, **data):
    """Tells what a person at the client would see; the kind stands in NOTES."""
    last_note[session] += 1
    write({"method": "note", "params": {"session": session, "seq": last_note[session],
                                        "t_ms": int(time.monotonic() * 1000), "kind": kind, "data": data}})


def start(params):
    session = params["session"]
    login = {key: params.get(key)
             for key in ("homeserver_url", "user_id", "device_id", "access_token", "password", "ca_file")}
    last_note[session] = 0

    def on_ring(call_id, room_id, caller, media):
        note(session, "incoming_call", call_id=call_id, room_id=room_id, media=media, **{"from": caller})

    clients[session] = Client(on_ring, **login)
    clients[session].start()
    return {}


def stop(params):
    clients.pop(params["session"]).stop()
    return {}


# What a person can do with your client, one function each, as far as you have them: `ringcheck run` says what each
# further one would add. For example:
#
#   def reject_call(params):
#       if not clients[params["session"]].reject(params["call_id"]):
#           raise Refused("it rings no longer", kind="no_such")
#       return {}
#
#   ACTIONS = {"reject_call": reject_call}
ACTIONS = {}
NOTES = ["incoming_call"]


def initialize(params):
    return {"protocol": 1, "implementation": {"name": "@name@", "version": VERSION},
            "actions": list(ACTIONS), "notes": NOTES}


METHODS = {"initialize": initialize, "session.start": start, "session.stop": stop, **ACTIONS}

for line in sys.stdin:
    request = json.loads(line)
    answer = {"id": request["id"]}
    if request["method"] in METHODS:
        try:
            answer["result"] = METHODS[request["method"]](request["params"])
        except Refused as error:
            answer["error"] = {"code": -32000, "message": str(error), "data": {"kind": error.kind}}
        except Exception as error:
            answer["error"] = {"code": -32000, "message": repr(error), "data": {"kind": "adapter_failed"}}
    else:
        answer["error"] = {"code": -32601, "message": "there is no such order"}
    write(answer)
