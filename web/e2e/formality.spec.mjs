// 形式の確認: what is flagged of the 届出 that arrived, one checked by a button, many in one act that is looked at first, and taken back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown, wide } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);

test("flags stand in the list and at the rows; one press checks a form, another takes it back, without script on a phone", async () => {
  const { page, complaints, close } = await at("ministry-officer", "/ministry/notification?flag=some", { viewport: narrow, javaScriptEnabled: false });
  await shown(page, "formality-flagged-narrow");
  const row = page.locator("#list .data-table tbody tr", { hasText: "空欄・未把握" });
  assert.equal(await row.count(), 1);
  await row.locator("a").first().click();
  await page.locator("#formal").waitFor();
  const said = await page.locator("#formal").innerText();
  assert.match(said, /到達主義/);
  assert.match(said, /前回の届出から製品数が大きく変わりました/);
  assert.match(await page.locator("#content-h ~ *", { hasText: "給電指令システム" }).first().innerText(), /空欄・未把握/);
  assert.match(await page.locator("nav a[aria-current=page]").first().textContent(), /届出/);
  await noSideways(page);
  await shown(page, "formality-one-narrow");
  await page.getByRole("button", { name: "形式確認済みにする" }).click();
  await page.locator("#formal .notice", { hasText: "形式確認済みにしました" }).waitFor();
  await shown(page, "formality-done-narrow");
  await page.getByRole("link", { name: "確認の記録を見る・元に戻す" }).click();
  await page.getByRole("button", { name: /元に戻す/ }).click();
  await page.locator(".notice", { hasText: "が元に戻しました" }).waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("many are looked at first, some are drawn to be read, and the filer is told by office", async () => {
  const { page, complaints, close } = await at("ministry-officer", "/ministry/notification", { viewport: wide });
  await axe(page);
  await shown(page, "formality-list");
  const number = (await page.locator("#list .data-table tbody tr", { hasText: "旗なし" }).filter({ hasText: "提出済み" }).first().locator("a").first().innerText()).trim();
  await page.getByLabel(/絞り込んだものすべて/).check();
  await page.getByRole("button", { name: "形式の確認へ進む" }).click();
  await page.getByRole("heading", { name: "形式確認の前の確認" }).waitFor();
  const look = await page.locator("main").innerText();
  assert.match(look, /旗があるので残します/);
  assert.match(look, /が確認済みです/);
  await axe(page);
  await shown(page, "formality-check");
  await page.getByRole("button", { name: "1件を形式確認済みにする" }).click();
  await page.locator(".notice", { hasText: "1件を形式確認済みにしました" }).waitFor();
  await shown(page, "formality-act");
  await page.goto(`${server.url}/ministry/notification?state=checked`);
  assert.match(await page.locator("#list").innerText(), new RegExp(number));
  await page.goto(`${server.url}/ministry/reports`);
  assert.equal(await page.locator("#list .data-table tbody tr", { hasText: "届-R" }).count(), 0, "reports have a list of their own");
  assert.deepEqual(complaints, []);
  await close();

  const own = await at("other-operator-filer", "/operator/notification");
  await own.page.getByRole("link", { name: number }).first().click();
  assert.match(await own.page.locator("main").innerText(), /形式確認済み/);
  assert.doesNotMatch(await own.page.locator("main").innerText(), /旗/);
  await shown(own.page, "formality-told");
  await own.close();
});
