// 期限のお知らせ and 購読用のアドレス: when people are reminded of each date and of whom, one mail a day, and an address that tells days and numbers until it is ended.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown, wide } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);
const calendar = "/operator/calendar";

test("each date says when and whom, and an address is shown once, followed, and ended, without script on a phone", async () => {
  const { page, close } = await at("operator-filer", calendar, { viewport: narrow, javaScriptEnabled: false });
  const remind = page.getByRole("region", { name: "期限のお知らせ" });
  assert.match(await remind.innerText(), /期限を過ぎたら10回まで/);
  assert.match(await remind.innerText(), /担当者\d+人/);
  await noSideways(page);
  await shown(page, "remind");
  await page.getByRole("button", { name: "購読用のアドレスを作る" }).click();
  const address = await page.locator("#address").innerText();
  assert.match(address, /\/calendar\/[0-9a-z]{52}\/kanmin\.ics$/);
  await noSideways(page);
  await shown(page, "remind-address");
  const got = await fetch(address), text = await got.text();
  assert.equal(got.status, 200);
  assert.match(text, /SUMMARY:期限 \(Kanmin\) 報-/);
  assert.doesNotMatch(text, /詳報|届出|ETag/);
  assert.equal(got.headers.get("etag"), null);
  await page.goto(server.url + calendar);
  assert.equal(await page.locator("#address").count(), 0);
  assert.match(await page.getByRole("region", { name: "ほかの予定表に入れる" }).innerText(), /最後の読み取り/);
  await page.getByRole("button", { name: "アドレスを使えなくする" }).click();
  await page.locator(".notice", { hasText: "使えなくしました" }).waitFor();
  const [ended, never] = await Promise.all([fetch(address), fetch(address.replace(/[0-9a-z]{52}/, "0".repeat(52)))]);
  assert.deepEqual([ended.status, never.status], [404, 404]);
  await close();
});

test("dates in one mail a day are chosen where mail is chosen; they cannot be stopped", async () => {
  const { page, close } = await at("operator-filer", "/account/mail", { viewport: narrow });
  assert.match(await page.locator("main").innerText(), /止めることはできません/);
  await page.getByLabel(/期限のお知らせを1日1通に/).check();
  await shown(page, "remind-choice");
  await page.getByRole("button", { name: "保存する" }).click();
  await page.locator(".notice", { hasText: "保存しました" }).waitFor();
  await close();
  const office = await at("ministry-officer", "/account/mail");
  assert.doesNotMatch(await office.page.locator("main").innerText(), /1日1通に/);
  await office.close();
});

test("both widths and languages: nothing runs out sideways, and axe finds nothing", async () => {
  for (const [viewport, lang] of [[narrow, "en"], [wide, "ja"], [wide, "en"]]) {
    for (const path of [calendar, "/account/mail"]) {
      const { page, close } = await at("operator-filer", path, { viewport, lang });
      await noSideways(page);
      await shown(page, `remind${path.replaceAll("/", "-")}-${lang}-${viewport.width}`);
      await axe(page);
      await close();
    }
  }
});
