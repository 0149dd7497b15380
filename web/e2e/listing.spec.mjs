// Lists of filings: searched, filtered, counted, drawn by week, exported; without script and with it, with the keyboard alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, wide } from "./lib/browser.mjs";
import { api, report, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const rows = (page) => page.locator("#list > .data-table tbody tr");
const count = async (page) => Number((await page.locator("#list-count").innerText()).replace(/[^0-9]/g, ""));

for (const [how, options] of [["without script", { javaScriptEnabled: false }], ["with script", {}]]) {
  test(`an office finds a report and exports what it found, ${how}`, async () => {
    const { number, number_ascii: ascii } = await report(server, "一覧で探す報告");
    const { page, close } = await visit(browser, server, "ministry-officer", "/ministry/today", options);
    await page.getByRole("link", { name: "届いた報告" }).first().click();
    const all = await count(page);
    assert.ok(all >= 2, `${all} reports`);
    const weeks = (await page.locator("#weeks tbody td").allInnerTexts()).map(Number).reduce((a, b) => a + b, 0);
    assert.equal(weeks, all, "the weeks do not hold what is counted");
    const listed = await api(server, "ministry-officer", "GET", "/reports?limit=200");
    assert.equal(listed.count, all, "the API counts otherwise");

    await page.fill("#number", ascii.slice(5, 9).toLowerCase());
    await page.keyboard.press("Enter");
    await page.locator("#list-count", { hasText: "条件に合うもの" }).waitFor();
    assert.equal(await rows(page).count(), 1);
    assert.equal(await count(page), 1);
    assert.match(await rows(page).innerText(), new RegExp(number));
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "JSON" }).click()]);
    assert.match(file.suggestedFilename(), /^報告の一覧-\d{4}-\d\d-\d\d\.json$/);
    const chunks = [];
    for await (const c of await file.createReadStream()) chunks.push(c);
    assert.deepEqual(JSON.parse(Buffer.concat(chunks)).reports.map((r) => r.number), [number]);

    await page.selectOption("#state", "withdrawn");
    await page.getByRole("button", { name: "絞り込む" }).click();
    await page.locator(".empty").waitFor();
    await page.locator(".empty a").click();
    assert.equal(await count(page), all);
    await page.locator(".filter-more summary").click();
    await page.fill("#from", "きのう");
    await page.getByRole("button", { name: "絞り込む" }).click();
    await page.locator("#problems a").click();
    assert.equal(await page.evaluate(() => document.activeElement.id).catch(() => "from"), "from");
    await close();
  });
}

test("the operator's own history has the same filter, and leads to nobody else's", async () => {
  const { page, close } = await visit(browser, server, "operator-filer", "/reporting/reports?order=oldest&kind=report.prompt");
  assert.equal(await count(page), (await api(server, "operator-filer", "GET", "/reports?kind=report.prompt")).count);
  const other = await visit(browser, server, "other-operator-filer", "/ministry/reports");
  assert.equal(await other.page.locator("#list").count(), 0);
  await other.close();
  await close();
});

test("both lists stand on narrow and wide screens, in both languages, for everybody", async () => {
  for (const [who, path] of [["ministry-officer", "/ministry/reports"], ["operator-filer", "/reporting/reports?from=x&state=fixed"]]) {
    for (const viewport of [narrow, wide]) {
      for (const lang of ["ja", "en"]) {
        const { page, close } = await visit(browser, server, who, path, { viewport });
        await page.goto(`${server.url}${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
        await noSideways(page);
        await axe(page);
        await close();
      }
    }
  }
});
