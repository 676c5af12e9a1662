import json
import sys

ACTIONS = ["place_call", "answer_call", "hang_up"]
methods = {"session.start": lambda params: {}, "session.stop": lambda params: {}}


def initialize(params):
    return {"protocol": 1, "implementation": {"name": "example-client", "version": "4.2.0"},
            "actions": ACTIONS, "notes": ["incoming_call"]}


def act(params):
    print("would act now:", params, file=sys.stderr)
    return {}


methods["initialize"] = initialize
for action in ACTIONS:
    methods[action] = act

for line in sys.stdin:
    request = json.loads(line)
    answer = {"jsonrpc": "2.0", "id": request["id"]}
    if request["method"] in methods:
        answer["result"] = methods[request["method"]](request["params"])
    else:
        answer["error"] = {"code": -32601, "message": "no such action"}
    print(json.dumps(answer), flush=True)
