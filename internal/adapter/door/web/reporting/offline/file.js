// The form for when there is no network: it checks the answers, seals them with HPKE (RFC 9180, base mode, DHKEM(P-256, HKDF-SHA256),
// HKDF-SHA256, AES-256-GCM) to the platform's public key, and saves the file. Nothing is kept and nothing is sent.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const root = document.documentElement;
  const say = (word, holes = {}) => Object.entries(holes).reduce((s, [k, v]) => s.replace("{" + k + "}", v), data.words[root.dataset.show][word]);

  for (const b of document.querySelectorAll("[data-lang]")) {
    b.addEventListener("click", () => {
      root.dataset.show = b.dataset.lang;
      root.lang = b.dataset.lang;
      if (!at("problems").hidden) list(check().problems, false); // in the other language
      if (at("again").download) at("again").textContent = say("saved", { name: at("again").download });
    });
  }

  // Japan's clock, whatever zone this computer is set to.
  const japan = () => new Date(Date.now() + 9 * 3600_000).toISOString().slice(0, 19);
  const tick = () => { at("clock").textContent = japan().replace("T", " ").slice(0, 16); };
  tick();
  setInterval(tick, 1000);

  // An answer in the shape of the API: null for 未把握, undefined where nothing was answered.
  const read = (f) => {
    if (f.kind === "choice" || f.kind === "choices") {
      const chosen = [...at("f-" + f.id).querySelectorAll("input:checked")];
      if (chosen.some((c) => "unknown" in c.dataset)) return null;
      if (chosen.length === 0) return undefined;
      return f.kind === "choice" ? chosen[0].value : chosen.map((c) => c.value);
    }
    if (at("u-" + f.id)?.checked) return null;
    const typed = at("f-" + f.id).value.replaceAll("\r\n", "\n");
    if (typed.trim() === "") return undefined;
    return f.kind === "count" ? Number(typed) : f.kind === "line" ? typed.trim() : typed;
  };

  const strange = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

  // What is wrong with an answer, or "".
  const judge = (f, v, confirmed) => {
    if (v === undefined && !(at("f-" + f.id).validity?.badInput)) return f.needed ? say(f.kind.startsWith("choice") ? "choose" : "needed") : "";
    if (v === null || f.kind === "choice" || f.kind === "choices") return "";
    if (f.kind === "count") return Number.isInteger(v) && v >= f.min && v <= f.max ? "" : say("count", { min: f.min, max: f.max });
    if (f.kind === "moment" || f.kind === "day") {
      const ask = at("a-" + f.id);
      const when = new Date(f.kind === "day" ? v + "T00:00+09:00" : v + "+09:00");
      if (v === undefined || Number.isNaN(when.getTime()) || when.getUTCFullYear() < 2000 || when.getUTCFullYear() > 2199) return say("moment");
      const ahead = f.future && when.getTime() > Date.now();
      if (ask) ask.hidden = !ahead;
      if (!ahead) return "";
      if (!ask.querySelector("input").checked) return say("future");
      confirmed.push(f.id + ":ask.future");
      return "";
    }
    if ([...v].length > f.limit) return say("long", { limit: f.limit, count: [...v].length });
    return strange.test(v) ? say("character") : "";
  };

  // The code of the card with its check character: a weighted sum over GF(32), as the platform makes it.
  const times = (a, b) => {
    let p = 0;
    for (; b > 0; b >>= 1) { if (b & 1) p ^= a; a <<= 1; if (a > 31) a ^= 0b100101; }
    return p;
  };
  const codeOf = (typed) => {
    const s = typed.normalize("NFKC").toUpperCase().replace(/[\s\-‐‑–—ー−]/g, "");
    if (s.length !== 12 || [...s].some((c) => !data.alphabet.includes(c))) return "";
    let sum = 0, weight = 2;
    for (const c of s.slice(0, 11)) { sum ^= times(weight, data.alphabet.indexOf(c)); weight = times(weight, 2); }
    return data.alphabet[sum] === s[11] ? s.slice(0, 4) + "-" + s.slice(4, 8) + "-" + s.slice(8) : "";
  };

  const show = (id, why) => {
    const error = at("e-" + id);
    error.hidden = !why;
    error.textContent = why;
    at("f-" + id).classList.toggle("bad", Boolean(why));
    at("f-" + id).setAttribute("aria-invalid", why ? "true" : "false");
    return why ? [{ id, why: data.labels[root.dataset.show][id] + ": " + why }] : [];
  };

  const bytes = (...parts) => {
    const all = parts.map((p) => (typeof p === "string" ? new TextEncoder().encode(p) : p));
    const out = new Uint8Array(all.reduce((n, p) => n + p.length, 0));
    let place = 0;
    for (const p of all) { out.set(p, place); place += p.length; }
    return out;
  };
  const two = (n) => new Uint8Array([n >> 8, n & 255]);

  const seal = async (inside) => {
    const subtle = crypto.subtle, curve = { name: "ECDH", namedCurve: "P-256" };
    const mac = async (key, text) => {
      const k = await subtle.importKey("raw", key.length ? key : new Uint8Array(32), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
      return new Uint8Array(await subtle.sign("HMAC", k, text));
    };
    const none = new Uint8Array(0);
    const kem = bytes("KEM", two(0x0010)), suite = bytes("HPKE", two(0x0010), two(0x0001), two(0x0002));
    const extract = (id, salt, label, ikm) => mac(salt, bytes("HPKE-v1", id, label, ikm));
    const expand = async (id, prk, label, info, length) => (await mac(prk, bytes(two(length), "HPKE-v1", id, label, info, new Uint8Array([1])))).slice(0, length);
    const theirs = Uint8Array.from(atob(data.key), (c) => c.charCodeAt(0));
    const to = await subtle.importKey("raw", theirs, curve, false, []);
    const own = await subtle.generateKey(curve, false, ["deriveBits"]);
    const enc = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
    const dh = new Uint8Array(await subtle.deriveBits({ name: "ECDH", public: to }, own.privateKey, 256));
    const shared = await expand(kem, await extract(kem, none, "eae_prk", dh), "shared_secret", bytes(enc, theirs), 32);
    const context = bytes(new Uint8Array([0]), await extract(suite, none, "psk_id_hash", none), await extract(suite, none, "info_hash", bytes(data.info)));
    const secret = await extract(suite, shared, "secret", none);
    const key = await subtle.importKey("raw", await expand(suite, secret, "key", context, 32), "AES-GCM", false, ["encrypt"]);
    const iv = await expand(suite, secret, "base_nonce", context, 12);
    return bytes(data.head, enc, new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, key, inside)));
  };

  const list = (problems, move = true) => {
    const box = at("problems");
    box.replaceChildren();
    box.hidden = problems.length === 0;
    if (problems.length === 0) return;
    const head = document.createElement("p"), ul = document.createElement("ul");
    head.textContent = say("problems", { n: problems.length });
    for (const { id, why } of problems) {
      const li = document.createElement("li"), a = document.createElement("a");
      a.textContent = why;
      a.href = "#" + (id ? "f-" + id : "save");
      a.addEventListener("click", (e) => { e.preventDefault(); at(id ? "f-" + id : "save").focus(); });
      li.append(a);
      ul.append(li);
    }
    box.append(head, ul);
    if (move) box.focus();
  };

  // check reads and judges all that was filled in.
  const check = () => {
    const answers = {}, confirmed = [], problems = [];
    for (const f of data.fields) {
      const v = read(f);
      problems.push(...show(f.id, judge(f, v, confirmed)));
      if (v !== undefined) answers[f.id] = v;
    }
    const code = codeOf(at("f-code").value);
    problems.push(...show("code", code ? "" : say("code")));
    return { answers, confirmed, problems, code };
  };

  const save = async () => {
    const { answers, confirmed, problems, code } = check();
    at("done").hidden = true;
    const text = bytes(JSON.stringify({
      form: data.form, version: data.version, operator: data.operator, code, written_at: japan() + "+09:00", answers, confirmed,
    }));
    const inside = bytes(text, " ".repeat((data.block - (text.length % data.block)) % data.block));
    if (inside.length > data.limit) problems.push({ id: "", why: say("large") });
    if (!globalThis.crypto?.subtle) problems.push({ id: "", why: say("crypto") });
    list(problems);
    if (problems.length > 0) return;
    const name = "kanmin-" + japan().replace(/[-:]/g, "").replace("T", "-").slice(0, 13) + data.suffix;
    const link = at("again");
    if (link.href) URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([await seal(inside)], { type: "application/octet-stream" }));
    link.download = name;
    link.textContent = say("saved", { name });
    at("done").hidden = false;
    at("done").focus();
    link.click();
  };

  at("form").addEventListener("submit", (e) => {
    e.preventDefault();
    at("save").disabled = true;
    save().catch(() => list([{ id: "", why: say("crypto") }])).finally(() => { at("save").disabled = false; });
  });
})();
