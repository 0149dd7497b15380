// The little that htmx does not do. Every page works without this file.
//
// 1. Trusted Types: the policy says that only htmx's own parsing of our own answers may make HTML,
//    and that nothing may make script.
// 2. A field that could not be saved says so, in the page's language, where it says 保存しました.
// 3. A form is sent once, however often its button is pressed.
// 4. A button prints the page. It stays out of sight where there is no script.
// 5. What a page asks for by itself says so: it does not keep a session alive.
// 6. A form saves on leaving a field, also when the page is left by a link in that moment. Pressing one of its own
//    buttons saves anyway: an answer that arrives while the button is down would move it away from under the pointer.
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

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method !== "get") form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) window.print();
  });
  const ready = () => { for (const b of document.querySelectorAll("[data-print]")) b.hidden = false; };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready); else ready();
})();
