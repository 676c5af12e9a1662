#!/bin/sh
# Moves @name@ for ringcheck: reads an order from each line of stdin, and answers it on stdout.
#
# The protocol, and every order that there is: schemas/driver/README.md and protocol.yaml of ringcheck.
# Hold this file to it with: ringcheck adapter check --subject .
#
# Only messages may go to stdout: print to stderr, >&2, which is the log.

. ./client.sh

version=0 # of your client, as reports shall call it

result() { jq -nc --argjson id "$id" --argjson result "$1" '{jsonrpc: "2.0", id: $id, result: $result}'; }
# fail KIND MESSAGE: whose fault it is, and what went wrong.
fail() {
  jq -nc --argjson id "$id" --arg kind "$1" --arg message "$2" \
    '{jsonrpc: "2.0", id: $id, error: {code: -32000, message: $message, data: {kind: $kind}}}'
}
# note SESSION KIND DATA: what a person at the client would see; the kind stands in `notes`.
note() {
  seq=$(($(cat "$TMPDIR/$1/seq" 2>/dev/null || echo 0) + 1))
  echo "$seq" >"$TMPDIR/$1/seq"
  jq -nc --arg session "$1" --arg kind "$2" --argjson data "$3" --argjson seq "$seq" --argjson t_ms "$(date +%s000)" \
    '{jsonrpc: "2.0", method: "note", params: {session: $session, seq: $seq, t_ms: $t_ms, kind: $kind, data: $data}}'
}
param() { printf '%s' "$request" | jq -r --arg name "$1" '.params[$name] // ""'; }

# What a person can do with your client stands in `actions`, and has a case below, as far as you have it:
# `ringcheck run` says what each further one would add. For example:
#
#   "actions": ["reject_call"]
#   reject_call) if my-client reject "$(param call_id)"; then result '{}'; else fail refused "it would not"; fi ;;
while IFS= read -r request; do
  id=$(printf '%s' "$request" | jq .id)
  case $(printf '%s' "$request" | jq -r .method) in
    initialize)
      result '{"protocol": 1, "implementation": {"name": "@name@", "version": "'"$version"'"},
        "actions": [], "notes": ["incoming_call"]}'
      ;;
    session.start)
      if client_start "$(param session)" "$(param homeserver_url)" "$(param user_id)" "$(param device_id)" \
        "$(param access_token)" "$(param password)" "$(param ca_file)"; then
        result '{}'
      else
        fail adapter_failed "could not log in and sync; stderr has more"
      fi
      ;;
    session.stop)
      client_stop "$(param session)"
      result '{}'
      ;;
    *) jq -nc --argjson id "$id" '{jsonrpc: "2.0", id: $id, error: {code: -32601, message: "there is no such order"}}' ;;
  esac
done
