// The little that htmx does not do. Every page works without this file.
//
// 1. Trusted Types: the policy says that only htmx's own parsing of our own answers may make HTML,
//    and that nothing may make script.
// 2. A field that could not be saved says so, in the page's language, where it says 保存しました.
// 3. A form is sent once, however often its button is pressed.
// 4. A button prints the page. It stays out of sight where there is no script.
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
