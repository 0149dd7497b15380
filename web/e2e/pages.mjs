import { api, as, report, tokens } from "./lib/people.mjs";

// The pages that are looked at: which server, and how to get there. go receives a fresh tab, with
// the language chosen.
import { answer, mailed } from "./lib/account.mjs";
import { device, incident, walk } from "./lib/assess.mjs";

const at = (path) => async (tab, server) => { await tab.goto(server.url + path); };

// seen goes to a page of the demo as somebody.
const seen = (who, path) => async (tab, server) => { await as(tab, server, who); await tab.goto(server.url + path); };

// posted adds a shared address before it goes to a page.
const posted = (who, path) => async (tab, server) => {
  const { units } = await api(server, who, "GET", "/organisation/members");
  await api(server, who, "POST", "/organisation/mail", { address: `csirt-${Date.now()}@example.jp`, unit: units[0].id, takes: ["urgent", "action"] });
  await seen(who, path)(tab, server);
};

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

// looked looks a product up.
const looked = (maker, product) => async (tab, server) => {
  await seen("operator-filer", "/naming/lookup")(tab, server);
  await tab.fill("#maker", maker);
  await tab.fill("#product", product);
  await tab.locator("form:has(#product) .button-primary").click();
};

// written opens a draft as an operator's filer, answers as far as a step, and goes to the page of that step.
const written = (step) => async (tab, server) => {
  await seen("operator-filer", "/reporting/prompt")(tab, server);
  await tab.locator("main form.form button").click();
  const draft = new URL(tab.url()).pathname.replace(/\/what$/, "");
  const go = () => tab.locator("main form.form button[value=next]").click();
  const answers = {
    what: async () => { await tab.locator("input[value=malware]").check(); await tab.fill("#what_text", "監視端末の画面に身代金を求める文が出ている"); },
    when: () => tab.fill("#aware_at", "R8.11.20 10:15"),
    which: () => tab.fill("#which", "北部給電指令所の監視端末 3台"),
    impact: () => tab.locator("input[value=degraded]").check(),
    callback: async () => {}, check: async () => {},
  };
  for (const [name, answer] of Object.entries(answers)) {
    if (name === step) break;
    await answer();
    await go();
  }
  if (step === "report") await tab.locator("main button").click();
  else if (step !== "send") await tab.goto(`${server.url}${draft}/${step}`);
};

// replied goes to the page on which an operator answers a question.
const replied = async (tab, server) => {
  const { number_ascii: number } = await report(server, "保守拠点の端末で見慣れないプログラムが動いている");
  const q = await api(server, "ministry-officer", "POST", `/reports/${number}/requests`, { kind: "fix", text: "認知した日時を確かめてください。", fields: ["aware_at"] });
  await seen("operator-filer", `/reporting/reports/${number}/requests/${q.number_ascii}`)(tab, server);
};

// awaited goes to a page while one invitation is sent and another answered, as somebody; without anybody it stays with whoever
// answered.
const awaited = (who, path) => async (tab, server) => {
  const { units } = await api(server, "operator-admin", "GET", "/organisation/members");
  const invite = (name, mail) => api(server, "operator-admin", "POST", "/organisation/invitations", { name, kana: "", mail, phone: "", unit: units[0].id, roles: ["operator-filer"], from: "", until: "" });
  const of = Date.now().toString(36), mail = `shinji-${of}@example.jp`;
  await invite("𠮷田 ひかり", `hikari-${of}@example.jp`);
  const { code } = await invite("髙橋 真司", mail);
  await answer(tab, (await mailed(server, mail)).link, code);
  if (who) await seen(who, path)(tab, server);
};

// seeds is a maker's file of three tokens, others each time.
const seeds = () => {
  const of = Date.now().toString(16);
  return `serial,secret (hex),digits,period\n${[1, 2, 3].map((n) => `KM-${of}-${n},${(of + n).padStart(40, "a")},6,30`).join("\n")}\n`;
};

// stocked registers hardware tokens as an organisation's administrator, gives one away, and stays on the page.
const stocked = async (tab, server) => {
  await seen("operator-admin", "/organisation/signin/hardware")(tab, server);
  const file = seeds();
  await tab.fill("#text", file);
  await tab.locator("main form[enctype] button").click();
  await tab.locator("main form[action$=take] button").click();
  await tab.fill("#serial", file.match(/KM-\S+?-2/)[0]);
  await tab.selectOption("#person", { index: 1 });
  await tab.locator("main form[action$=hand] button").click();
};

// attached is a draft with two files, one of which cannot be added again.
const attached = async (tab, server) => {
  await written("check")(tab, server);
  await tab.goto(tab.url().replace(/check$/, "files"));
  const send = async (...files) => {
    await tab.setInputFiles("#file", files.map(([name, text]) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) })));
    await tab.locator("form[data-upload] .button-primary").click();
  };
  await send(["監視端末の記録 𠮷.log", "line one"], ["画面.png", "png"]);
  await tab.waitForURL(/done=added/);
  await send(["監視端末の記録 𠮷.log", "line two"]);
  await tab.locator("#problems").waitFor();
};

// readied has a list got ready on its page.
const readied = (who, list) => async (tab, server) => {
  await seen(who, list)(tab, server);
  await tab.getByRole("button", { name: /用意してから受け取る|Get it ready first/ }).click();
  await tab.locator("#export a[href$=xlsx]").waitFor();
};

// helped asks for help about a report that was sent, and goes to what path makes of the number of the wish, as somebody.
const helped = (who, path) => async (tab, server) => {
  const { number } = await report(server, "監視端末の画面に身代金を求める文が出ている");
  const s = await api(server, "operator-filer", "POST", "/support", { kinds: ["advice", "on-site"], urgency: "now", contact: "当直 03-0000-2002", text: "手順を相談したいです。", about: number });
  await seen(who, path(s.number.replace("援", "S")))(tab, server);
};

// reported sends a 速報 and goes to what stands below it.
const reported = (below) => async (tab, server) => {
  const { number_ascii: number } = await report(server, "監視端末の画面に身代金を求める文が出ている");
  await seen("operator-filer", `/reporting/reports/${number}/${below}`)(tab, server);
};

// grouped goes to the campaign of the world.
const grouped = async (tab, server) => {
  await seen("ministry-officer", "/ministry/campaigns")(tab, server);
  await tab.locator("main table a, main .listing a").first().click();
};

// matched compares a list with the indicators of the last weeks.
const matched = async (tab, server) => {
  await seen("ministry-officer", "/ministry/indicators")(tab, server);
  await tab.locator("main a[href*='/compare']").click();
  await tab.fill("#text", "198.51.100.0/24\nhxxp://kakou-shien[.]example/\nharmless.example\nhxxp://[.]\n");
  await tab.locator("main .button-primary").click();
};

export const pages = [
  { name: "parts", server: "story", go: async (tab, server) => { await tab.goto(`${server.url}/signin`); await tab.goto(`${server.url}/story`); } },
  { name: "storybook", server: "demo", go: at("/look") },
  { name: "entrance", server: "story", go: at("/") },
  { name: "not-found", server: "story", go: at("/nowhere") },
  { name: "broken", server: "story", go: at("/broken") },
  { name: "help", server: "demo", go: at("/help") },
  { name: "receipt", server: "demo", go: at("/receipt") },
  { name: "support", server: "demo", go: helped("operator-filer", (n) => `/reporting/support/${n}`) },
  { name: "support-ask", server: "demo", go: seen("operator-filer", "/reporting/support/new") },
  { name: "support-share", server: "demo", go: helped("operator-filer", (n) => `/reporting/support/${n}/share`) },
  { name: "support-list", server: "demo", go: seen("other-operator-filer", "/reporting/support") },
  { name: "support-office", server: "demo", go: helped("ministry-officer", (n) => `/ministry/support/${n}`) },
  { name: "support-desk", server: "demo", go: seen("ministry-officer", "/ministry/support") },
  { name: "receipt-checked", server: "demo", go: proven },
  { name: "operator-home", server: "demo", go: seen("operator-filer", "/operator/home") },
  { name: "prompt", server: "demo", go: seen("operator-filer", "/reporting/prompt") },
  { name: "prompt-what", server: "demo", go: written("what") },
  { name: "prompt-when", server: "demo", go: written("when") },
  { name: "prompt-which", server: "demo", go: written("which") },
  { name: "prompt-check", server: "demo", go: written("check") },
  { name: "prompt-send", server: "demo", go: written("send") },
  { name: "attached", server: "demo", go: attached },
  { name: "report", server: "demo", go: written("report") },
  { name: "reports", server: "demo", go: seen("operator-filer", "/reporting/reports") },
  { name: "procedures-other", server: "demo", go: seen("operator-filer", "/reporting/procedures") },
  { name: "report-answer", server: "demo", go: replied },
  { name: "naming-lookup", server: "demo", go: looked("フォーティネットジャパン", "FortiGate 60F") },
  { name: "naming-choose", server: "demo", go: looked("横河", "センタムVPシリーズ") },
  { name: "naming-known", server: "demo", go: seen("operator-filer", "/naming/known") },
  { name: "naming-asked", server: "demo", go: seen("operator-filer", "/naming/asked") },
  { name: "cabinet-naming", server: "demo", go: seen("cabinet-analyst", "/cabinet/naming") },
  { name: "cabinet-naming-decided", server: "demo", go: seen("cabinet-analyst", "/cabinet/naming/decided") },
  { name: "ministry-today", server: "demo", go: seen("ministry-officer", "/ministry/today") },
  { name: "ministry-reports", server: "demo", go: seen("ministry-officer", "/ministry/reports") },
  { name: "ministry-reports-none", server: "demo", go: seen("ministry-officer", "/ministry/reports?state=withdrawn") },
  { name: "ministry-today-empty", server: "demo", go: seen("nco-analyst", "/ministry/today") },
  { name: "ministry-statistics", server: "demo", go: seen("ministry-officer", "/ministry/statistics") },
  { name: "cabinet-statistics", server: "demo", go: seen("cabinet-analyst", "/ministry/statistics") },
  { name: "cabinet-concentration", server: "demo", go: seen("cabinet-analyst", "/ministry/concentration") },
  { name: "cabinet-concerned", server: "demo", go: seen("cabinet-analyst", "/ministry/concentration/concerned?q=linux") },
  { name: "cabinet-registrations", server: "demo", go: seen("cabinet-analyst", "/ministry/registrations") },
  { name: "ministry-campaigns", server: "demo", go: seen("ministry-officer", "/ministry/campaigns") },
  { name: "ministry-campaign", server: "demo", go: grouped },
  { name: "ministry-campaigns-none", server: "demo", go: seen("nco-analyst", "/ministry/campaigns") },
  { name: "ministry-indicators", server: "demo", go: seen("ministry-officer", "/ministry/indicators") },
  { name: "cabinet-indicators", server: "demo", go: seen("cabinet-analyst", "/ministry/indicators") },
  { name: "ministry-indicators-none", server: "demo", go: seen("nco-analyst", "/ministry/indicators") },
  { name: "ministry-indicators-compare", server: "demo", go: matched },
  { name: "admin-routing", server: "demo", go: seen("platform-admin", "/admin/routing") },
  { name: "reporting-elsewhere", server: "demo", go: reported("elsewhere") },
  { name: "reporting-steps", server: "demo", go: reported("steps") },
  { name: "reporting-support-none", server: "demo", go: seen("operator-site-filer", "/reporting/support") },
  { name: "procedures", server: "demo", go: seen("ministry-officer", "/ministry/procedures") },
  { name: "ministry-report", server: "demo", go: asked((n) => `/ministry/reports/${n}`) },
  { name: "ministry-ask", server: "demo", go: asked((n) => `/ministry/reports/${n}/ask`) },
  { name: "ministry-ask-check", server: "demo", go: checked },
  { name: "notices", server: "demo", go: seen("operator-filer", "/notices") },
  { name: "find", server: "demo", go: seen("operator-filer", "/find?q=%E5%A0%B1R8") },
  { name: "admin-status", server: "demo", go: seen("platform-admin", "/admin/status") },
  { name: "stale", server: "demo", go: seen("operator-admin", "/organisation/stale") },
  { name: "hardware", server: "demo", go: stocked },
  { name: "admin-account", server: "demo", go: seen("platform-admin", "/admin/account") },
  { name: "admin-sheet", server: "demo", go: seen("platform-admin", "/admin/account/sheet") },
  { name: "admin-letter", server: "demo", go: awaited("platform-admin", "/admin/letter") },
  { name: "invitations", server: "demo", go: awaited("operator-admin", "/organisation/members/invitations") },
  { name: "invitation-waits", server: "demo", go: awaited() },
  { name: "admin-transfer", server: "demo", go: seen("platform-admin", "/admin/transfer") },
  { name: "admin-templates", server: "demo", go: seen("platform-admin", "/admin/templates") },
  { name: "admin-jurisdiction", server: "demo", go: seen("platform-admin", "/admin/jurisdiction") },
  { name: "organisation-oncall", server: "demo", go: seen("ministry-supervisor", "/organisation/oncall") },
  { name: "organisation-roster", server: "demo", go: seen("operator-admin", "/organisation/roster") },
  { name: "organisation-roster-sheet", server: "demo", go: seen("operator-admin", "/organisation/roster/sheet") },
  { name: "organisation-card", server: "demo", go: seen("operator-admin", "/organisation/card") },
  { name: "organisation-contractor", server: "demo", go: seen("operator-admin", "/organisation/contractor") },
  { name: "reporting-notices", server: "demo", go: seen("operator-filer", "/reporting/notices") },
  { name: "notice", server: "demo", go: at("/notice") },
  { name: "reporting-offline", server: "demo", go: seen("operator-filer", "/reporting/offline") },
  { name: "ministry-telephone", server: "demo", go: asked((n) => `/ministry/reports/${n}/telephone`) },
  { name: "organisation-mail", server: "demo", go: posted("operator-admin", "/organisation/mail") },
  { name: "organisation-mail-new", server: "demo", go: seen("operator-admin", "/organisation/mail/new") },
  { name: "exports", server: "demo", go: seen("ministry-officer", "/exports") },
  { name: "export", server: "demo", go: readied("ministry-officer", "/ministry/reports") },
  { name: "views", server: "demo", go: seen("ministry-officer", "/views") },
  { name: "assign", server: "demo", go: seen("ministry-officer", "/ministry/assign") },
  { name: "account-mail", server: "demo", go: seen("ministry-officer", "/account/mail") },
  { name: "organisation-units", server: "demo", go: seen("operator-admin", "/organisation/units") },
  { name: "organisation-approval", server: "demo", go: seen("operator-admin", "/organisation/approval") },
  { name: "organisation-approval-edit", server: "demo", go: seen("operator-admin", "/organisation/approval/report.prompt") },
  { name: "reporting-approvals", server: "demo", go: seen("operator-approver", "/reporting/approvals") },
  { name: "prompt-history", server: "demo", go: written("history") },
  { name: "reporting-collections", server: "demo", go: seen("operator-filer", "/reporting/collections") },
  { name: "rules", server: "demo", go: at("/rules?q=windows&since=2026-09-30") },
  { name: "rules-all", server: "demo", go: at("/rules?kind=deadline") },
  { name: "assess-start", server: "demo", go: at("/assess/notification") },
  { name: "assess-question", server: "demo", go: async (tab, server) => { await tab.goto(`${server.url}/assess/notification`); await walk(tab, device, { until: "businesses[0].facilities[0].machines[0].kind" }); } },
  { name: "assess-notification", server: "demo", go: async (tab, server) => { await tab.goto(`${server.url}/assess/notification`); await walk(tab, device); } },
  { name: "assess-examples", server: "demo", go: async (tab, server) => { await tab.goto(`${server.url}/assess/report`); await walk(tab, incident, { until: "happened.malware_executable" }); } },
  { name: "assess-report", server: "demo", go: async (tab, server) => { await tab.goto(`${server.url}/assess/report`); await walk(tab, incident); } },
];
