// Stands in for @name@: logs in, syncs, and rings at each invite, which is less than the specification asks.
//
// Put your own client in its place: adapter.ts needs no more of it than `start` and `stop`.

export interface Login {
  homeserver_url: string;
  user_id: string;
  device_id: string;
  access_token?: string;
  password?: string; // ca_file, of a homeserver over TLS, is known to Node already: NODE_EXTRA_CA_CERTS
}

export interface Ring {
  call_id: string;
  room_id: string;
  from: string;
  media: string[];
}

interface Event {
  type: string;
  sender: string;
  content: Record<string, unknown>;
}

interface Synced {
  next_batch: string;
  rooms?: { join?: Record<string, { timeline: { events: Event[] } }> };
}

/** One device of one user. */
export class Client {
  private token?: string;
  private since = "";
  private readonly stopping = new AbortController();
  private syncing: Promise<void> = Promise.resolve();

  constructor(
    private readonly login: Login,
    private readonly onRing: (ring: Ring) => void,
  ) {
    this.token = login.access_token;
  }

  /** Returns when the first sync is done and the next one is begun: fetch does not tell when it is open. */
  async start(): Promise<void> {
    if (this.token === undefined) {
      const { user_id, device_id, password } = this.login;
      const identifier = { type: "m.id.user", user: user_id };
      const answer = await this.ask("POST", "/login", { type: "m.login.password", identifier, device_id, password });
      this.token = answer.access_token as string;
    }
    this.since = (await this.ask("GET", "/sync?timeout=0")).next_batch as string;
    this.syncing = this.sync();
  }

  /** Returns when no request is open. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.syncing;
  }

  private async sync(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        const answer = await this.ask("GET", `/sync?timeout=30000&since=${encodeURIComponent(this.since)}`);
        this.since = (answer as unknown as Synced).next_batch;
        this.lookForCalls(answer as unknown as Synced);
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        console.error("sync is tried again:", error);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }

  private lookForCalls(answer: Synced): void {
    for (const [room_id, room] of Object.entries(answer.rooms?.join ?? {})) {
      for (const event of room.timeline.events) {
        const call_id = event.content.call_id;
        if (event.type !== "m.call.invite" || event.sender === this.login.user_id || typeof call_id !== "string") continue;
        const media = ["audio", "video"].filter((kind) => JSON.stringify(event).includes(`m=${kind}`));
        this.onRing({ call_id, room_id, from: event.sender, media });
      }
    }
  }

  private async ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const headers: Record<string, string> = { "Content-Type": "application/json" };
    if (this.token !== undefined) headers.Authorization = `Bearer ${this.token}`;
    const response = await fetch(`${this.login.homeserver_url}/_matrix/client/v3${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: this.stopping.signal,
    });
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  }
}
