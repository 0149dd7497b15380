// 制度の根拠: the whole book, searched, compared, printed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, watch, wide } from "./lib/browser.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

test("the book is searched and two days are compared at 375 px without script", async () => {
  const context = await browser.context({ viewport: narrow, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${server.url}/`);
  await page.locator("footer").getByRole("link", { name: /制度の根拠/ }).click();
  const all = await page.locator("article").count();
  assert.ok(all > 150);
  await page.fill("#q", "Ｗｉｎｄｏｗｓ");
  await Promise.all([page.waitForURL(/[?&]q=/), page.keyboard.press("Enter")]);
  const found = await page.locator("article").count();
  assert.ok(found > 0 && found < 20);
  assert.match(await page.locator('article[id^="designated."]').first().innerText(), /Windows/);
  await page.goto(`${server.url}/rules?since=${encodeURIComponent("令和8年9月30日")}`);
  assert.match(await page.locator("#compared").innerText(), /追加/);
  await page.goto(`${server.url}/rules?on=2027/2/30`);
  assert.match(await page.locator(".problems").innerText(), /2027\/2\/30/);
  await noSideways(page);
  await context.close();
});

test("an explained date leads to the book on which it rests", async () => {
  const context = await browser.context({ viewport: wide });
  const page = await context.newPage();
  await page.goto(`${server.url}/rules/incident.detailed`);
  await page.waitForURL(/#incident.detailed$/);
  assert.match(await page.locator('article[id="incident.detailed"]').innerText(), /30日/);
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pdf.length > 100_000);
  await context.close();
});

for (const [name, viewport, lang] of [["375 px ja", narrow, "ja"], ["1280 px en", wide, "en"]]) {
  test(`the book at ${name}: axe finds nothing, nothing sticks out, nothing is blocked`, async () => {
    const context = await browser.context({ viewport });
    const page = await context.newPage();
    const complaints = watch(page);
    for (const path of ["/rules", "/rules?kind=deadline", "/rules?q=windows&since=2025-10-01", "/rules?q=zzz", "/rules?on=1990-01-01"]) {
      await page.goto(`${server.url}/help?lang=${lang}`);
      await page.goto(server.url + path);
      if (path !== "/rules") await page.evaluate(() => { for (const d of document.querySelectorAll("details")) d.open = true; });
      await axe(page);
      await noSideways(page);
    }
    const { status } = await page.goto(`${server.url}/rules/no.such.rule`).then((r) => ({ status: r.status() }));
    assert.equal(status, 404);
    await axe(page);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}
