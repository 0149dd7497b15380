// お知らせの届け先: an administrator adds, tries, changes and ends a shared address; a person chooses their own mail.
import assert from "node:assert/strict";
import { readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { arrived } from "./lib/account.mjs";
import { axe, narrow, noSideways, open, wide } from "./lib/browser.mjs";
import { report, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);

for (const javaScriptEnabled of [true, false]) {
  test(`${javaScriptEnabled ? "with" : "without"} script: a shared address is added, tried, changed and ended`, async () => {
    const { page, complaints, close } = await at("operator-admin", "/organisation", { javaScriptEnabled });
    await page.getByRole("link", { name: "お知らせの届け先" }).click();
    await page.getByRole("link", { name: "届け先を追加する" }).click();
    const address = `duty-${javaScriptEnabled ? "a" : "b"}@example.jp`;
    await page.fill("#address", "duty");
    await page.locator("main button[value=check]").click();
    await page.locator(".problems").waitFor();
    await page.fill("#address", address);
    await page.locator("#address").press("Enter"); // Enter only checks
    assert.match(await page.locator(".answers").innerText(), new RegExp(address));
    await page.getByRole("button", { name: "追加する" }).click();
    await page.locator(".notice", { hasText: "届け先を追加しました" }).waitFor();
    const line = page.locator("ul.todo li", { hasText: address });
    await line.getByRole("button", { name: /試しに送る/ }).click();
    await page.locator(".notice", { hasText: "試しのメールを送ります" }).waitFor();
    await line.getByRole("link", { name: address }).click();
    for (const box of await page.locator("main input[type=checkbox]").all()) await box.uncheck();
    await page.getByRole("button", { name: "受け取るものを変える" }).click();
    await page.locator(".problems").waitFor();
    await page.locator("input[value=urgent]").check();
    await page.getByRole("button", { name: "受け取るものを変える" }).click();
    await page.locator(".notice", { hasText: "受け取るものを変えました" }).waitFor();
    assert.match(await line.innerText(), /【至急】/);
    assert.doesNotMatch(await line.innerText(), /要対応/);
    await line.getByRole("link", { name: address }).click();
    await page.getByRole("button", { name: "やめる", exact: true }).click();
    await page.locator(".notice", { hasText: "届け先をやめました" }).waitFor();
    assert.equal(await line.count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  test(`${javaScriptEnabled ? "with" : "without"} script: somebody switches their own mail off and on`, async () => {
    const { page, close } = await at("operator-filer", "/account", { javaScriptEnabled });
    await page.getByRole("link", { name: "受け取るメール" }).click();
    for (const box of await page.locator("main input[type=checkbox]").all()) await box.uncheck();
    await page.getByRole("button", { name: "保存する" }).click();
    await page.locator(".notice", { hasText: "自分のアドレスには送りません" }).waitFor();
    assert.equal(await page.locator("input[value=digest]").count(), 0, "the morning's numbers are for offices");
    for (const box of await page.locator("main input[type=checkbox]").all()) await box.check();
    await page.getByRole("button", { name: "保存する" }).click();
    await page.locator(".notice", { hasText: "保存しました" }).waitFor();
    await close();
  });
}

// returned lays into the demo's directory what a mail server reports about a mail to an address, and waits until it is taken away.
async function returned(id, address) {
  const dir = join(server.data, "bounces");
  const report = ["From: MAILER-DAEMON@mx.example.jp", "MIME-Version: 1.0", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "",
    "--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example.jp", "", `Final-Recipient: rfc822; ${address}`, "Action: failed", "Status: 5.1.1", "",
    "--b", "Content-Type: text/rfc822-headers", "", `Message-ID: <${id}>`, "", "--b--", ""].join("\r\n");
  const name = `${Date.now()}.eml`;
  writeFileSync(join(dir, "." + name), report);
  renameSync(join(dir, "." + name), join(dir, name));
  for (let i = 0; readdirSync(dir).includes(name); i++) {
    assert.ok(i < 400, "the report is not read");
    await new Promise((r) => setTimeout(r, 100));
  }
}

// addressed adds a shared address as an administrator does.
async function addressed(who, address) {
  const { page, close } = await at(who, "/organisation/mail/new", { javaScriptEnabled: false });
  await page.fill("#address", address);
  await page.locator("#address").press("Enter");
  await page.getByRole("button", { name: "追加する" }).click();
  await page.locator(".notice", { hasText: "届け先を追加しました" }).waitFor();
  await close();
}

test("what comes back undelivered is shown to the administrator of that address alone, who sees to it; what is forged does nothing", async () => {
  const [gone, victim] = ["gone-desk@example.jp", "csirt-box@example.jp"];
  await addressed("ministry-supervisor", gone);
  await addressed("operator-admin", victim);
  await report(server, "届かないメールの確認");
  const { text } = await arrived(server, gone, /整理番号/);
  const id = /^Message-ID: <(.+)>\r$/m.exec(text)[1];
  await returned(id, victim); // the mail was to somebody else
  await returned(id, gone);

  const stranger = await at("operator-admin", "/organisation/mail");
  assert.match(await stranger.page.locator("main").innerText(), new RegExp(victim));
  assert.equal(await stranger.page.locator("#refused").count(), 0, "a forged report counts");
  await stranger.close();

  const { page, complaints, close } = await at("ministry-supervisor", "/ministry/today");
  await page.getByRole("link", { name: /届け先/ }).first().click();
  const line = page.locator("section[aria-labelledby=refused] li", { hasText: gone });
  assert.match(await line.innerText(), /1回/);
  for (const [viewport, lang] of [[narrow, "ja"], [wide, "en"]]) {
    const seen = await at("ministry-supervisor", "/organisation/mail", { viewport, lang });
    await noSideways(seen.page);
    await axe(seen.page);
    if (process.env.SHOTS) await seen.page.screenshot({ path: `${process.env.SHOTS}/mail-${viewport.width}-${lang}.png`, fullPage: true });
    await seen.close();
  }
  await line.getByRole("button").click();
  await page.locator(".notice", { hasText: "確かめた届け先に、また送ります" }).waitFor();
  assert.equal(await page.locator("#refused").count(), 0);
  assert.deepEqual(complaints, []);
  await close();

  const house = await at("platform-admin", "/admin/status");
  const said = await house.page.locator("main").innerText();
  for (const secret of [gone, victim]) assert.ok(!said.includes(secret), secret);
  assert.match(said, /数えたもの1件 ・ 当方のメールと結び付かないもの1件/);
  if (process.env.SHOTS) await house.page.screenshot({ path: `${process.env.SHOTS}/status.png`, fullPage: true });
  await house.close();
});

test("both widths: nothing runs out sideways, and axe finds nothing", async () => {
  for (const viewport of [narrow, wide]) {
    for (const [who, path] of [["ministry-supervisor", "/organisation/mail"], ["operator-admin", "/organisation/mail/new"], ["ministry-officer", "/account/mail"]]) {
      const { page, close } = await at(who, path, { viewport });
      await noSideways(page);
      await axe(page);
      await close();
    }
  }
});
