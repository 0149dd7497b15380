// 気付き連絡: a contractor that noticed first, on a telephone without script and without an account, tells the operator; the operator finds it
// first on やること, takes it over into a 速報 once, and no office learns of it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);
const says = (page) => page.locator("main").innerText();
const press = (page, name) => page.locator("main").getByRole("button", { name, exact: true }).first().click();

test("from the sheet to the draft, at 375 px and without script", async () => {
  const admin = await at("operator-admin", "/organisation/contractor", { javaScriptEnabled: false });
  await shown(admin.page, "contractor-list");
  await admin.page.fill("#company", "もみじ監視株式会社");
  await admin.page.fill("#name", "𠮷野");
  await admin.page.fill("#phone", "03-0000-3003");
  await press(admin.page, "登録する");
  await admin.page.waitForURL(/\/organisation\/contractor\/./);
  await shown(admin.page, "contractor-one");
  await press(admin.page, "用紙を作る");
  const code = (await admin.page.locator("#code").innerText()).trim();
  assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await shown(admin.page, "contractor-sheet");
  assert.deepEqual(admin.complaints, []);
  await admin.close();

  const { page, complaints, close } = await at(null, "/notice", { javaScriptEnabled: false, viewport: narrow });
  await noSideways(page);
  await shown(page, "notice-form");
  await page.fill("#operator", "8000012050001");
  await page.fill("#code", "2222-2222-2222");
  await page.fill("#what", "監視端末から見慣れない通信");
  await page.fill("#noticed_at", "2030-01-01 10:00");
  await page.fill("#technical", "hxxps://bad[.]example/a");
  await page.fill("#caller", "もみじ監視 𠮷野");
  await page.fill("#phone", "03-0000-3003");
  await page.locator("#phone").press("Enter"); // it only checks
  await page.locator(".problems", { hasText: "まだ来ていない日時です" }).waitFor();
  await page.fill("#noticed_at", new Date(Date.now() - 40 * 60_000 + 9 * 3_600_000).toISOString().slice(0, 16).replace("T", " "));
  await press(page, "内容を確かめる");
  assert.match(await says(page), /まだ送っていません/);
  await shown(page, "notice-check");
  await press(page, "連絡する");
  assert.match(await says(page), /確かめられませんでした/);
  await shown(page, "notice-refused");
  assert.equal(await page.inputValue("#what"), "監視端末から見慣れない通信");
  await page.fill("#code", code);
  await press(page, "内容を確かめる");
  await press(page, "連絡する");
  const number = (await page.locator(".receipt .ref").last().innerText()).trim();
  assert.match(number, /^連-R/);
  await noSideways(page);
  await shown(page, "notice-done");
  assert.deepEqual(complaints, []);
  await close();

  const own = await at("operator-filer", "/operator/home", { viewport: narrow });
  assert.match(await own.page.locator("main .todo > li").first().innerText(), /気付き連絡が届いています/);
  await shown(own.page, "notice-home");
  await own.page.goto(`${server.url}/reporting/notices`);
  await noSideways(own.page);
  await shown(own.page, "notice-list");
  await own.page.locator("main").getByRole("link", { name: number }).click();
  await own.page.waitForURL(/\/reporting\/notices\/K-R/);
  const path = new URL(own.page.url()).pathname;
  await noSideways(own.page);
  await axe(own.page);
  await shown(own.page, "notice-one");
  await own.page.locator("input[name=called]").check();
  await press(own.page, "書き留める");
  await own.page.locator(".notice", { hasText: "対応を記録しました" }).waitFor();
  await press(own.page, "速報に取り込む");
  await own.page.waitForURL(/\/reporting\/prompt\/D-R/);
  assert.match(await own.page.inputValue("#what_text"), /監視端末から見慣れない通信/);
  assert.match(await says(own.page), /気付き連絡 連-R/);
  await shown(own.page, "notice-draft");
  assert.deepEqual(own.complaints, []);
  await own.close();

  const second = await at("operator-approver", path, { lang: "en" });
  await shown(second.page, "notice-taken");
  assert.equal(await second.page.locator("form[action$='/take']").count(), 0);
  await second.close();
  for (const who of ["ministry-officer", "other-operator-filer"]) {
    const other = await at(who, "/notices");
    const absent = await other.page.request.get(server.url + path);
    assert.equal(absent.status(), 404);
    assert.doesNotMatch(await absent.text(), /もみじ/);
    await other.close();
  }
});

test("the red button of a maintainer leads here, signed in", async () => {
  const { page, complaints, close } = await at("maintainer", "/organisation");
  await page.getByRole("link", { name: "事業者へ気付きを連絡する" }).first().click();
  await page.waitForURL(/\/notice$/);
  assert.notEqual(await page.inputValue("#caller"), "");
  assert.deepEqual(complaints, []);
  await close();
});
