// The little that htmx does not do. Every page works without this file.
//
// 1. Trusted Types: the policy says that only htmx's own parsing of our own answers may make HTML,
//    and that nothing may make script.
// 2. A field that could not be saved says so, in the page's language, where it says 保存しました.
// 3. A form is sent once, however often its button is pressed.
// 4. A button prints the page. It stays out of sight where there is no script.
// 5. The list of completions under a field is walked with the keyboard.
// 7. A file that is sent shows how far it is, and one that is too large is told before.
// 5. What a page asks for by itself says so: it does not keep a session alive.
// 6. A form saves on leaving a field, also when the page is left by a link in that moment. Pressing one of its own
//    buttons saves anyway: an answer that arrives while the button is down would move it away from under the pointer.
// 8. Rows of a list: j and k go down and up, x chooses the row, while the keyboard is in the table; a button chooses the page.
"use strict";
(() => {
  const refuse = () => { throw new TypeError("no script from text"); };
  const policy = window.trustedTypes
    ? window.trustedTypes.createPolicy("kanmin", { createHTML: (s) => s, createScript: refuse })
    : { createHTML: (s) => s, createScript: refuse };

  window.htmx.registerExtension("kanmin", {
    init: (api) => api.initSecurity(policy, refuse, refuse),
  });

  const failed = (event) => {
    const source = event.detail?.ctx?.sourceElement ?? event.target;
    const line = source.closest?.("form")?.querySelector("[data-save-failed]");
    if (!line) return;
    line.textContent = line.dataset.saveFailed;
    line.classList.add("saved-bad");
  };
  document.addEventListener("htmx:error", failed);
  document.addEventListener("htmx:response:error", failed);
  document.addEventListener("htmx:after:request", (event) => {
    const status = event.detail?.ctx?.response?.status ?? 0;
    if (status < 200 || status > 299) return;
    const source = event.detail.ctx.sourceElement;
    source.closest?.("form")?.querySelector("[data-save-failed]")?.classList.remove("saved-bad");
  });

  let held = null; // the form one of whose buttons is being pressed
  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail, source = ctx.sourceElement;
    if (/\bevery\b/.test(source.getAttribute("hx-trigger") ?? "")) ctx.request.headers["Kanmin-Background"] = "1";
    if (ctx.request.method !== "POST") return;
    if (held && source === held) { event.preventDefault(); held.dataset.owed = "1"; return; }
    ctx.request.keepalive = new URLSearchParams(ctx.request.body).toString().length < 60_000; // browsers bear 64 KiB
  });
  document.addEventListener("pointerdown", (event) => { held = event.target.closest?.("button:not([type=button])")?.form ?? null; }, true);
  const released = () => {
    const form = held;
    held = null;
    if (!form?.dataset.owed) return;
    delete form.dataset.owed;
    setTimeout(() => { if (!form.dataset.sent) form.dispatchEvent(new Event("change")); }); // pressed, but let go elsewhere
  };
  document.addEventListener("pointerup", released, true);
  document.addEventListener("pointercancel", released, true);

  // What was refused stands on the page that came back.
  const refused = (main) => {
    document.querySelector("main").replaceWith(main);
    main.querySelector("#problems")?.focus();
  };

  // Files: one that is too large is told before it is sent, and the way of a long one is shown.
  document.addEventListener("submit", (event) => {
    const form = event.target, files = form.matches("form[data-upload]") ? [...form.querySelector("input[type=file]").files] : [];
    if (files.length === 0 || form.dataset.sent) return;
    event.preventDefault();
    const said = form.querySelector("[data-upload-said]");
    const again = (text) => { delete form.dataset.sent; said.className = "field-error"; said.textContent = text; };
    const large = files.filter((f) => f.size > Number(form.dataset.most));
    if (large.length > 0) { again(large.map((f) => f.name).join(", ") + ": " + form.dataset.large); return; }
    form.dataset.sent = "1";
    said.className = "";
    const bar = document.createElement("progress"), line = document.createElement("span"), send = new XMLHttpRequest();
    bar.max = 100;
    said.replaceChildren(bar, line);
    send.upload.addEventListener("progress", (e) => {
      if (!e.lengthComputable) return;
      bar.value = Math.floor(100 * e.loaded / e.total);
      line.textContent = " " + form.dataset.busy.replace("{n}", bar.value);
    });
    send.addEventListener("load", () => {
      if (send.status < 400) location.assign(send.responseURL);
      else if (send.response?.querySelector("main")) refused(send.response.querySelector("main"));
      else again(form.dataset.cut);
    });
    send.addEventListener("error", () => again(form.dataset.cut));
    send.open("POST", form.action);
    send.responseType = "document"; // the browser's own parser: no text becomes markup here
    send.send(new FormData(form));
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented && !form.dataset.sent) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method !== "get") form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // Rows that are chosen. The keys work only while the keyboard is in the table, so that they take nothing from a screen reader.
  const picks = (form) => [...form.querySelectorAll("input.pick")];
  const tell = (form) => {
    const said = form.querySelector("[data-bulk-said]"), n = picks(form).filter((p) => p.checked).length;
    said.textContent = n > 0 ? said.dataset.bulkSaid.replace("{n}", n) : "";
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-bulk]");
    if (form) tell(form);
  });
  document.addEventListener("click", (event) => {
    const form = event.target.closest?.("[data-bulk-page]")?.form;
    if (!form) return;
    const all = picks(form), on = all.some((p) => !p.checked);
    for (const p of all) p.checked = on;
    tell(form);
  });
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.(".data-table tbody tr");
    if (!row || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.matches("input:not(.pick), select, textarea")) return;
    if (event.key === "x") {
      const pick = row.querySelector("input.pick");
      if (!pick) return;
      pick.checked = !pick.checked;
      pick.dispatchEvent(new Event("change", { bubbles: true }));
      event.preventDefault();
      return;
    }
    const to = event.key === "j" ? row.nextElementSibling : event.key === "k" ? row.previousElementSibling : null;
    const link = to?.querySelector("a");
    if (!link) return;
    link.focus();
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) window.print();
  });
  const ready = () => { for (const b of document.querySelectorAll("[data-print], [data-bulk-page]")) b.hidden = false; };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready); else ready();

  // A picker: htmx brings the completions, the keyboard walks them. Enter takes the one that is marked and never sends.
  const parts = (input) => {
    const root = input.closest("[data-picker]");
    return root && { root, input, list: root.querySelector("[data-picker-list]"), said: root.querySelector("[data-picker-said]"), id: root.querySelector("[data-picker-id]") };
  };
  const options = (p) => [...p.list.querySelectorAll('[role="option"]')];
  const close = (p) => {
    p.list.hidden = true;
    p.input.setAttribute("aria-expanded", "false");
    p.input.removeAttribute("aria-activedescendant");
    for (const o of options(p)) o.setAttribute("aria-selected", "false");
  };
  const mark = (p, o) => {
    for (const x of options(p)) x.setAttribute("aria-selected", String(x === o));
    p.input.setAttribute("aria-activedescendant", o.id);
    o.scrollIntoView({ block: "nearest" });
  };
  const take = (p, o) => {
    const maker = p.root.querySelector("[data-picker-maker] input");
    if (maker) maker.value = o.dataset.maker;
    p.input.value = o.dataset.name;
    p.id.value = o.dataset.id;
    close(p);
    p.input.dispatchEvent(new CustomEvent("picker:taken", { bubbles: true }));
  };
  document.addEventListener("htmx:after:swap", () => {
    const input = document.activeElement;
    const p = input?.matches?.('[data-picker] [role="combobox"]') ? parts(input) : null;
    if (!p) return;
    const found = options(p);
    found.forEach((o, i) => { o.id = `${p.list.id}-${i}`; });
    p.list.hidden = found.length === 0;
    p.input.setAttribute("aria-expanded", String(found.length > 0));
    p.said.textContent = p.input.value.trim() === "" ? "" : found.length > 0 ? p.said.dataset.some.replace("{n}", found.length) : p.said.dataset.none;
  });
  document.addEventListener("input", (event) => {
    const p = event.target.closest?.("[data-picker]") && parts(event.target);
    if (p) p.id.value = "";
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.('[data-picker] [role="combobox"]') || event.isComposing) return;
    const p = parts(event.target);
    const found = options(p);
    const at = found.findIndex((o) => o.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") { close(p); return; }
    if (p.list.hidden || found.length === 0) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(p, found[(at + (event.key === "ArrowDown" ? 1 : found.length - (at < 0 ? 0 : 1))) % found.length]);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(p, found[at]);
    }
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.("[data-picker-list]")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const o = event.target.closest?.('[data-picker-list] [role="option"]');
    if (o) take(parts(o.closest("[data-picker]").querySelector('[role="combobox"]')), o);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.('[data-picker] [role="combobox"]')) close(parts(event.target));
  });
})();
