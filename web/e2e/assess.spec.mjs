// 届出が必要か確かめる and 報告が必要か確かめる: one question a page, without script, at 375 px.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { axe, narrow, noSideways, open, watch, wide } from "./lib/browser.mjs";
import { as } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";
import { device, incident, walk } from "./lib/assess.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

async function tab({ viewport = narrow, lang = "ja", who, script = false } = {}) {
  const context = await browser.context({ viewport, javaScriptEnabled: script, acceptDownloads: true });
  const page = await context.newPage();
  const complaints = watch(page);
  if (who) await as(page, server, who);
  if (lang !== "ja") await page.goto(`${server.url}/help?lang=${lang}`);
  return { page, complaints, close: () => context.close() };
}

test("a VPN device is assessed at 375 px without script, saved, and read again", async () => {
  const { page, close } = await tab();
  await page.goto(`${server.url}/`);
  await page.getByRole("link", { name: "届出が必要か確かめる" }).first().click();
  const asked = await walk(page, device, { each: () => noSideways(page) });
  assert.ok(asked.length >= 22, asked.join(" "));
  const main = await page.locator("main").innerText();
  for (const want of [/届出が要る機器が、1件/, /Fortinet FortiGate/, /令和9年3月24日/, /あなたの答え/]) assert.match(main, want);
  await noSideways(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "答えをファイルに保存する" }).first().click()]);
  const file = join(mkdtempSync(join(tmpdir(), "facts-")), "facts.json");
  await download.saveAs(file);
  assert.equal(JSON.parse(readFileSync(file, "utf8")).notification.businesses[0].facilities[0].machines[0].appliance.product, "FortiGate");
  await page.goto(`${server.url}/assess/notification`);
  await page.setInputFiles("#file", file);
  await page.getByRole("button", { name: "読み込む" }).click();
  assert.match(await page.locator("main").innerText(), /令和9年3月24日/);
  await close();
});

test("an answer is changed from the result, a bad day is named, and nothing is lost on the way", async () => {
  const { page, close } = await tab();
  await page.goto(`${server.url}/assess/notification`);
  await walk(page, device);
  await page.locator("#given > summary").click();
  const introduced = page.locator(".answers > div", { hasText: "いつ導入しましたか" });
  await introduced.getByRole("button").click();
  await page.fill("#a", "2027/2/30");
  await page.getByRole("button", { name: "答えを直して結果へ" }).click();
  assert.match(await page.locator(".problems").innerText(), /その日付はありません\(2027\/2\/30\)/);
  assert.equal(await page.inputValue("#a"), "2027/2/30");
  await page.fill("#a", "令和8年10月31日");
  await page.keyboard.press("Enter");
  await page.locator("#machines-h").waitFor();
  assert.match(await page.locator("main").innerText(), /令和9年3月1日\(月\)/);
  await close();
});

test("ransomware is assessed at 375 px without script, with every clock", async () => {
  const { page, close } = await tab();
  await page.goto(`${server.url}/assess/report`);
  const asked = await walk(page, incident, { each: () => noSideways(page) });
  assert.ok(asked.length >= 24, asked.join(" "));
  const main = await page.locator("main").innerText();
  for (const want of [/報告が必要です/, /令和8年12月24日/, /個人情報保護委員会/, /速やかに/]) assert.match(main, want);
  await noSideways(page);
  await close();
});

test("a filer carries the answers into a draft of a prompt report", async () => {
  const { page, close } = await tab({ who: "operator-filer" });
  await page.goto(`${server.url}/assess/report`);
  await walk(page, incident);
  await page.locator("main").getByRole("button", { name: "速報を送る" }).click();
  await page.waitForURL(/\/reporting\/prompt\/D-R8-[^/]+\/what$/);
  assert.equal(await page.locator("input[value=malware]").isChecked(), true);
  await close();
});

for (const [name, viewport, lang] of [["375 px ja", narrow, "ja"], ["1280 px en", wide, "en"]]) {
  test(`assessments at ${name}: axe finds nothing on any page, nothing sticks out, nothing is blocked`, async () => {
    for (const [path, answers] of [["/assess/notification", device], ["/assess/report", incident]]) {
      const { page, complaints, close } = await tab({ viewport, lang, script: true });
      await page.goto(server.url + path);
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      await axe(page);
      let n = 0;
      await walk(page, answers, { each: async () => { if (n++ % 4 === 0) await axe(page); await noSideways(page); } });
      await axe(page);
      await noSideways(page);
      await page.evaluate(() => { for (const d of document.querySelectorAll("details")) d.open = true; });
      await axe(page);
      await noSideways(page);
      assert.deepEqual(complaints, [], path);
      await close();
    }
  });
}
