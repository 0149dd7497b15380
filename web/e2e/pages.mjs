import { api, as, report, tokens } from "./lib/people.mjs";

// The pages that are looked at: which server, and how to get there. go receives a fresh tab, with
// the language chosen.
const at = (path) => async (tab, server) => { await tab.goto(server.url + path); };

// seen goes to a page of the demo as somebody.
const seen = (who, path) => async (tab, server) => { await as(tab, server, who); await tab.goto(server.url + path); };

// asked sends a 速報, asks about it, has it answered, and goes to what path makes of its number, as an officer.
const asked = (path) => async (tab, server) => {
  const { number_ascii: number } = await report(server, "保守拠点の端末で見慣れないプログラムが動いている");
  const q = await api(server, "ministry-officer", "POST", `/reports/${number}/requests`, { kind: "enquiry", text: "遠隔接続の記録はありましたか。", fields: ["aware_at"] });
  await api(server, "operator-filer", "POST", `/reports/${number}/requests/${q.number_ascii}/answer`, { reply: "ありません。30日分を確かめました。" });
  await seen("ministry-officer", path(number))(tab, server);
};

// checked fills in a question up to the page before sending.
const checked = async (tab, server) => {
  await asked((n) => `/ministry/reports/${n}/ask`)(tab, server);
  await tab.fill("#text", "給電への影響の見込みを、分かる範囲で教えてください。");
  await tab.fill("#wished", "R10.3.1");
  await tab.locator("button[value=check]").click();
};

// proven checks a provisional receipt.
const proven = async (tab, server) => {
  await tab.goto(`${server.url}/receipt`);
  const { receipt } = await report(server, "受付証を確かめる報告");
  const answer = await fetch(server.url + receipt.provisional, { headers: { Authorization: `Bearer ${tokens(server)["operator-filer"]}` } });
  await tab.setInputFiles("#file", { name: "receipt.txt", mimeType: "text/plain", buffer: Buffer.from(await answer.arrayBuffer()) });
  await tab.locator("main form button").click();
};

export const pages = [
  { name: "parts", server: "story", go: async (tab, server) => { await tab.goto(`${server.url}/signin`); await tab.goto(`${server.url}/story`); } },
  { name: "entrance", server: "story", go: at("/") },
  { name: "not-found", server: "story", go: at("/nowhere") },
  { name: "broken", server: "story", go: at("/broken") },
  { name: "help", server: "demo", go: at("/help") },
  { name: "receipt", server: "demo", go: at("/receipt") },
  { name: "receipt-checked", server: "demo", go: proven },
  { name: "ministry-today", server: "demo", go: seen("ministry-officer", "/ministry/today") },
  { name: "ministry-today-empty", server: "demo", go: seen("nco-analyst", "/ministry/today") },
  { name: "ministry-report", server: "demo", go: asked((n) => `/ministry/reports/${n}`) },
  { name: "ministry-ask", server: "demo", go: asked((n) => `/ministry/reports/${n}/ask`) },
  { name: "ministry-ask-check", server: "demo", go: checked },
  { name: "notices", server: "demo", go: seen("operator-filer", "/notices") },
  { name: "find", server: "demo", go: seen("operator-filer", "/find?q=%E5%A0%B1R8") },
  { name: "admin-status", server: "demo", go: seen("platform-admin", "/admin/status") },
];
