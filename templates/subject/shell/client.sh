# Stands in for @name@: logs in, syncs, and rings at each invite, which is less than the specification asks.
# Put your own client in its place. Needs curl and jq.
#
# A session keeps what it must know in $TMPDIR/<session>, which is gone when it stops.

# ask METHOD PATH [BODY]: one request of the session $session; prints the answer. Only for pipelines and the background:
# it becomes curl, so that whoever ends it ends that.
ask() {
  set -- "$1" "$2" "${3:-}" "$(cat "$TMPDIR/$session/url")" "$(cat "$TMPDIR/$session/token")" \
    "$(cat "$TMPDIR/$session/ca_file")"
  exec curl --silent --show-error --fail --request "$1" --header 'Content-Type: application/json' \
    ${5:+--header "Authorization: Bearer $5"} ${6:+--cacert "$6"} ${3:+--data "$3"} "$4/_matrix/client/v3$2"
}

# client_start SESSION URL USER DEVICE TOKEN PASSWORD CA_FILE: returns when the first sync is done and the next one is
# begun: curl does not tell when it is open. CA_FILE is of a homeserver over TLS: whom to trust.
client_start() {
  session=$1
  mkdir "$TMPDIR/$session" || return
  if client_first_sync "$@"; then
    client_sync </dev/null &
    echo $! >"$TMPDIR/$session/pid"
  else
    rm -r "${TMPDIR:?}/$session"
    return 1
  fi
}

client_first_sync() {
  echo "$2" >"$TMPDIR/$session/url"
  echo "$3" >"$TMPDIR/$session/user"
  echo "$5" >"$TMPDIR/$session/token"
  echo "$7" >"$TMPDIR/$session/ca_file"
  if [ -z "$5" ]; then
    login=$(jq -nc --arg user "$3" --arg device "$4" --arg password "$6" '{type: "m.login.password",
      device_id: $device, password: $password, identifier: {type: "m.id.user", user: $user}}')
    ask POST /login "$login" | jq -er .access_token >"$TMPDIR/$session/token" || return
  fi
  ask GET '/sync?timeout=0' | jq -er .next_batch >"$TMPDIR/$session/since"
}

client_sync() {
  trap 'kill "$!" && wait "$!"; exit 0' TERM
  while :; do
    since=$(jq -Rr @uri "$TMPDIR/$session/since")
    ask GET "/sync?timeout=30000&since=$since" >"$TMPDIR/$session/answer" &
    if wait "$!"; then
      jq -er .next_batch "$TMPDIR/$session/answer" >"$TMPDIR/$session/next" &&
        mv "$TMPDIR/$session/next" "$TMPDIR/$session/since"
      client_calls | while IFS= read -r ring; do note "$session" incoming_call "$ring"; done
    else
      sleep 1 &
      wait "$!"
    fi
  done
}

# The invites of the last sync, one a line, as the note incoming_call has them.
client_calls() {
  jq -c --arg user "$(cat "$TMPDIR/$session/user")" '.rooms.join // {} | to_entries[] | .key as $room
    | .value.timeline.events[]
    | select(.type == "m.call.invite" and .sender != $user and (.content.call_id | type) == "string") | . as $event
    | {call_id: .content.call_id, room_id: $room, from: .sender,
       media: ["audio", "video" | . as $kind | select($event | tostring | contains("m=" + $kind))]}' \
    "$TMPDIR/$session/answer"
}

# client_stop SESSION: returns when no request is open.
client_stop() {
  kill "$(cat "$TMPDIR/$1/pid")" && wait "$(cat "$TMPDIR/$1/pid")"
  rm -r "${TMPDIR:?}/$1"
}
