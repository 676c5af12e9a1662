// What postMessage can carry, as JSON and back: the form of harness/trace/clone_form.hpp, in JavaScript.
//
//   undefined                {"$undefined": true}
//   Blob, File               {"$blob": "<base64>", "type": "image/png", "size": 3}
//   ArrayBuffer              {"$arraybuffer": "<base64>"}
//   anything else JSON lacks {"$unclonable": "<its type>"}, one way only
//   a key that begins with $ gets one $ more
//
// A hole in an array is written as undefined, and -0 as 0: JSON has neither, and no widget tells them apart.

"use strict";

(() => {
  // The reader on the other side takes 100 levels, some of which are the frame around the value.
  const DEEPEST = 90;
  const CHUNK = 0x8000; // so many arguments a function takes everywhere

  const typeOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

  function toBase64(buffer) {
    const bytes = new Uint8Array(buffer);
    let text = "";
    for (let at = 0; at < bytes.length; at += CHUNK) {
      text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
    }
    return btoa(text);
  }

  function fromBase64(text) {
    const bytes = typeof text === "string" && text.length % 4 === 0 ? atob(text) : null;
    if (bytes === null || btoa(bytes) !== text) throw new Error("wanted base64");
    return Uint8Array.from(bytes, (letter) => letter.charCodeAt(0));
  }

  // Object.fromEntries makes members of their own, `__proto__` too, where an assignment would not.
  const objectOf = (entries) => Object.fromEntries(entries);

  // A Blob is read later: its place is filled in then, and `waits` has the promise.
  function blobForm(blob, waits) {
    const form = { $blob: "", type: blob.type, size: blob.size };
    const read = (buffer) => (form.$blob = toBase64(buffer));
    const lost = () => {
      for (const key of Object.keys(form)) delete form[key];
      form.$unclonable = "unreadable Blob";
    };
    waits.push(blob.arrayBuffer().then(read).catch(lost));
    return form;
  }

  function formOf(value, above, waits) {
    if (value === undefined) return { $undefined: true };
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number") return Number.isFinite(value) ? value : { $unclonable: String(value) };
    if (typeof value !== "object") return { $unclonable: typeof value };
    if (above.includes(value)) return { $unclonable: "an object within itself" };
    if (above.length >= DEEPEST) return { $unclonable: "too deep" };
    const inner = [...above, value];
    const type = typeOf(value);
    if (type === "Array") return Array.from(value, (item) => formOf(item, inner, waits));
    if (type === "Object") {
      const key = (name) => (name.startsWith("$") ? "$" + name : name);
      return objectOf(Object.entries(value).map(([name, member]) => [key(name), formOf(member, inner, waits)]));
    }
    if (type === "Blob" || type === "File") return blobForm(value, waits);
    if (type === "ArrayBuffer") return { $arraybuffer: toBase64(value) };
    return { $unclonable: type };
  }

  // The form, and a promise of the moment at which it is whole, or null when it is already.
  function encode(value) {
    const waits = [];
    const form = formOf(value, [], waits);
    return { form, ready: waits.length > 0 ? Promise.all(waits) : null };
  }

  function decodeForm(name, form) {
    const members = Object.keys(form).length;
    if (name === "$undefined" && members === 1 && form.$undefined === true) return undefined;
    if (name === "$arraybuffer" && members === 1) return fromBase64(form.$arraybuffer).buffer;
    if (name === "$blob" && members === 3 && typeof form.type === "string") {
      const blob = new Blob([fromBase64(form.$blob)], { type: form.type });
      if (blob.size === form.size) return blob;
    }
    throw new Error(`this is no value that can be posted: ${JSON.stringify(form).slice(0, 200)}`);
  }

  // The value of a form; throws on what is none.
  function decode(form) {
    if (Array.isArray(form)) return form.map(decode);
    if (form === null || typeof form !== "object") return form;
    const [first] = Object.keys(form);
    if (first !== undefined && /^\$(?!\$)/.test(first)) return decodeForm(first, form);
    return objectOf(
      Object.entries(form).map(([key, member]) => {
        if (/^\$(?!\$)/.test(key)) throw new Error(`no form is called ${key}`);
        return [key.startsWith("$$") ? key.slice(1) : key, decode(member)];
      }),
    );
  }

  Object.defineProperty(globalThis, "ringcheckCodec", { value: { encode, decode } });
})();
