// 委任: proposed to many at once, drafts for many out of one file, filed together; countersigned by the operator, filed under, both names on the receipt, revoked: the next request finds nothing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown, wide } from "./lib/browser.mjs";
import { api, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";
import { book, parts } from "./lib/xlsx.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const path = (page) => new URL(page.url()).pathname;
const says = (page) => page.locator("main").innerText();
const press = (page, name) => page.locator("main").getByRole("button", { name }).first().click();

// looker looks at a page at both widths, and keeps pictures of it where LOOK says where.
const looker = (page, lang = "ja") => async (name) => {
  await axe(page);
  await page.setViewportSize(narrow);
  await noSideways(page);
  await shown(page, `mandate-${name}-375${lang === "ja" ? "" : `-${lang}`}`);
  await page.setViewportSize(wide);
  await shown(page, `mandate-${name}${lang === "ja" ? "" : `-${lang}`}`);
};

// corporate is the 法人番号 of somebody's organisation, as a mandate of theirs says it.
async function corporate(page) {
  await page.goto(`${server.url}/mandates`);
  await page.locator("main table a").first().click();
  return (await says(page)).match(/委任する事業者\s+\S+ (\d{13})/)[1];
}

test("a maintainer proposes to many; what is wrong is told row by row", async () => {
  const { page, close } = await visit(browser, server, "maintainer", "/maintainer/home");
  const look = looker(page);
  assert.match(await says(page), /事業者別の状況[^]*𠮷見沢市上下水道局[^]*まだ送っていません/);
  await look("home");
  const grid = await visit(browser, server, "operator-admin", "/mandates");
  const number = await corporate(grid.page);
  await grid.close();
  await page.goto(`${server.url}/mandates/new`);
  await look("new");
  await page.fill("#sheet", `法人番号\t事業\n${number}\t水道\n${number}\n1234567890123\n`);
  await page.fill("#until", "R8.1.1");
  await press(page, "確かめる");
  assert.match(await says(page), /終了日は開始日|終了日が過ぎています/);
  await page.fill("#until", "R9.3.31");
  await press(page, "確かめる");
  assert.match(await says(page), /確認を待っています[^]*法人番号が読み取れませんでした/);
  assert.equal(await page.locator("#sheet").inputValue(), `法人番号\t事業\n${number}\t水道\n${number}\n1234567890123\n`);
  await look("refused");
  await close();
});

// numbered is a 法人番号 with its check digit.
function numbered(twelve) {
  const sum = [...twelve].reverse().reduce((n, d, i) => n + Number(d) * (i % 2 ? 2 : 1), 0);
  return `${9 - (sum % 9)}${twelve}`;
}

test("one file of forty operators becomes drafts, and what is ready is filed together", async () => {
  const water = await visit(browser, server, "water-admin", "/mandates");
  const number = await corporate(water.page);
  await water.close();
  const { page, close } = await visit(browser, server, "maintainer", "/maintainer/batch");
  const look = looker(page);
  await look("batch");
  const others = Array.from({ length: 39 }, (_, i) => numbered(String(700001209000 + i)));
  const file = (facility, maker) => ({
    name: "40.xlsx", mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer: book({
      設備: [["法人番号", "事業", "設備番号", "設備の名称", "設備の区分"], [number, "水道", "S1", facility, "特定重要設備"], ...others.map((n) => [n, "水道", "S1", "浄水場", "特定重要設備"])],
      製品一覧: [["法人番号", "事業", "製品名", "製造者名", "種類", "類型", "設備", "令和8年10月1日に導入済み"], [number, "水道", "Zabbix", maker, "ソフトウェア", "A、B", "S1", "はい"]],
    }),
  });
  await page.setInputFiles("#file", file("南部浄水場", "Zabbix"));
  await press(page, "読み取って確かめる");
  assert.match(await says(page), /40件は作れません[^]*対象外[^]*『設備』シート D2[^]*委任の対象ではありません/);
  await look("batch-wrong");
  await page.setInputFiles("#file", file("北部浄水場の監視設備", "Zabbix LLC"));
  await press(page, "読み取って確かめる");
  assert.match(await says(page), /1件の下書きを作れます[^]*39件は作れません/);
  await press(page, "1件の下書きを作る");
  assert.match(await says(page), /1件の下書きを作りました[^]*下書きを作りました\s+稿-R8-/);
  await look("batch-made");
  await page.setInputFiles("#file", file("北部浄水場の監視設備", "Zabbix LLC"));
  await press(page, "読み取って確かめる");
  assert.match(await says(page), /下書きがあります/);
  assert.equal(await page.getByRole("button", { name: /件の下書きを作る/ }).count(), 0);

  await press(page, "選んだものを確かめる");
  assert.match(await says(page), /1つ以上選んでください/);
  await page.locator("main input[name=n]").first().check();
  await press(page, "選んだものを確かめる");
  assert.match(await says(page), /まとめて提出[^]*𠮷見沢市上下水道局[^]*髙城水処理サービス株式会社\(委任 委-R8-/);
  await look("filing");
  await press(page, "1件を事業者の名で提出する");
  assert.match(await says(page), /1件は提出しませんでした/); // what is asked was not confirmed
  for (const box of await page.locator("main form input[type=checkbox]").all()) await box.check();
  await press(page, "1件を事業者の名で提出する");
  assert.match(await says(page), /1件を提出しました[^]*届-R8-/);
  await look("filing-done");
  const zip = await page.request.get(server.url + await page.getByRole("link", { name: "受付証をまとめて受け取る" }).getAttribute("href"));
  assert.match(Object.keys(parts(await zip.body())).join(" "), /N-R8-/);
  await page.goto(`${server.url}/maintainer/history?act=filing`);
  assert.match(await says(page), /1件[^]*𠮷見沢市上下水道局\s+提出した[^]*髙城水処理サービス株式会社/);
  await look("history");
  const csv = await page.request.get(`${server.url}/maintainer/history/csv?act=filing`);
  assert.match(await csv.text(), /𠮷見沢市上下水道局.*届-R8-/);
  await close();
});

test("an operator countersigns in one press, the maintainer files, and the operator revokes", async () => {
  const operator = await visit(browser, server, "operator-admin", "/mandates");
  const look = looker(operator.page);
  await look("list");
  await operator.page.locator("main .todo a").first().click();
  assert.match(await says(operator.page), /この委任を確認する[^]*事業者の名で届出を提出し[^]*直接の届出は/);
  await look("sign");
  await press(operator.page, "内容を確かめて、委任を始める");
  assert.match(await says(operator.page), /有効[^]*委任を確認しました/);
  const at = path(operator.page);
  await operator.page.setInputFiles("#file", { name: "委任状.txt", mimeType: "text/plain", buffer: Buffer.from("MZ") });
  await press(operator.page, "写しを添える");
  assert.match(await says(operator.page), /PDFのファイルを選んでください/);
  await operator.page.setInputFiles("#file", { name: "押印した委任状.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 sealed") });
  await press(operator.page, "写しを添える");
  assert.match(await says(operator.page), /委任状の写しを添えました[^]*押印した委任状\.pdf/);
  await look("sealed");
  const copy = await operator.page.request.get(server.url + await operator.page.locator("main table a", { hasText: "押印した委任状" }).getAttribute("href"));
  assert.match(copy.headers()["content-disposition"], /^attachment/);
  await operator.page.goto(`${server.url}${at}/paper`);
  await look("paper");

  const maintainer = await visit(browser, server, "maintainer", at);
  const page = maintainer.page;
  const their = looker(page);
  await press(page, "下書きを作る");
  assert.match(path(page), /\/reporting\/procedures\/asset\.new\/D-/);
  const draft = path(page).split("/")[4];
  assert.match(await page.locator("header").innerText(), /あおぞら送配電株式会社 の委任/);
  await their("draft");
  await page.goto(`${server.url}/reporting/procedures/asset.new/${draft}/excel`);
  assert.match(await says(page), /Excel/);

  // The operator sees the same draft; nobody of another operator does.
  const filer = await visit(browser, server, "operator-filer", `/reporting/procedures/asset.new/${draft}/check`);
  assert.match(await says(filer.page), /提出前の確認|確認/);
  const stranger = await visit(browser, server, "other-operator-filer", `/reporting/procedures/asset.new/${draft}/check`);
  assert.match(await says(stranger.page), /ページが見つかりません/);
  await stranger.close();

  // It is written by a program, and filed on the page: the filing is the operator's, and both names stand on it for everybody who has it.
  const none = await api(server, "maintainer", "POST", `/mandates/${at.split("/")[2]}/draft`, { procedure: "asset.none" });
  await api(server, "maintainer", "PATCH", `/drafts/${none.number_ascii}`, { answers: {
    checked: { value: ["a", "b", "c", "d", "e", "f"] }, ground: { value: "𠮷野変電所の更新により、対象の機器を全て撤去しました。" }, found_on: { value: "2026-11-24" }, contact: { value: "森田 剛 0000-00-4101", base: 1 },
  } });
  await page.goto(`${server.url}/reporting/procedures/asset.none/${none.number_ascii}/check`);
  for (const box of await page.locator("main form input[name=confirm]").all()) await box.check();
  await press(page, "送信のページへ進む");
  await page.waitForURL(/\/send/);
  await page.locator("main form button.button-primary").click();
  await page.waitForURL(/\/reporting\/reports\/N-/);
  const filed = path(page).split("/")[3];
  const both = /あおぞら送配電株式会社[^]*髙城水処理サービス株式会社\(委任 委-R8-/;
  assert.match(await says(page), both);
  await their("filed");
  await filer.page.goto(`${server.url}/reporting/reports/${filed}`);
  assert.match(await says(filer.page), both);
  const office = await visit(browser, server, "ministry-officer", `/ministry/reports/${filed}`);
  assert.match(await says(office.page), both);
  await office.close();
  await page.goto(`${server.url}/maintainer/home`);
  assert.match(await says(page), /該当なしを届け出る\s+届-R8-/);
  const zip = await page.request.get(`${server.url}/maintainer/home/receipts`);
  assert.equal(zip.status(), 200);
  assert.match(Object.keys(parts(await zip.body())).join(" "), /N-R8-[^ ]* ?.*list\.csv/);
  const again = await api(server, "maintainer", "POST", `/mandates/${at.split("/")[2]}/draft`, { procedure: "asset.none" });

  await operator.page.goto(`${server.url}${at}`);
  await operator.page.fill("#reason", "契約の終了");
  await press(operator.page, "委任を撤回する");
  assert.match(await says(operator.page), /撤回[^]*委任を撤回しました/);
  await look("revoked");
  for (const where of [`/reporting/reports/${filed}`, `/reporting/procedures/asset.none/${again.number_ascii}/check`]) assert.equal((await page.goto(server.url + where)).status(), 404);
  const kept = await filer.page.goto(`${server.url}/reporting/procedures/asset.none/${again.number_ascii}/check`);
  assert.equal(kept.status(), 200);
  for (const one of [operator, maintainer, filer]) await one.close();
});

test("the pages are there in English, too", async () => {
  const { page, close } = await visit(browser, server, "maintainer", "/maintainer/home", { lang: "en" });
  const look = looker(page, "en");
  assert.match(await says(page), /State of each operator/);
  await look("home");
  await page.goto(`${server.url}/mandates/new`);
  await look("new");
  await page.goto(`${server.url}/maintainer/batch`);
  assert.match(await says(page), /Drafts that can be filed/);
  await look("batch");
  await page.goto(`${server.url}/maintainer/history`);
  assert.match(await says(page), /A draft was begun/);
  await look("history");
  await close();
});
