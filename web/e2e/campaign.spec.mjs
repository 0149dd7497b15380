// キャンペーン: an officer links the reports of two operators, reads the indicators of both beside each other, compares them with a list and takes them
// out. Neither operator sees anything of it but that its report was looked at; an office with which it is shared finds what is open to it alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown } from "./lib/browser.mjs";
import { api, detailed, tokens, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";
import { sheets } from "./lib/xlsx.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const says = (page) => page.locator("main").innerText();
const path = (page) => new URL(page.url()).pathname;
const press = (page, name) => page.locator("main").getByRole("button", { name }).first().click();
const name = "夜間の遠隔接続 KYANPEEN 𠮷";
const shared = "a".repeat(63) + "7";
const operators = [
  { who: "operator-filer", admin: "operator-admin", org: "あおぞら送配電株式会社", line: "監視端末のファイルが暗号化された", alone: "grid-only[.]example" },
  { who: "other-operator-filer", org: "あおぞら発電株式会社", line: "発電所の端末のファイルが暗号化された", alone: "power-only[.]example" },
];

// own is everything that an operator reads of its report and of its desk.
async function own({ who, admin, report }) {
  const { page, close } = await visit(browser, server, who, "/operator/home");
  const all = {};
  for (const at of ["/operator/home", "/notices", "/reporting/reports", `/reporting/reports/${report}`, `/reporting/reports/${report}/steps`, `/reporting/reports/${report}/elsewhere`, `/reporting/reports/${report}/compare`]) {
    const answer = await page.request.get(server.url + at);
    all[at] = answer.status() === 200 ? await answer.text() : String(answer.status());
  }
  for (const at of [`/reports/${report}`, `/reports/${report}/hints`, "/reports"]) {
    all[`api ${at}`] = await (await fetch(`${server.url}/api/v1${at}`, { headers: { Authorization: `Bearer ${tokens(server)[who]}` } })).text();
  }
  await close();
  if (admin) {
    const seen = await visit(browser, server, admin, `/organisation/seen?number=${report}`);
    all.seen = await says(seen.page);
    await seen.close();
  }
  return all;
}

let campaign;
test("an officer links the reports of two operators, without script", async () => {
  for (const o of operators) {
    const { detailed: sent } = await detailed(server, o.line, { indicators: `hxxps://evil[.]example/gate\n203.0.113[.]5\n${shared}\n${o.alone}`, techniques: ["t1566"] }, o.who);
    [o.report, o.number] = [sent.number_ascii, sent.number];
  }
  const { page, complaints, close } = await visit(browser, server, "ministry-officer", "/ministry/campaigns", { javaScriptEnabled: false, viewport: narrow });
  await page.locator("main").getByRole("link", { name: "新しく作る" }).click();
  await page.fill("#name", name);
  await page.fill("#reports", operators.map((o) => o.number).join("\n"));
  await page.fill("#why", "同じ通信先が書かれているため");
  await noSideways(page);
  await press(page, "関連付ける");
  await page.locator(".notice", { hasText: "関連付けました" }).waitFor();
  campaign = path(page);
  const said = await says(page);
  for (const o of operators) for (const word of [o.org, o.number]) assert.ok(said.includes(word), word);
  await noSideways(page);
  assert.deepEqual(complaints, []);
  await close();
});

test("the indicators of both stand beside each other, are compared with a list of which nothing stays, and are taken out", async () => {
  const { page, complaints, close } = await visit(browser, server, "ministry-officer", campaign);
  await axe(page);
  await shown(page, "campaign-one");
  await page.locator("main p.actions").getByRole("link", { name: "侵害指標の表" }).click();
  const row = (value) => page.locator("main tbody tr", { hasText: value });
  for (const value of ["hxxps://evil[.]example/gate", "203[.]0[.]113[.]5", shared]) {
    assert.equal(await row(value).count(), 1, `${value}: ${await says(page)}`);
    for (const o of operators) assert.ok((await row(value).innerText()).includes(o.number), `${value} stands in ${o.number}`);
  }
  for (const o of operators) assert.ok(!(await row(o.alone).innerText()).includes(operators.find((p) => p !== o).number), o.alone);
  assert.match(await says(page), /4件\(侵害指標があるもの2件\)[^]*5個/);
  await axe(page);
  await shown(page, "campaign-table");

  const table = page.url();
  await page.locator("main").getByRole("link", { name: "手元の一覧と照合する" }).click();
  await page.fill("#text", "evil.example\n203.0.113.0/24\nharmless.example\npower-only[.]example\n");
  await press(page, "照合する");
  const met = await says(page);
  assert.match(met, /3行が、届いた報告の侵害指標と一致しました/);
  assert.match(met, /1[^]*evil[^]*同じホスト・アドレス[^]*2[^]*203[^]*ネットワークに含まれる[^]*4[^]*power-only[^]*同じ値/);
  assert.doesNotMatch(met, /harmless/);
  assert.doesNotMatch(await page.content(), /harmless/, "the list is nowhere on the page");
  await axe(page);
  await page.setViewportSize(narrow);
  await noSideways(page);
  await shown(page, "campaign-compared");

  await page.goto(table);
  const of = new URL(table).search;
  for (const format of ["csv", "sjis", "json", "xlsx"]) {
    const answer = await page.request.get(`${server.url}/ministry/indicators/export/${format}${of}`);
    assert.equal(answer.status(), 200, format);
    const body = await answer.body();
    const text = format === "xlsx" ? JSON.stringify(sheets(body)) : format === "sjis" ? new TextDecoder("shift_jis").decode(body) : body.toString();
    for (const value of ["https://evil.example/gate", "hxxps://evil[.]example/gate", shared, "power-only.example", "grid-only.example"]) assert.ok(text.includes(value), `${format} lacks ${value}`);
    assert.doesNotMatch(text, /harmless|KYANPEEN/, `${format} says more than the table`);
  }
  assert.deepEqual(complaints, []);
  await close();
});

test("an operator is told of looks, and of nothing else: no campaign, no other report, no table", async () => {
  for (const o of operators) {
    const other = operators.find((p) => p !== o);
    const now = await own(o);
    for (const [at, text] of Object.entries(now)) {
      for (const word of ["KYANPEEN", "キャンペーン", "関連付け", "同じ通信先", other.number, other.report, other.org, other.line, other.alone]) {
        assert.ok(!text.includes(word), `${o.who} reads ${word} in ${at}`);
      }
    }
    const { seen } = await api(server, o.who, "GET", `/reports/${o.report}`);
    assert.deepEqual([...new Set((seen ?? []).map((s) => s.office))].filter((office) => office !== "電力・ガス保安担当室"), []);
    const { page, close } = await visit(browser, server, o.who, "/operator/home");
    for (const at of ["/ministry/campaigns", campaign, `${campaign}/edit`, "/ministry/indicators", "/ministry/indicators/compare"]) assert.equal((await page.request.get(server.url + at)).status(), 404, at);
    await close();
    if (o.admin) {
      assert.match(now.seen, /経済産業省/);
      assert.match(now.seen, /侵害指標/);
      assert.doesNotMatch(now.seen, /髙木|石﨑/, "who it was is not told");
    }
  }
});

test("another authority finds nothing; once it is shared, the name and what is open to it alone", async () => {
  await api(server, "operator-filer", "POST", `/reports/${operators[0].report}/consent`, { agree: true });
  const readers = [{ who: "other-ministry-officer", label: "国土交通省 水道危機管理担当室", has: [] }, { who: "nco-analyst", label: "国家サイバー統括室", has: [operators[0]] }];
  for (const { who } of readers) {
    const { page, close } = await visit(browser, server, who, "/ministry/campaigns");
    assert.doesNotMatch(await says(page), /KYANPEEN/);
    assert.equal((await page.request.get(server.url + campaign)).status(), 404, who);
    assert.equal((await page.request.get(`${server.url}/ministry/indicators?of=campaign:${campaign.split("/").pop()}`)).status() >= 400, true, who);
    await close();
  }
  const officer = await visit(browser, server, "ministry-officer", campaign);
  for (const { label } of readers) {
    await officer.page.locator("#office").selectOption({ label });
    await press(officer.page, "共有する");
    await officer.page.locator(".notice", { hasText: "共有しました" }).waitFor();
  }
  const table = await officer.page.locator("main p.actions").getByRole("link", { name: "侵害指標の表" }).getAttribute("href");
  await officer.close();
  for (const { who, has } of readers) {
    const { page, complaints, close } = await visit(browser, server, who, "/ministry/campaigns");
    await page.locator("main").getByRole("link", { name }).click();
    const one = await page.content();
    await axe(page);
    await page.setViewportSize(narrow);
    await noSideways(page);
    await shown(page, `campaign-${who}`);
    const answer = await page.goto(server.url + table);
    const indicators = answer.status() === 200 ? await page.content() : "";
    await noSideways(page);
    for (const o of operators) for (const word of [o.number, o.org, o.alone]) {
      assert.equal(`${one}${indicators}`.includes(word), has.includes(o), `${who}: ${word}`);
    }
    assert.equal(indicators.includes("evil[.]example"), has.length > 0);
    assert.doesNotMatch(one, /同じ通信先/, `${who} reads why the other office linked them`);
    const view = await api(server, who, "GET", `/campaigns/${campaign.split("/").pop()}`);
    assert.deepEqual((view.reports ?? []).map((r) => r.number_ascii), has.map((o) => o.report));
    assert.deepEqual(complaints, []);
    await close();
  }
});
