// Passkeys: asks the platform for a challenge, the browser for an answer, and hands it back. Signing in with a
// passphrase and a code works without this file.
//
//   <div data-passkey="get|create" data-begin="/…" data-finish="/…" data-return="/…" data-failed="sentence">
//     <button type="button" hidden>…</button><p role="status"></p>
//   </div>
"use strict";
(() => {
  const bytes = (s) => Uint8Array.from(atob(s.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (b) => (b ? btoa(String.fromCharCode(...new Uint8Array(b))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") : undefined);
  const ids = (list) => (list ?? []).map((c) => ({ ...c, id: bytes(c.id) }));

  const post = async (to, body) => {
    const response = await fetch(to, {
      method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  };

  const ask = {
    get: (o) => navigator.credentials.get({ publicKey: { ...o, challenge: bytes(o.challenge), allowCredentials: ids(o.allowCredentials) } }),
    create: (o) => navigator.credentials.create({
      publicKey: { ...o, challenge: bytes(o.challenge), user: { ...o.user, id: bytes(o.user.id) }, excludeCredentials: ids(o.excludeCredentials) },
    }),
  };

  const plain = (c) => ({
    id: c.id, rawId: text(c.rawId), type: c.type, clientExtensionResults: {}, authenticatorAttachment: c.authenticatorAttachment ?? undefined,
    response: {
      clientDataJSON: text(c.response.clientDataJSON), attestationObject: text(c.response.attestationObject),
      authenticatorData: c.response.attestationObject ? undefined : text(c.response.authenticatorData),
      signature: text(c.response.signature), userHandle: text(c.response.userHandle), transports: c.response.getTransports?.(),
    },
  });

  const ready = () => {
    for (const box of document.querySelectorAll("[data-passkey]")) {
      const button = box.querySelector("button");
      const status = box.querySelector("[role=status]");
      if (!window.PublicKeyCredential) continue;
      for (const none of box.querySelectorAll("[data-no-passkey]")) none.hidden = true;
      button.hidden = false;
      button.addEventListener("click", async () => {
        button.disabled = true;
        status.textContent = "";
        try {
          const begun = await post(box.dataset.begin, {});
          const answer = await ask[box.dataset.passkey](begun.options);
          const label = box.querySelector("input[name=label]")?.value ?? "";
          const done = await post(box.dataset.finish, { ceremony: begun.ceremony, label, return: box.dataset.return ?? "", answer: plain(answer) });
          location.assign(done.to);
        } catch {
          status.textContent = box.dataset.failed;
          button.disabled = false;
        }
      });
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready); else ready();
})();
