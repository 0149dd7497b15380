// A procedure that exists as data only: written by an officer's page, tried, opened by a second officer, filled in, sent, received,
// corrected, exported and printed. Without script all the way.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown, watch, wide } from "./lib/browser.mjs";
import { api, as } from "./lib/people.mjs";
import { make } from "./lib/nearmiss.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

async function tab(name, { viewport = wide, lang = "ja", ...options } = {}) {
  const context = await browser.context({ viewport, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  const complaints = watch(page);
  await page.goto(`${server.url}/?lang=${lang}`);
  await as(page, server, name);
  return { page, complaints, close: () => context.close() };
}

const path = (page) => new URL(page.url()).pathname;
const says = (page) => page.locator("main").innerText();
const press = (page, name) => page.locator("main").getByRole("button", { name, exact: true }).first().click();
const follow = (page, name) => page.locator("main").getByRole("link", { name }).first().click();

test("a near-miss procedure from its making to its receipt, without script", async () => {
  const officer = await tab("ministry-officer", { javaScriptEnabled: false });
  const page = officer.page;
  const at = await make(page, server);
  assert.doesNotMatch(await says(page), /公開の前に直すところ/);
  await follow(page, "試しに書いてみる");
  await press(page, "確かめる");
  assert.match(await says(page), /あったこと: |記入/);
  await page.fill("#item_1", "誤ったあて先にメールを送りそうになった");
  await page.locator("input[name=item_2][value=mail]").check();
  await page.fill("#item_4", "R8.11.20");
  await page.fill("#item_6", "03-0000-0000");
  await press(page, "確かめる");
  assert.match(await says(page), /このまま送れる内容です[^]*令和8年11月20日[^]*提出の目安は/);
  await page.goto(`${server.url}${at}`);
  await follow(page, "公開を起案する");
  const today = new Date(Date.now() + 9 * 3600e3).toISOString().slice(0, 10);
  await page.fill("#from", today);
  await page.locator("input[name=sectors][value=electricity]").check();
  await press(page, "二人目に確認を求める");
  assert.match(await says(page), /二人目の確認待ち/);
  await follow(page, "公開を確かめる");
  assert.equal(await page.getByRole("button", { name: "公開する", exact: true }).count(), 0, "who wrote it cannot open it");

  const second = await tab("ministry-supervisor", { javaScriptEnabled: false });
  await second.page.goto(`${server.url}${at}/decide`);
  assert.match(await says(second.page), /電気[^]*あったこと/);
  await press(second.page, "公開する");
  assert.equal(path(second.page), at, await says(second.page));
  assert.match(await says(second.page), /公開中[^]*公開した人/);
  await shown(second.page, "procedure-open");
  await second.close();

  const number = at.split("/").pop();
  const filer = await tab("operator-filer", { javaScriptEnabled: false });
  const form = filer.page;
  await form.goto(`${server.url}/operator/home`);
  await follow(form, "その他の手続");
  await follow(form, "ヒヤリハットを知らせる");
  assert.equal(path(form), `/reporting/procedures/${number}`);
  await press(form, "書き始める");
  await form.fill("#item_1", "誤ったあて先にメールを送りそうになった。𠮷");
  await form.locator("input[name=item_2][value=other]").check();
  await form.fill("#item_3", "印刷");
  await press(form, "次へ");
  assert.match(path(form), /step_2$/, await says(form));
  await shown(form, "procedure-step");
  await form.fill("#item_4", "20日");
  await press(form, "次へ");
  assert.match(await says(form), /読み取/);
  await form.fill("#item_4", "R8.11.20");
  await form.fill("#item_5", "２");
  await press(form, "次へ");
  assert.match(path(form), /check$/, await says(form));
  assert.match(await says(form), /経済産業大臣[^]*電力・ガス保安担当室/);
  await shown(form, "procedure-check");
  await press(form, "送信のページへ進む");
  await press(form, "送信する");
  const report = path(form);
  assert.match(report, /^\/reporting\/reports\/R-R\d+-/, await says(form));
  assert.match(await says(form), /ヒヤリハット[^]*誤ったあて先[^]*受付証/);
  assert.equal(await form.locator("text=詳報の期限").count(), 0);
  await form.waitForTimeout(1500);
  await form.reload();
  assert.match(await says(form), /受付証\(PDF\)|PDF/);
  await shown(form, "procedure-sent");

  await page.goto(`${server.url}/ministry/today`);
  assert.match(await says(page), /ヒヤリハット/);
  await page.goto(`${server.url}/ministry/reports/${report.split("/").pop()}`);
  assert.match(await says(page), /のヒヤリハット[^]*印刷[^]*令和8年11月20日/);
  await shown(page, "procedure-office");

  // The office asks for a correction, the filer sends a further revision, and both see what changed.
  await follow(page, "補正のお願い");
  await page.fill("#text", "気付いた日を確かめてください。");
  await press(page, "送る前の確認へ");
  await press(page, "この内容で補正をお願いする");
  await form.goto(`${server.url}${report}`);
  assert.match(await says(form), /気付いた日を確かめてください/);
  await press(form, "内容を訂正する");
  assert.match(path(form), /check$/);
  assert.match(await says(form), /訂正で変わるところ[^]*変わったところがありません/);
  await form.goto(`${server.url}${path(form).replace(/check$/, "step_2")}?then=check`);
  await form.fill("#item_4", "R8.11.19");
  await press(form, "確認に戻る");
  assert.match(await says(form), /令和8年11月20日[^]*令和8年11月19日/);
  await press(form, "送信のページへ進む");
  await press(form, "送信する");
  assert.equal(path(form), report, await says(form));
  assert.match(await says(form), /補正済み[^]*訂正の履歴[^]*第2版[^]*気付いた日[^]*令和8年11月20日[^]*令和8年11月19日/);
  await shown(form, "procedure-corrected");
  await page.goto(`${server.url}/ministry/reports/${report.split("/").pop()}`);
  assert.match(await says(page), /訂正の履歴[^]*令和8年11月20日[^]*令和8年11月19日/);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("nav.site-nav, .no-print >> visible=true").count(), 0);
  await page.emulateMedia({ media: "screen" });

  // What arrived is exported, and no spreadsheet calculates what somebody typed.
  await page.goto(`${server.url}${at}/filings`);
  assert.match(await says(page), /1件[^]*誤ったあて先/);
  await shown(page, "procedure-filings");
  assert.equal(await page.locator("#kind").count(), 0, "the list is of one procedure");
  await page.selectOption("#state", "withdrawn");
  await press(page, "絞り込む");
  assert.match(await page.locator("#list-count").innerText(), /条件に合うもの 0件/);
  assert.match(path(page), /filings$/);
  await page.locator(".empty a").click();
  assert.match(await page.locator("#list-count").innerText(), /^1件$/);
  await page.fill("#number", report.split("/").pop().split("-")[2]);
  await press(page, "絞り込む");
  assert.match(await page.locator("#list-count").innerText(), /条件に合うもの 1件/);
  await page.locator(".views-save summary").click();
  await page.fill("#name", "番号で探したもの");
  await page.locator("input[name=share][value=unit]").check();
  await press(page, "名前を付けて保存する");
  await page.goto(`${server.url}${at}/filings`);
  await follow(page, "番号で探したもの");
  assert.match(page.url(), /filings\?number=[^&]*&kind=P-/);
  assert.equal((await (await page.request.get(`${server.url}${at}/filings/json?state=withdrawn`)).json()).filings.length, 0, "the export holds what the filter leaves");
  await form.goto(`${server.url}/reporting/procedures`);
  await form.locator("main li", { hasText: "ヒヤリハット" }).getByRole("link", { name: "送ったもの" }).click();
  assert.match(await says(form), /ヒヤリハット[^]*1件[^]*誤ったあて先/);
  assert.equal((await form.request.get(`${server.url}/reporting/procedures/P-R8-2222-2222-9/filings`)).status(), 404);
  const csv = await (await page.request.get(`${server.url}${at}/filings/csv`)).text();
  assert.match(csv, /整理番号,到達日時,事業者[^]*あったこと[^]*誤ったあて先にメールを送りそうになった。𠮷[^]*令和8年11月19日/);
  const json = await (await page.request.get(`${server.url}${at}/filings/json`)).json();
  assert.equal(json.filings[0].answers.item_4, "2026-11-19");
  assert.equal(json.filings[0].rev, 2);
  const xlsx = await page.request.get(`${server.url}${at}/filings/xlsx`);
  assert.match(xlsx.headers()["content-type"], /spreadsheetml/);
  assert.equal((await xlsx.body()).subarray(0, 2).toString(), "PK");
  const receipt = await form.request.get(`${server.url}${report}/receipt/pdf?rev=2`);
  assert.ok([200, 409].includes(receipt.status()));

  // Closed, it takes nothing in; what was sent stays.
  await page.goto(`${server.url}${at}/close`);
  await press(page, "受付を終える");
  assert.match(await says(page), /受付終了/);
  assert.equal((await form.request.get(`${server.url}/reporting/procedures/${number}`)).status(), 404);
  await form.goto(`${server.url}${report}`);
  assert.match(await says(form), /第2版/);
  await officer.close();
  await filer.close();
  const other = await tab("other-operator-filer");
  const absent = await other.page.request.get(`${server.url}/reporting/procedures/P-R8-2222-2222-2`);
  assert.equal(absent.status(), 404);
  await other.close();
});
