// Ransomware with personal data to four authorities, each of which has another copy (提出先と見え方): an operator sends 速報 and 詳報 on a telephone
// without script, says of each section who has it and until when another has not, and each office then has what was shown before sending.
//
// A copy from which a section is kept back is compared, byte by byte, with the copy of a second report, written by the same steps, in which nobody
// ever said anything there and no file lies; numbers, ids and instants alone are made equal. That the bytes are also those of a world whose forms
// have no such section is proved where forms can be changed: internal/adapter/door/web/ministry/reports/kept_test.go (pages, books, exports) and
// internal/adapter/door/api/kept_test.go (what programs read).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown } from "./lib/browser.mjs";
import { api, tokens, visit } from "./lib/people.mjs";
import { demo, later } from "./lib/server.mjs";
import { entries } from "./lib/xlsx.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const phone = { javaScriptEnabled: false, viewport: narrow };
const says = (page) => page.locator("main").innerText();
const path = (page) => new URL(page.url()).pathname;
const press = (page, name) => page.locator("main").getByRole("button", { name }).first().click();
const japan = (hours) => new Date(Date.now() + (9 + hours) * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
const asAnswered = (page) => page.locator("section[aria-labelledby=content-h] dl.answers").first().innerText();

// Whom a 詳報 reaches, and what is kept back from each. No two have the same.
const offices = [
  { who: "ministry-officer", title: "経済産業大臣", held: [] },
  { who: "cabinet-analyst", title: "内閣総理大臣(内閣府)", held: ["computer"] },
  { who: "nco-analyst", title: "国家サイバー統括室(内閣官房)", held: ["contact"] },
  { who: "privacy-officer", title: "個人情報保護委員会", held: ["computer", "contact"], detailed: true },
];

// What stands in which section of 詳報; none of it may be read by who has not the section.
const canaries = { outline: /ONGAI|台帳が持ち出された/, computer: /KIKAI|evil\[\.\]example|CVE-2024-21762|\.locked|検体の一覧/, contact: /03-0000-2099/ };

// claimed are the lines that name an authority with a channel of its own and say that it has the report.
const claimed = (text) => text.split("\n").filter((line) => /警察|電気関係報告規則|個人情報保護委員会/.test(line) && /提出済み|提出を記録済み|到達|handed-in/.test(line));
const lines = (page) => page.locator("main li, main tr, main section.card, main p").evaluateAll((all) => all.map((e) => e.textContent.replace(/\s+/g, " ").trim()).join("\n"));

test("where an authority has a channel of its own nothing says that it has the report, until somebody records that it was handed in", async () => {
  const { number_ascii: number } = await api(server, "operator-filer", "POST", "/reports/prompt", {
    what_kind: ["malware"], what_text: "顧客の台帳が暗号化された", aware_at: `${japan(-2).replace(" ", "T")}+09:00`, which: "顧客管理の端末", impact: "degraded", callback: "当直 03-0000-2002",
  });
  const { page, complaints, close } = await visit(browser, server, "operator-filer", `/reporting/reports/${number}/elsewhere`, phone);
  const addresses = [`/reporting/reports/${number}`, `/reporting/reports/${number}/elsewhere`, `/reporting/reports/${number}/steps`, "/reporting/reports", "/operator/home"];
  const everywhere = async () => {
    let all = "";
    for (const at of addresses) { await page.goto(server.url + at); all += `${await lines(page)}\n`; }
    for (const at of [`/reports/${number}`, `/reports/${number}/elsewhere`]) all += `${JSON.stringify(await api(server, "operator-filer", "GET", at), null, 1).replace(/\n\s+/g, " ").replace(/\{ "id"/g, "\n$&")}\n`;
    await page.goto(`${server.url}/reporting/reports/${number}`);
    for (const file of Object.values(await downloads(page))) all += file;
    return all;
  };
  const open = await everywhere();
  assert.match(open, /個人情報保護委員会/, "the control: it is named");
  assert.deepEqual(claimed(open), []);
  await page.goto(server.url + addresses[1]);
  const card = page.locator("section.card", { hasText: "個人情報保護委員会への速報" });
  assert.match(await card.innerText(), /提出の記録なし/);
  await card.locator("summary").click();
  await card.locator("[name=on]").fill(japan(0).slice(0, 10));
  await card.locator("[name=number]").fill("個-2026-𠮷1");
  await noSideways(page);
  await shown(page, "four-elsewhere");
  await card.getByRole("button").click();
  assert.match(await card.innerText(), /提出を記録済み[^]*受付番号[^]*個-2026-𠮷1/);
  await page.goto(`${server.url}/operator/home`);
  const left = await page.locator("main li", { hasText: number.replace(/^R/, "報") }).allInnerTexts();
  assert.ok(left.length > 0 && left.every((one) => !/個人情報保護委員会への速報/.test(one)), left.join("\n"));
  const done = claimed(await everywhere());
  assert.ok(done.length > 0 && done.every((line) => !/警察|電気関係報告規則/.test(line) || /個人情報保護委員会/.test(line)), done.join("\n"));
  const { errands } = await api(server, "operator-filer", "GET", `/reports/${number}/elsewhere`);
  assert.deepEqual(errands.filter((e) => e.state === "handed-in").map((e) => [e.clock, e.records.map((r) => r.number)]), [["ppc.prompt", ["個-2026-𠮷1"]]]);
  assert.deepEqual(complaints, []);
  await close();
});

test("two administrators say from which day on 個人情報保護委員会 has reports here", async () => {
  const { page, complaints, close } = await visit(browser, server, "platform-admin", "/admin/routing", phone);
  await page.locator("#authority").selectOption("recipient.ppc");
  await page.locator("input[name=channel][value=here]").check();
  await page.locator("#office").selectOption({ label: "個人情報保護委員会 漏えい等報告担当" });
  for (const [id, text] of [["title", "個人情報保護委員会"], ["cited", "架空の申合せ"], ["on", japan(24).slice(0, 10)], ["ground", "試行"]]) await page.fill(`#${id}`, text);
  await page.locator("main button[value=check]").click();
  await press(page, "起案する");
  const second = await visit(browser, server, "platform-admin-2", "/admin/change", phone);
  await second.page.locator("main .todo a").first().click();
  await press(second.page, "この内容で確認する");
  await second.page.locator(".notice", { hasText: "確認しました" }).waitFor();
  for (const list of [complaints, second.complaints]) assert.deepEqual(list, []);
  await second.close();
  await close();
  server = await later(server, 1);
});

// choose keeps sections back on 提出先と見え方, as far as they are not kept back already, and goes back to the page before sending.
async function choose(page, draft, list) {
  await page.goto(`${server.url}${draft}/release`);
  await press(page, "共有に同意する");
  for (const { title, held } of list) {
    const office = page.locator("main form.form > section.card", { has: page.getByRole("heading", { level: 2, name: title, exact: true }) });
    for (const section of held) {
      const cell = office.locator("details", { has: page.locator(`input[name=hold][value$='-${section}']`) });
      if ((await cell.getAttribute("open")) === null) await cell.locator("summary").click();
      await cell.locator("input[name=hold]").check();
      await cell.locator("input[name^=until]").fill(`${japan(96).slice(0, 10)} 09:00`);
      await cell.locator("textarea").fill(`${title}には調査が終わってから`);
      if (await cell.locator("input[name=sure]").count() > 0) await cell.locator("input[name=sure]").check();
    }
  }
  await noSideways(page);
  await press(page, "この内容で決める");
  await page.waitForURL(/\/check/);
}

// promised is what 提出先と見え方 says before sending that each office will see.
async function promised(page, list) {
  // Who receives everything has what stands above, under the name that a question has for those who read its answer.
  const whole = (await page.locator("section[aria-labelledby=answers] dl.answers > div").evaluateAll((all) => all.map((d) => `${d.children[0].textContent}\n${d.children[1].innerText.replace(/(速報|詳報) 報-R.*から引き継ぎました。/, "")}`))).join("\n").replace("一行で説明してください", "一行の説明");
  const copies = {};
  for (const { title } of list) {
    const office = page.locator("section[aria-labelledby=offices] li", { has: page.locator("p.todo-what", { hasText: title }) });
    const copy = office.locator("details dl.answers");
    if (await copy.count() > 0) { await office.locator("summary").click(); copies[title] = await copy.innerText(); } else copies[title] = whole;
    copies[title] = squeezed(copies[title]);
  }
  return copies;
}
const [occurred, aware] = [japan(18), japan(20)]; // of the day after, when all of it is reported
const squeezed = (s) => s.replace(/\s*\n\s*/g, "\n").trim();

// sent goes from the page before sending through the last one.
async function sent(page) {
  await press(page, "送信のページへ進む");
  await page.locator("main form button.button-primary").click();
  await page.waitForURL(/\/reporting\/reports\//);
  return path(page).split("/").pop();
}

async function attached(page, draft, section, name, body) {
  await page.goto(`${server.url}${draft}/files`);
  await page.locator("summary", { hasText: "届ける範囲" }).click();
  await page.locator("#section").selectOption(section);
  await page.setInputFiles("#file", { name, mimeType: "text/plain", buffer: Buffer.from(body) });
  await press(page, "添える");
  await page.locator(".todo-what", { hasText: name }).waitFor();
}

// written sends a 速報 and a 詳報, on a telephone without script. told is whether anything is said of the machine; the steps are the same.
async function written(told) {
  const { page, complaints, close } = await visit(browser, server, "operator-filer", "/reporting/prompt", phone);
  await press(page, /書き始める|始める|速報を/);
  const next = () => page.locator("main form.form button[value=next]").click();
  const either = async (id, text) => { if (told) await page.fill(`#${id}`, text); else await page.locator(`[name='${id}.unknown']`).check(); };
  await page.locator("input[value=malware]").check();
  await page.fill("#what_text", "監視端末の画面に身代金を求める文 ONGAI");
  await next();
  await page.fill("#aware_at", aware);
  await next();
  await either("which", "北部給電指令所の監視端末 KIKAI");
  await next();
  await page.locator("input[value=degraded]").check();
  await next();
  await page.fill("#callback", "夜間の当直 03-0000-2099");
  await next();
  let draft = path(page).replace(/\/check$/, "");
  const first = offices.filter((o) => !o.detailed);
  if (told) await attached(page, draft, "computer", "検体の一覧.txt", "KIKAI\n".repeat(500));
  await attached(page, draft, "outline", "経過.txt", "ONGAI\n");
  await choose(page, draft, first);
  await shown(page, "four-prompt-check");
  const prompt = { before: await promised(page, first), number: await sent(page) };

  await press(page, "詳報を送る");
  await page.locator("input[value=ransomware]").check();
  await next();
  await page.fill("#story", "10:15に暗号化を確認した。顧客の台帳が持ち出された。");
  await next();
  await page.fill("#occurred_at", occurred);
  await next();
  if (told) await page.fill("#products", "KIKAI-100(架空電機)");
  await next();
  await page.locator("input[name=service_level][value=no]").check();
  await page.locator("input[name=personal_data][value=yes]").check();
  await next();
  draft = path(page).replace(/\/ransomware$/, "");
  await page.locator(told ? "input[name=ransom_types][value=encrypted]" : "[name='ransom_types.unknown']").check();
  await either("extension", ".locked");
  await next();
  await page.locator(told ? "input[name=entry][value=phishing]" : "[name='entry.unknown']").check();
  await next();
  await either("indicators", "hxxps://evil[.]example/x\n203.0.113[.]5");
  if (told) await page.fill("#cves", "CVE-2024-21762");
  await next();
  await page.fill("#response", "端末を切り離した。");
  await next();
  await next();
  await next();
  assert.equal(path(page), `${draft}/check`, await says(page));
  if (told) await attached(page, draft, "computer", "検体の一覧 二.txt", "KIKAI\n".repeat(300));
  await choose(page, draft, offices);
  await noSideways(page);
  await shown(page, "four-check");
  const detailed = { before: await promised(page, offices), number: await sent(page) };
  await noSideways(page);
  await shown(page, "four-sent");
  assert.deepEqual(complaints, []);
  await close();
  return { prompt, detailed };
}

// opened are the texts of a file: of a packet those of every file in it.
function opened(name, body) {
  if (!body.subarray(0, 2).equals(Buffer.from("PK"))) return { [name]: body.toString() };
  return Object.assign({}, ...Object.entries(entries(body)).map(([inner, one]) => opened(`${name}!${inner}`, one)));
}

// downloads are the files that a page offers, each as texts; attachments by their place, since each has an id of its own.
async function downloads(page) {
  const files = {};
  for (const [i, to] of (await page.locator("main a[download], main a[href*='/files/']").evaluateAll((all) => [...new Set(all.map((a) => a.getAttribute("href")))])).entries()) {
    const answer = await page.request.get(server.url + to);
    assert.equal(answer.status(), 200, to);
    Object.assign(files, opened(to.replace(/^.*\/reports\/[^/]+\//, "").replace(/^files\/.*/, `files/${i}`), await answer.body()));
  }
  return files;
}

// copy is everything that an office has of a report: its page as it is sent, as it is printed, what programs read, and every file.
async function copy(who, number) {
  const { page, complaints, close } = await visit(browser, server, who, `/ministry/reports/${number}`);
  await page.goto(`${server.url}/ministry/reports/${number}`); // a first look is told on the page
  const all = { page: await (await page.request.get(page.url())).text(), answers: squeezed(await asAnswered(page)) };
  Object.assign(all, await downloads(page));
  await page.emulateMedia({ media: "print" });
  all.print = await page.locator("body").innerText();
  await page.emulateMedia({ media: "screen" });
  all.api = await (await fetch(`${server.url}/api/v1/reports/${number}`, { headers: { Authorization: `Bearer ${tokens(server)[who]}` } })).text();
  await axe(page);
  await page.setViewportSize(narrow);
  await noSideways(page);
  await shown(page, `four-${who}`);
  assert.deepEqual(complaints, []);
  await close();
  return all;
}

const reports = {};

test("the 詳報 of each office is what was shown before sending, on its page and to its programs; no two are alike", async () => {
  reports.told = await written(true);
  for (const kind of ["prompt", "detailed"]) {
    const { before, number } = reports.told[kind];
    const seen = new Set();
    for (const { who, title, held, detailed } of offices) {
      if (detailed && kind === "prompt") continue;
      const all = await copy(who, number);
      assert.equal(all.answers, before[title], `${who}: ${kind}`);
      const answers = JSON.stringify(Object.entries(JSON.parse(all.api).answers));
      seen.add(answers);
      for (const [name, text] of Object.entries(all)) for (const section of held) assert.doesNotMatch(text, canaries[section], `${who} reads ${section} in ${name}`);
      for (const section of ["outline", "computer", "contact"].filter((s) => !held.includes(s))) {
        for (const name of ["answers", "print", "api", "content/content.xlsx", "content/content.json", "content/_answers.csv", "export.zip"]) {
          const text = Object.entries(all).filter(([n]) => n === name || n.startsWith(`${name}!`)).map(([, t]) => t).join("");
          assert.match(text, canaries[section], `${who} lacks ${section} in ${name} (${Object.keys(all)})`);
        }
      }
      assert.equal(/前の報告から変わったところ/.test(all.page), kind === "detailed" && !detailed, `${who} is told what changed since a report that it has not`);
      for (const text of Object.values(all)) assert.doesNotMatch(text, /調査が終わってから|withheld|見せてい|見せません/, `${who} is told that something is kept back`);
    }
    assert.equal(seen.size, kind === "prompt" ? 3 : 4, "two offices have the same copy");
  }
  const none = await visit(browser, server, "privacy-officer", "/ministry/today");
  assert.equal((await none.page.request.get(`${server.url}/ministry/reports/${reports.told.prompt.number}`)).status(), 404, "the 速報 was not known to concern it");
  await none.close();
  const { page, close } = await visit(browser, server, "operator-filer", `/reporting/reports/${reports.told.detailed.number}`, phone);
  const own = await says(page);
  for (const { title, held } of offices) for (const section of held) assert.match(own, new RegExp(`${title.replace(/[()]/g, "\\$&")}には調査が終わってから`), section);
  assert.deepEqual(claimed((await lines(page)).split("\n").filter((line) => /警察|電気関係報告規則/.test(line)).join("\n")), []);
  await close();
});

// masked makes equal what belongs to one report alone: its numbers, ids and instants.
function masked(text, { prompt, detailed }) {
  for (const [name, { number }] of Object.entries({ prompt, detailed })) for (const form of [number, number.replace(/^R/, "報"), encodeURIComponent(number.replace(/^R/, "報"))]) text = text.replaceAll(form, `«${name}»`);
  return text
    .replace(/files\/[0-9a-z]{20,}|"id":"[0-9a-z]{20,}"/g, "«id»")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)/g, "«instant»")
    .replace(/\d\d時\d\d分\d\d秒|\d\d:\d\d(:\d\d)?(?=[^\d])/g, "«time»")
    .replace(/ x="[\d.]+%"|&#43;\d+(分|時間)|\+\d+(分|時間)/g, "«place»"); // where an instant stands in a plot, and how long after the first
}

test("a copy from which a section is kept back is, byte by byte, that of a report in which the section was never filled in", async () => {
  reports.never = await written(false);
  let compared = 0;
  for (const kind of ["prompt", "detailed"]) for (const { who, held, detailed } of offices) {
    if (!held.includes("computer") || detailed && kind === "prompt") continue;
    const [one, other] = [await copy(who, reports.told[kind].number), await copy(who, reports.never[kind].number)];
    assert.deepEqual(Object.keys(one), Object.keys(other), `${who}: the same files`);
    for (const name of Object.keys(one)) {
      assert.equal(masked(one[name], reports.told), masked(other[name], reports.never), `${who} can tell from ${name} of the ${kind} that something is kept back`);
      compared++;
    }
  }
  assert.ok(compared > 30, `${compared} were compared`);
  const [one, other] = [await copy("ministry-officer", reports.told.detailed.number), await copy("ministry-officer", reports.never.detailed.number)];
  assert.notEqual(masked(one.api, reports.told), masked(other.api, reports.never), "the control: who has the section reads another report");
});
