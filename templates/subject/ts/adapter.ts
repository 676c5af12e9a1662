// Moves @name@ for ringcheck: reads an order from each line of stdin, and answers it on stdout.
//
// The protocol, and every order that there is: schemas/driver/README.md and protocol.yaml of ringcheck.
// Hold this file to it with: ringcheck adapter check --subject .

import { createInterface } from "node:readline";
import { Client, type Login } from "./client.js";

const version = "0"; // of your client, as reports shall call it

console.log = console.error; // only messages may go to stdout

type Params = Record<string, unknown> & { session: string };
type Order = (params: Params) => Promise<object>;

const clients = new Map<string, Client>(); // session -> the client that plays it
const lastNote = new Map<string, number>(); // session -> the number of its last note

/** Your client declines an order, or has no such call in that state. All else that is thrown is the fault of this file. */
class Refused extends Error {
  constructor(
    why: string,
    readonly kind: "refused" | "no_such" = "refused",
  ) {
    super(why);
  }
}

function write(message: object): void {
  process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n");
}

/** Tells what a person at the client would see; the kind stands in `notes`. */
function note(session: string, kind: string, data: object): void {
  const seq = (lastNote.get(session) ?? 0) + 1;
  lastNote.set(session, seq);
  write({ method: "note", params: { session, seq, t_ms: Math.trunc(performance.now()), kind, data } });
}

async function start(params: Params): Promise<object> {
  lastNote.set(params.session, 0);
  const client = new Client(params as unknown as Login, (ring) => note(params.session, "incoming_call", ring));
  clients.set(params.session, client);
  await client.start();
  return {};
}

async function stop(params: Params): Promise<object> {
  await clients.get(params.session)?.stop();
  clients.delete(params.session);
  return {};
}

// What a person can do with your client, one function each, as far as you have them: `ringcheck run` says what each
// further one would add. For example:
//
//   async reject_call(params) {
//     const rejected = await clients.get(params.session)!.reject(params.call_id as string);
//     if (!rejected) throw new Refused("it rings no longer", "no_such");
//     return {};
//   },
const actions: Record<string, Order> = {};
const notes = ["incoming_call"];

async function initialize(): Promise<object> {
  return { protocol: 1, implementation: { name: "@name@", version }, actions: Object.keys(actions), notes };
}

const methods = new Map<string, Order>([
  ["initialize", initialize],
  ["session.start", start],
  ["session.stop", stop],
  ...Object.entries(actions),
]);

async function answer(line: string): Promise<void> {
  const { id, method, params } = JSON.parse(line);
  const order = methods.get(method);
  if (order === undefined) return write({ id, error: { code: -32601, message: "there is no such order" } });
  try {
    write({ id, result: await order(params) });
  } catch (error) {
    const [kind, message] = error instanceof Refused ? [error.kind, error.message] : ["adapter_failed", String(error)];
    write({ id, error: { code: -32000, message, data: { kind } } });
  }
}

createInterface({ input: process.stdin })
  .on("line", (line) => void answer(line))
  .on("close", () => process.exit(0));
