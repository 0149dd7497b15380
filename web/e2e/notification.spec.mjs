// 届出: filed from Excel with a cell mended, looked at by the office, corrected where it was asked, changed, and stated to be none.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { axe, narrow, noSideways, open, shown } from "./lib/browser.mjs";
import { api, tokens, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";
import { book } from "./lib/xlsx.mjs";

const bin = process.env.KANMIN_BIN ?? join(dirname(fileURLToPath(import.meta.url)), "../../bin/kanmin");
let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const path = (page) => new URL(page.url()).pathname;
const says = (page) => page.locator("main").innerText();
const press = (page, name) => page.locator("main").getByRole("button", { name }).first().click();
const follow = (page, name) => page.locator("main").getByRole("link", { name }).first().click();
const home = "/operator/notification";

const plant = [["設備番号", "設備の名称", "設備の区分", "一体運用", "インターネットとの接続", "媒体でのやり取り", "クラウド利用"], ["S1", "𠮷野給電指令システム", "特定重要設備", "いいえ", "接続あり", "なし", "なし"]];
const heads = ["管理番号", "種類", "製品名", "メーカー", "類型", "設備", "導入済み", "導入日"];
const goods = (day) => [heads,
  ["K-1", "ソフトウェア", "Red Hat Enterprise Linux", "Red Hat", "A・B", "S1", "いいえ", "2026-10-31"],
  ["K-2", "アプライアンス", "FortiGate 100F", "Fortinet", "A、D", "S1", "いいえ", day],
  ["K-3", "クラウドサービス", "監視サービス", "髙﨑電機", "C E", "S1", "はい", ""]];

async function upload(page, name, sheets) {
  await page.setInputFiles("#file", { name, mimeType: "application/octet-stream", buffer: book(sheets) });
  await press(page, "読み込んで確かめる");
}

// looked checks a page at both widths, and keeps a picture of it where LOOK says where.
async function looked(page, name) {
  await axe(page);
  await page.setViewportSize(narrow);
  await noSideways(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await shown(page, `notification-${name}`);
}

// begun opens a draft of a procedure from the page of notifications.
async function begun(page, name) {
  await page.goto(server.url + home);
  await follow(page, name);
  await press(page, /書き始める/);
  return path(page).replace(/\/about$/, "");
}

// send answers what is asked, and sends.
async function send(page) {
  for (const box of await page.locator("main form input[name=confirm]").all()) await box.check();
  await press(page, "送信のページへ進む");
  await page.waitForURL(/\/send/);
  await page.locator("main form button.button-primary").click();
  await page.waitForURL(/\/reporting\/reports\/N-/);
}

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with script" : "without script";
  test(`a notification from Excel, corrected and changed, ${how}`, async () => {
    const { page, complaints, close } = await visit(browser, server, "operator-filer", home, { javaScriptEnabled });
    assert.match(await says(page), /届出が必要か確かめる[^]*新しく届け出る[^]*四半期の棚卸し[^]*該当なし/);
    if (!javaScriptEnabled) assert.match(await says(page), /届出はまだありません/);
    assert.ok(await page.locator("nav a[aria-current]", { hasText: "届出" }).count() > 0);

    const at = await begun(page, "新しく届け出る");
    assert.equal(await page.locator("input[name=business]:checked").inputValue(), "electricity");
    await press(page, "次へ");
    await follow(page, /Excel/);
    await upload(page, "届出.xlsx", { 設備: plant, 製品一覧: goods("R9.2.30") });
    assert.match(await says(page), /1か所を直してください[^]*『製品一覧』シート H3[^]*R9\.2\.30/);
    assert.equal(await page.getByRole("button", { name: "下書きに取り込む" }).count(), 0);
    if (javaScriptEnabled) await looked(page, "excel");
    await upload(page, "届出.xlsx", { 設備: plant, 製品一覧: goods("令和8年11月30日") });
    await press(page, "下書きに取り込む");
    await page.goto(`${server.url}${at}/goods`);
    assert.match(await says(page), /『導入』の意味[^]*確認できていません[^]*Red Hat Enterprise Linux/);
    if (javaScriptEnabled) await looked(page, "goods");

    // 「類型F」 has neither a product nor a reason: asked, not refused. A reason is the answer.
    await page.goto(`${server.url}${at}/check`);
    let check = await says(page);
    assert.match(check, /類型Fの製品がなく、機器がない理由も書かれていません/);
    assert.match(check, /届出の期限\(最も早いもの\)[^]*令和9年3月1日/);
    assert.match(check, /経済産業大臣[^]*内閣総理大臣\(内閣府\)/);
    assert.doesNotMatch(check, /詳報|支援を希望する/);
    await page.goto(`${server.url}${at}/none`);
    await page.fill("#none_f", "重要データを保存する機器がない");
    if (javaScriptEnabled) await looked(page, "none-of-type");
    await press(page, "次へ");
    await press(page, "次へ");
    assert.equal(path(page), `${at}/check`, await says(page));
    assert.doesNotMatch(await says(page), /類型Fの製品がなく/);
    if (javaScriptEnabled) await looked(page, "check");
    await send(page);
    const filed = path(page).split("/").pop();
    assert.match(await says(page), /特定重要電子計算機の届出[^]*提出済み[^]*受付証[^]*FortiGate 100F/);
    assert.match(await page.locator("main aside").innerText(), /届出の期限[^]*期限までに提出/);
    assert.doesNotMatch(await says(page), /受理|却下|審査中|詳報|事案の?報告/);
    if (javaScriptEnabled) await looked(page, "filed");

    // The office finds it under 届出, and asks about one field.
    const office = await visit(browser, server, "ministry-officer", "/ministry/notification", { javaScriptEnabled });
    const listed = office.page.locator("#list .data-table").first().locator("tbody tr");
    assert.ok(await listed.count() > 0);
    assert.equal(await listed.count(), await listed.filter({ hasText: "届-R" }).count());
    if (javaScriptEnabled) await looked(office.page, "office-list");
    await office.page.locator("main a", { hasText: filed.slice(2) }).first().click();
    assert.match(await says(office.page), /給電指令システム[^]*Red Hat Enterprise Linux[^]*類型Fの機器がない理由[^]*重要データ/);
    assert.match(await says(office.page), /届出の期限/);
    if (javaScriptEnabled) await looked(office.page, "office");
    await follow(office.page, "補正のお願い");
    await office.page.fill("#text", "K-3の提供者名を確かめてください。");
    await office.page.getByLabel("製品一覧").check();
    await press(office.page, "送る前の確認へ");
    await press(office.page, "この内容で補正をお願いする");

    // The operator finds it at the field, and corrects.
    await page.reload();
    assert.match(await says(page), /補正のお願い[^]*K-3の提供者名[^]*製品一覧/);
    await press(page, "内容を訂正する");
    const correction = path(page).replace(/\/[^/]+$/, "");
    await page.goto(`${server.url}${correction}/goods/products`);
    const row = page.locator(".fill-table tbody tr").nth(2);
    await row.locator("td").nth(1).locator("input").fill("髙﨑製作所");
    await press(page, "保存して戻る");
    await page.goto(`${server.url}${correction}/check`);
    assert.match(await says(page), /訂正で変わるところ[^]*髙﨑電機[^]*髙﨑製作所/);
    await send(page);
    assert.match(await says(page), /補正済み[^]*第2版/);
    await office.page.goto(`${server.url}/ministry/reports/${filed}`);
    assert.match(await says(office.page), /補正済み[^]*髙﨑製作所/);

    // A change: one product is no longer used.
    await page.goto(server.url + home);
    await page.locator("li", { hasText: filed.slice(2) }).getByRole("button", { name: "変更を届け出る" }).click();
    const change = path(page).replace(/\/about$/, "");
    assert.match(change, /asset\.change/);
    await page.goto(`${server.url}${change}/check`);
    assert.match(await says(page), /前の届出から変わったところがありません/);
    await page.goto(`${server.url}${change}/goods/products`);
    if (javaScriptEnabled) await looked(page, "change-table");
    const ended = page.locator(".fill-table tbody tr").nth(1);
    await ended.locator("td").nth(2).locator("select").selectOption({ label: "利用終了" });
    await ended.locator("td").nth(3).locator("input").fill("R9.1.15");
    await press(page, "保存して戻る");
    await page.goto(`${server.url}${change}/check`);
    check = await says(page);
    assert.match(check, /前の届出から変わったところ/);
    assert.match(check, /FortiGate 100F[^]*利用終了/);
    assert.match(check, /令和9年5月17日/);
    if (javaScriptEnabled) await looked(page, "change-check");
    await send(page);
    const changed = path(page).split("/").pop();
    assert.match(await says(page), /変更の届出[^]*利用終了/);
    if (javaScriptEnabled) await looked(page, "changed");
    await office.page.goto(`${server.url}/ministry/reports/${changed}`);
    assert.match(await says(office.page), /前の届出から変わったところ[^]*K-2 ― 変更の種類[^]*利用終了[^]*FortiGate 100F[^]*利用終了/);
    if (javaScriptEnabled) await looked(office.page, "office-change");
    assert.deepEqual(office.complaints, []);
    await office.close();

    // Another operator and another ministry learn of nothing.
    for (const who of ["other-operator-filer", "other-ministry-officer"]) {
      const other = await visit(browser, server, who, "/help");
      for (const at of [`/reporting/reports/${filed}`, `/ministry/reports/${filed}`]) assert.equal((await other.page.request.get(server.url + at)).status(), 404, who);
      await other.close();
    }
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("該当なし and a stock-take without changes are filings with receipts, in English too", async () => {
  const { page, complaints, close } = await visit(browser, server, "operator-filer", home, { javaScriptEnabled: false });
  await begun(page, /該当なし/);
  await press(page, "次へ");
  for (const type of ["a", "b", "c", "d", "e"]) await page.locator(`input[name=checked][value=${type}]`).check();
  await page.fill("#ground", "設備の更新により、対象の機器を全て撤去した。");
  await page.fill("#found_on", "R8.11.20");
  await press(page, "次へ");
  await press(page, "次へ");
  assert.match(await says(page), /類型Fを確かめていません/);
  await send(page);
  assert.match(await says(page), /該当なしの届出[^]*受付証[^]*全て撤去した/);
  await begun(page, /棚卸し/);
  await press(page, "次へ");
  await page.fill("#as_of", "令和8年11月20日");
  await page.locator("input[name=attested]").check();
  await page.fill("#attested_by", "設備部長 髙橋 一郎");
  await press(page, "次へ");
  await press(page, "次へ");
  await send(page);
  assert.match(await says(page), /棚卸し・変更なし[^]*受付証[^]*髙橋 一郎/);
  await page.goto(server.url + home);
  assert.match(await says(page), /棚卸し・変更なし[^]*該当なしの届出/);
  await page.goto(`${server.url}/help?lang=en`);
  await page.goto(server.url + home);
  assert.match(await says(page), /File a new notification[^]*Notification of none/);
  assert.doesNotMatch(await page.locator("main h1, main h2, main .lead").allInnerTexts().then((t) => t.join(" ")), /[ぁ-ん]/);
  for (const lang of ["ja", "en"]) {
    const scripted = await visit(browser, server, "operator-filer", home, { lang });
    await looked(scripted.page, `home-${lang}`);
    assert.deepEqual(scripted.complaints, []);
    await scripted.close();
  }
  assert.deepEqual(complaints, []);
  await close();
});

test("1,200 products come by Excel and are filed, and kanmin file sends what the schema says", async () => {
  const { page, close } = await visit(browser, server, "other-operator-filer", home, { javaScriptEnabled: false });
  const at = await begun(page, "新しく届け出る");
  await press(page, "次へ");
  await follow(page, /Excel/);
  const rows = Array.from({ length: 1200 }, (_, i) => [`K-${i}`, "ソフトウェア", `製品 ${i}`, "髙﨑製作所", "A,B,C,D,E,F", "S1", "いいえ", "R8.10.31"]);
  rows.push(["K-9999", ...rows[5].slice(1)]);
  await upload(page, "1200.xlsx", { 設備: plant, 製品一覧: [heads, ...rows] });
  await press(page, "下書きに取り込む");
  await page.goto(`${server.url}${at}/check`);
  assert.match(await says(page), /1201行目\(全1行\)は、前の行と同じ内容です。1行にまとめて届け出ます/);
  await send(page);
  const filed = path(page).split("/").pop();
  assert.equal((await api(server, "other-operator-filer", "GET", `/reports/${filed}`)).answers.products.length, 1200);
  await close();

  const answers = { business: "electricity", contact: "03-0000-0000", checked: ["a", "b", "c", "d", "e", "f"], ground: "対象の機器がない", found_on: "2026-11-20" };
  const said = spawnSync(bin, ["file", "procedure", "asset.none", "-", "--json"], { encoding: "utf8", input: JSON.stringify(answers), env: { PATH: process.env.PATH, KANMIN_URL: server.url, KANMIN_TOKEN: tokens(server)["other-operator-filer"] } });
  assert.equal(said.status, 0, said.stderr);
  assert.match(JSON.parse(said.stdout).number, /^届-/);
});
