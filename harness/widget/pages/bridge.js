// The script of the three pages (widget, host, stranger): it relays what is posted to this window to the harness, and
// carries out what the harness orders. It decides nothing: all that a widget or a host does is decided over there.
// harness/widget/bridge_frame.hpp tells what goes over the WebSocket.

"use strict";

(() => {
  const { encode, decode } = globalThis.ringcheckCodec;
  const token = location.pathname.split("/")[2];
  const socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/bridge/${token}`);
  const frames = new Map(); // name -> iframe that this page made
  const counts = { in: 0, out: 0 };

  // What a call needs of its browser; of the rest nothing is told, so that it stays short.
  const CALL_FEATURES = ["camera", "microphone", "display-capture", "autoplay"];
  const policy = document.featurePolicy; // not every browser has it
  const allowed = policy && CALL_FEATURES.filter((feature) => policy.allowsFeature(feature));

  // An image that is never served holds the load event back until it is taken away.
  const held = location.pathname.split("/")[3] === "held" ? new Image() : null;
  if (held) held.src = `/held/${token}`;

  // What goes to the harness, in order. A frame with a Blob waits until that is read, and all behind it wait too;
  // so does everything until the socket is open.
  const outbox = [];

  function tell(frame, ready = null) {
    const item = { frame, whole: ready === null };
    outbox.push(item);
    ready?.then(() => {
      item.whole = true;
      flush();
    });
    flush();
  }

  function flush() {
    while (socket.readyState === WebSocket.OPEN && outbox.length > 0 && outbox[0].whole) {
      socket.send(JSON.stringify(outbox.shift().frame));
    }
  }

  function show(text) {
    const state = document.getElementById("state");
    if (state) state.textContent = text;
  }

  function showCounts() {
    show(`relaying: ${counts.in} messages came, ${counts.out} were posted`);
  }

  // Whose window a message came from. What a frame says of itself is for the harness to doubt.
  function senderOf(source) {
    if (source !== null && source === window.parent && source !== window) return { from: "parent" };
    for (const [name, frame] of frames) {
      if (source !== null && source === frame.contentWindow) return { from: "frame", frame: name };
    }
    return { from: "other" };
  }

  function windowOf(to, name) {
    if (to === "parent" && window.parent !== window) return window.parent;
    if (to === "grandparent" && window.parent !== window.parent.parent) return window.parent.parent;
    if (to === "top" && window.top !== window) return window.top;
    if (to === "frame" && frames.has(name)) return frames.get(name).contentWindow;
    // A frame of another origin can be had by its name, and by nothing else.
    if (to === "sibling" && window.parent[name]) return window.parent[name];
    throw new Error(`there is no ${[to, name].filter(Boolean).join(" ")} to post to`);
  }

  function dropFrame(name) {
    frames.get(name)?.remove();
    frames.delete(name);
  }

  function makeFrame({ url, name }) {
    dropFrame(name);
    const frame = document.createElement("iframe");
    frame.name = name;
    // What widgets of calls need; the browser still asks.
    frame.allow = "camera; microphone; display-capture; autoplay; fullscreen; clipboard-write";
    frame.src = url;
    frame.addEventListener("load", () => tell({ loaded: { frame: name } }));
    frames.set(name, frame);
    document.getElementById("frames").append(frame);
  }

  const orders = {
    post({ data, to, frame, target_origin: targetOrigin }) {
      windowOf(to, frame).postMessage(decode(data), targetOrigin);
      counts.out += 1;
      showCounts();
    },
    frame: makeFrame,
    unframe({ name }) {
      if (!frames.has(name)) throw new Error(`there is no frame ${name} to take away`);
      dropFrame(name);
    },
    reload() {
      location.reload();
    },
    leave({ url }) {
      location.href = url;
    },
    finish_load() {
      if (!held?.hasAttribute("src")) throw new Error("the load event is not held back");
      held.removeAttribute("src");
    },
  };

  function carryOut(text) {
    const [[name, order]] = Object.entries(JSON.parse(text));
    if (!Object.hasOwn(orders, name)) throw new Error(`no order is called ${name}`);
    orders[name](order);
  }

  window.addEventListener("message", (event) => {
    counts.in += 1;
    const { form, ready } = encode(event.data);
    tell({ message: { data: form, origin: event.origin, ...senderOf(event.source) } }, ready);
    showCounts();
  });

  // An order may be to make a frame, so the document must be there; until then orders wait, in order.
  const loaded = new Promise((resolve) => {
    document.addEventListener("DOMContentLoaded", resolve, { once: true });
  });
  let turn = loaded;
  socket.addEventListener("message", ({ data }) => {
    turn = turn.then(() => carryOut(data)).catch((error) => tell({ trouble: { what: String(error.message) } }));
  });
  socket.addEventListener("open", () => {
    showCounts();
    flush();
  });
  socket.addEventListener("close", () => show("the harness is gone, or would not have this page"));

  window.addEventListener("pagehide", () => {
    // What was not whole by now is lost with the page.
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ unloaded: {} }));
  });
  // Kept by the browser for the way back, the page has lost its socket: a new load is a new session.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) location.reload();
  });

  const { page } = document.documentElement.dataset;
  tell({ hello: { page, href: location.href, origin: location.origin, ...(allowed && { allowed }) } });
})();
