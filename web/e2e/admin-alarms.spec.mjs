// 閲覧の異常の知らせ: whoever is responsible is told, everybody else gets the page that does not exist.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, watch, wide } from "./lib/browser.mjs";
import { api, as, report, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

for (const [name, viewport, lang, javaScriptEnabled] of [["375 px ja, without JavaScript", narrow, "ja", false], ["1280 px en", wide, "en", true]]) {
  test(`the alarms at ${name}: an administrator and a supervisor come to them, axe finds nothing`, async () => {
    for (const who of ["platform-admin", "ministry-supervisor"]) {
      const context = await browser.context({ viewport, javaScriptEnabled });
      const page = await context.newPage();
      const complaints = watch(page);
      await as(page, server, who);
      if (lang !== "ja") await page.goto(`${server.url}/help?lang=${lang}`);
      await page.goto(`${server.url}/notices`);
      await page.locator('main a[href="/alarms"]').click();
      assert.match(await page.locator("main").innerText(), lang === "ja" ? /閲覧の異常はありません/ : /No unusual reading/);
      if (javaScriptEnabled) await axe(page);
      await noSideways(page);
      assert.deepEqual(complaints, []);
      await context.close();
    }
  });
}

test("whoever is not responsible gets the page that does not exist", async () => {
  for (const who of ["ministry-officer", "operator-filer", "cabinet-analyst", "friend"]) {
    const context = await browser.context({ viewport: wide });
    const page = await context.newPage();
    await as(page, server, who);
    assert.equal((await page.goto(`${server.url}/alarms`)).status(), 404, who);
    await page.goto(`${server.url}/notices`);
    assert.equal(await page.locator('main a[href="/alarms"]').count(), 0, who);
    await context.close();
  }
});

test("more than 200 records in ten minutes: within a minute those responsible are told who and how many, and close it with a reason", async () => {
  const numbers = [];
  for (let i = 0; i < 210; i += 10) numbers.push(...await Promise.all(Array.from({ length: 10 }, async (_, n) => (await report(server, `続けて読まれる報告 ${i + n}`)).number_ascii)));
  for (let i = 0; i < numbers.length; i += 10) await Promise.all(numbers.slice(i, i + 10).map((n) => api(server, "ministry-officer", "GET", `/reports/${n}`)));
  const read = Date.now();
  const admin = await visit(browser, server, "platform-admin", "/alarms", { viewport: narrow, javaScriptEnabled: false });
  const alarm = admin.page.locator("main article", { hasText: "10分間に" });
  while (await alarm.count() === 0) {
    assert.ok(Date.now() - read < 60_000, "nobody was told within a minute");
    await admin.page.waitForTimeout(500);
    await admin.page.reload();
  }
  const text = await alarm.innerText();
  assert.match(text, /10分間に\d{3}件の記録を見ました/);
  assert.match(text, /接続トークン/, "a program read");
  assert.equal(text.match(/電力・ガス保安担当室/g).length, 1, "the office is said once");
  assert.ok(!numbers.some((n) => text.includes(n)) && !text.includes("続けて読まれる報告"), "the alarm tells what was read");
  await noSideways(admin.page);
  const boss = await visit(browser, server, "ministry-supervisor", "/alarms", { lang: "en" });
  await axe(boss.page);
  if (process.env.LOOK) for (const [name, { page }] of Object.entries({ narrow: admin, wide: boss })) await page.screenshot({ path: `${process.env.LOOK}/alarm-${name}.png`, fullPage: true });
  assert.deepEqual(boss.complaints, []);
  await boss.close();

  await alarm.getByRole("button").click();
  assert.match(await admin.page.locator("#problems").innerText(), /記入してください/, "closed without a reason");
  await alarm.locator("textarea").fill("所管の全件を確かめる作業だった。課長に確かめた。");
  await alarm.getByRole("button").click();
  assert.match(await admin.page.locator("main").innerText(), /知らせを閉じました/);
  assert.match(await alarm.innerText(), /確認済み[\s\S]*課長に確かめた/);
  assert.equal(await alarm.getByRole("button").count(), 0);
  const own = await visit(browser, server, "ministry-officer", "/alarms");
  assert.ok(!(await own.page.locator("body").innerText()).includes("10分間に"), "whoever read is told that it was noticed");
  await own.close();
  await admin.close();
});
