// 製品の集中状況 and 登録の状況: an analyst finds a product in many sectors, its rows, and whom to call; a ministry counts its own alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const says = (page) => page.locator("main").innerText();
const at = "/ministry/concentration";

// counted opens a page until the index has followed the log.
async function counted(page, path) {
  for (let n = 0; n < 50; n++) {
    const answer = await page.goto(server.url + path);
    if (answer.status() === 200 && await page.locator("main .empty").count() === 0) return;
    await page.waitForTimeout(200);
  }
  assert.fail(`${path} stays empty: ${await says(page)}`);
}

test("an analyst goes from the picture to the rows, and to whom to call", async () => {
  const { page, complaints, close } = await visit(browser, server, "cabinet-analyst", "/ministry/today");
  await page.locator("main").getByRole("link", { name: "製品の集中状況" }).waitFor();
  await counted(page, at);
  await axe(page);
  await shown(page, "concentration");
  const cell = page.locator("#grid svg a").first();
  const n = Number((await cell.locator("text").textContent()).replace(",", ""));
  await cell.click();
  await page.waitForURL(/rows/);
  assert.equal(await page.locator("main tbody tr").count(), n);
  await axe(page);
  await shown(page, "concentration-rows");
  await page.goto(server.url + at);
  await page.fill("#q", "fortigate");
  await page.getByRole("button", { name: "事業者を調べる" }).click();
  await page.waitForURL(/concerned/);
  assert.match(await says(page), /事業者、\d+件の届出[^]*設備管理課 03-0000-61[^]*FortiGate/i);
  await axe(page);
  await shown(page, "concentration-concerned");
  const link = page.locator("main a[download]", { hasText: "CSV" });
  const file = await page.request.get(server.url + await link.getAttribute("href"));
  assert.equal(file.status(), 200);
  assert.match(await file.text(), /FortiGate/i);
  await page.goto(server.url + at + "?lang=en");
  assert.match(await says(page), /Concentration of products/);
  await shown(page, "concentration-en");
  assert.deepEqual(complaints.filter((c) => !/422/.test(c)), []);
  await close();
});

test("on a telephone the numbers stand in a table", async () => {
  const { page, complaints, close } = await visit(browser, server, "cabinet-analyst", "/ministry/today", { viewport: narrow });
  await counted(page, at);
  for (const path of [at, at + "/concerned?q=linux", "/ministry/registrations"]) {
    await counted(page, path);
    await noSideways(page);
    await axe(page);
    await shown(page, `narrow${path.replace(/\W+/g, "-")}`);
  }
  await page.goto(server.url + at);
  assert.equal(await page.locator("#grid").isVisible(), false);
  assert.match(await says(page), /分野ごとの行[^]*金融 \d/i);
  assert.deepEqual(complaints.filter((c) => !/422/.test(c)), []);
  await close();
});

test("without script a ministry counts its own alone", async () => {
  const { page, complaints, close } = await visit(browser, server, "ministry-officer", "/ministry/today", { javaScriptEnabled: false });
  await counted(page, "/ministry/registrations");
  await shown(page, "registrations-plain");
  assert.match(await says(page), /特定重要電子計算機の届出\s*3/);
  await page.selectOption("#type", "a");
  await page.getByRole("button", { name: "絞り込む" }).click();
  assert.match(page.url(), /type=a/);
  await page.goto(server.url + at + "/concerned?q=x");
  assert.match(await says(page), /2文字以上で入れてください/);
  await page.goto(server.url + at + "/rows?product=no-such&in=finance");
  assert.match(await says(page), /この数に入る行はありません/);
  assert.deepEqual(complaints.filter((c) => !/422/.test(c)), []);
  await close();
});
