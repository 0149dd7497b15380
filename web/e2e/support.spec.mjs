// 対処支援 (R10), without JavaScript: help is asked for from a report, taken up and answered, the report is shown to one helper, section by section,
// and no longer.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown } from "./lib/browser.mjs";
import { api, report, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const says = (page) => page.locator("main").innerText();

async function looked(page, name, script = false) {
  if (script) await axe(page, name);
  await page.setViewportSize(narrow);
  await noSideways(page);
  await shown(page, `${name}-narrow`);
  await page.setViewportSize({ width: 1280, height: 900 });
  await shown(page, name);
}

test("help from the first press to the end", async () => {
  const { number_ascii: number } = await report(server, "監視端末に脅迫文 CANARY");
  const at = `/ministry/reports/${number}`;
  const own = await visit(browser, server, "operator-filer", `/reporting/reports/${number}`, { javaScriptEnabled: false });
  const { page } = own;
  await page.getByRole("link", { name: "支援を希望する" }).click();
  assert.match(await page.locator("#contact").inputValue(), /03-0000-2002/);
  await page.locator("main form button").first().click();
  assert.match(await page.locator("#problems").innerText(), /希望する支援/);
  await looked(page, "support-wrong");
  await page.locator("input[value=advice]").check();
  await page.locator("input[value=on-site]").check();
  await page.locator("input[value=now]").check();
  await page.locator("#text").fill("画面が暗号化されています。手順を相談したいです。");
  await page.locator("main form button").first().click();
  await looked(page, "support-check");
  await page.getByRole("button", { name: "支援の希望を送る" }).click();
  assert.match(await says(page), /支援の希望を送りました[\s\S]*引受けを待っています|引受けを待っています[\s\S]*支援の希望を送りました/);

  const office = await visit(browser, server, "ministry-officer", "/ministry/today");
  const desk = office.page;
  await desk.locator("#support li", { hasText: "助言、現地支援" }).getByRole("link").click();
  await desk.getByRole("button", { name: "調整を始める" }).click();
  await desk.locator("#text").fill("10時までに伺います。");
  await desk.getByRole("button", { name: "連絡を送る" }).click();
  await looked(desk, "support-office", true);
  await page.reload();
  assert.match(await says(page), /調整中[\s\S]*10時までに伺います。/);
  assert.doesNotMatch(await says(page), /髙木/);

  const helper = await visit(browser, server, "helper", at);
  assert.match(await says(helper.page), /ページが見つかりません/);
  await page.getByRole("link", { name: "支援機関に報告を共有する" }).click();
  await page.getByLabel("あさひ情報処理支援機構").check();
  await page.locator("input[name=sections][value=computer]").check();
  await looked(page, "support-share");
  await page.locator("main form button").first().click();
  assert.equal((await says(page)).match(/見えません/g).length, 2);
  await looked(page, "support-share-check");
  await page.getByRole("button", { name: "共有する", exact: true }).click();
  await looked(page, "support-own");
  await helper.page.goto(server.url + at);
  const seen = await says(helper.page);
  assert.match(seen, /監視端末 3台/);
  assert.doesNotMatch(seen, /CANARY|2002|照会する/);
  await looked(helper.page, "support-helper-report", true);
  await helper.page.goto(`${server.url}/ministry/support`);
  await helper.page.locator("main .todo a").first().click();
  assert.match(await says(helper.page), /画面が暗号化されています。/);
  assert.doesNotMatch(await says(helper.page), /10時までに伺います|調整を始める/);
  await looked(helper.page, "support-helper", true);
  await page.getByRole("button", { name: "共有を終了する" }).click();
  await helper.page.reload();
  assert.match(await says(helper.page), /ページが見つかりません/);

  await page.getByRole("button", { name: "終了する", exact: true }).click();
  assert.equal(await page.locator("#text").count(), 0);
  await page.getByRole("button", { name: "再開する" }).click();
  await page.goto(`${server.url}/operator/home`);
  assert.match(await page.locator("section[aria-labelledby=now]").innerText(), /助言、現地支援/);
  await looked(page, "support-home");
  await page.goto(`${server.url}/reporting/support?lang=en`);
  await looked(page, "support-list-en");
  for (const who of [own, office, helper]) await who.close();
});
