// お知らせの届け先: an administrator adds, tries, changes and ends a shared address; a person chooses their own mail.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, wide } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
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
