// 閲覧の異常の知らせ: whoever is responsible is told, everybody else gets the page that does not exist.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, watch, wide } from "./lib/browser.mjs";
import { as } from "./lib/people.mjs";
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
