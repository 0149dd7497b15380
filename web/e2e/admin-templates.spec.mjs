// 様式の設定: one administrator brings a form and its map, another looks at the file with the example and confirms it; from then on a report
// leaves in it. The form is nobody's: it is made here.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown, wide } from "./lib/browser.mjs";
import { report, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";
import { book, sheets } from "./lib/xlsx.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);
const form = () => book({ 様式見本: [["番号", ""], ["概要", ""], ["停止", ""], ["低下", ""], ["連絡先", ""]] });
const map = "項目\tセル\t書き方\t選択肢\nnumber\t様式見本!B1\nwhat_text\t様式見本!B2\nimpact\t様式見本!B3\t○\tstopped\nimpact\t様式見本!B4\t○\tdegraded\ncallback\t様式見本!B5\n";

async function fill(page, cells) {
  await page.locator("#procedure").selectOption("report.prompt");
  await page.fill("#title", "見本の様式");
  await page.fill("#cited", "見本の申合せ");
  await page.fill("#on", "令和8年10月1日");
  await page.fill("#map", cells);
  await page.setInputFiles("#form", { name: "様式見本.xlsx", mimeType: "application/octet-stream", buffer: form() });
  await page.locator("button[value=check]").click();
}

// written is all that stands in a book.
const written = (file) => Object.values(sheets(file)).flat().map((row) => row.join("|")).join("\n");

const bytes = async (page, click) => {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  return readFileSync(await download.path());
};

for (const [size, viewport, lang] of [["375 ja", narrow, "ja"], ["1280 en", wide, "en"]]) {
  test(`the pages of official forms at ${size}: axe finds nothing, nothing sticks out, what is wrong is named by its row`, async () => {
    const { page, complaints, close } = await at("platform-admin", "/admin/templates", { viewport, lang });
    await axe(page);
    await noSideways(page);
    await shown(page, `templates-${size.replace(" ", "-")}`);
    await fill(page, map.replace("様式見本!B2", "別紙!B2").replace("what_text", "what_txt"));
    await noSideways(page);
    await axe(page);
    assert.match(await page.locator("main").innerText(), lang === "ja" ? /3行目/ : /Row 3/);
    await shown(page, `templates-bad-${size.replace(" ", "-")}`);
    await page.fill("#map", map);
    await page.locator("button[value=check]").click();
    assert.equal(await page.locator("button[value=go]").count(), 1, "the file that was brought is kept");
    await noSideways(page);
    await axe(page);
    await shown(page, `templates-check-${size.replace(" ", "-")}`);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("two administrators decide, and a report leaves in the form, without JavaScript", async () => {
  const { number_ascii: n } = await report(server, "監視端末の画面に身代金を求める文");
  const one = await at("platform-admin", "/admin/templates", { javaScriptEnabled: false });
  await fill(one.page, map);
  const preview = written(await bytes(one.page, () => one.page.locator("button[value=preview]").click()));
  assert.match(preview, /監視端末の画面に身代金を求める文が出ている/);
  await one.page.locator("button[value=go]").click();
  const to = new URL(one.page.url()).pathname;
  await one.close();

  const two = await at("platform-admin-2", to, { javaScriptEnabled: false });
  await two.page.getByRole("link", { name: "ファイルと対応表を見る" }).click();
  await noSideways(two.page);
  await shown(two.page, "templates-one");
  const example = written(await bytes(two.page, () => two.page.getByRole("link", { name: "見本を書き込んだファイル" }).click()));
  assert.match(example, /停止\|○/);
  await two.page.getByRole("link", { name: "確認・取下げのページを開く" }).click();
  await two.page.locator("form[action$='/confirm'] button").click();
  await two.page.waitForURL(/done=confirmed/);
  await two.close();

  for (const [who, path] of [["operator-filer", `/reporting/reports/${n}`], ["ministry-officer", `/ministry/reports/${n}`]]) {
    const { page, close } = await at(who, path, { viewport: narrow });
    await page.locator("summary", { hasText: "内容を書き出す" }).click();
    const file = written(await bytes(page, () => page.getByRole("link", { name: "様式(Excel)" }).click()));
    assert.match(file, /監視端末の画面に身代金を求める文/);
    assert.match(file, /低下\|○/);
    assert.ok(!file.includes("公式様式ではありません"));
    await noSideways(page);
    await shown(page, `templates-report-${who}`);
    await close();
  }
});
