// One draft, three people (R5): two write the same field at once, both texts stay, the second sees both with names and times and chooses;
// the other stands in the history, from which a third brings it back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const path = (page) => new URL(page.url()).pathname;
const says = (page) => page.locator("main").innerText();
const press = (page, name) => page.locator("main").getByRole("button", { name }).first().click();

for (const javaScriptEnabled of [false, true]) {
  test(`three people share a draft, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    const options = { javaScriptEnabled };
    const site = await visit(browser, server, "operator-site-filer", "/reporting/prompt", options);
    await site.page.locator("main form.form button").first().click();
    const draft = path(site.page).replace(/\/what$/, "");
    const which = `${draft}/which`;
    const at = async (name) => {
      const who = await visit(browser, server, name, which, options);
      assert.equal(path(who.page), which, await says(who.page));
      who.page.setDefaultTimeout(8000);
      return who;
    };
    await site.page.goto(server.url + which);
    const filer = await at("operator-filer"), boss = await at("operator-approver");

    // All three have the same empty page before them.
    await site.page.fill("#which", "北部給電指令所の監視端末 3台");
    await press(site.page, "下書きを保存");
    await filer.page.fill("#which", "監視端末 3台と中継サーバー 1台");
    await press(filer.page, "下書きを保存");
    const both = await says(filer.page);
    assert.match(both, /辻 和也[^]*北部給電指令所の監視端末 3台/);
    assert.match(both, /山﨑 さくら[^]*監視端末 3台と中継サーバー 1台/);
    assert.match(both, /令和\d+年\d+月\d+日/);
    if (javaScriptEnabled) { await axe(filer.page, "both"); await filer.page.setViewportSize(narrow); await noSideways(filer.page); }

    // The third sees both too; nobody's text is gone before somebody has chosen.
    await boss.page.goto(server.url + which);
    assert.match(await says(boss.page), /辻 和也[^]*山﨑 さくら|山﨑 さくら[^]*辻 和也/);
    await boss.page.locator(".said", { hasText: "中継サーバー" }).getByRole("button").click();
    await boss.page.goto(server.url + which);
    assert.equal(await boss.page.inputValue("#which"), "監視端末 3台と中継サーバー 1台");

    // What was not chosen stands in the history with name and time, and can be brought back.
    await boss.page.getByRole("link", { name: "記入の履歴" }).first().click();
    assert.equal(path(boss.page), `${draft}/history`);
    const history = await says(boss.page);
    assert.match(history, /いまの内容[^]*山﨑 さくら[^]*中継サーバー/);
    assert.match(history, /以前の内容[^]*辻 和也[^]*北部給電指令所の監視端末 3台/);
    if (javaScriptEnabled) {
      await axe(boss.page, "history");
      if (process.env.LOOK) for (const lang of ["ja", "en"]) {
        await boss.page.goto(`${server.url}/help?lang=${lang}`);
        for (const [size, width] of [["375", 375], ["1280", 1280]]) {
          await boss.page.setViewportSize({ width, height: 900 });
          await boss.page.goto(`${server.url}${draft}/history`);
          await boss.page.screenshot({ path: `${process.env.LOOK}/history-${size}-${lang}.png`, fullPage: true });
        }
      }
      await boss.page.goto(`${server.url}/help?lang=ja`);
      await boss.page.goto(`${server.url}${draft}/history`);
      await boss.page.setViewportSize(narrow);
      await noSideways(boss.page);
    }
    await boss.page.locator("main .todo li", { hasText: "北部給電指令所の監視端末 3台" }).getByRole("button", { name: /この内容に戻す/ }).click();
    assert.match(await says(boss.page), /いまの内容[^]*佐藤 一郎[^]*北部給電指令所の監視端末 3台/);
    await site.page.goto(server.url + which);
    assert.equal(await site.page.inputValue("#which"), "北部給電指令所の監視端末 3台");

    // A colleague who still has the old page before them is asked, not overruled.
    await boss.page.goto(`${server.url}${draft}/history`);
    await site.page.fill("#which", "北部給電指令所の監視端末 4台");
    await press(site.page, "下書きを保存");
    await boss.page.locator("main .todo li", { hasText: "中継サーバー" }).getByRole("button", { name: /この内容に戻す/ }).first().click();
    await site.page.goto(server.url + which);
    assert.equal(await site.page.inputValue("#which"), "北部給電指令所の監視端末 4台", await says(boss.page));

    const stranger = await visit(browser, server, "other-operator-filer", "/operator/home", options);
    assert.equal((await stranger.page.request.get(`${server.url}${draft}/history`)).status(), 404);
    for (const who of [stranger, site, filer, boss]) { assert.deepEqual(who.complaints, []); await who.close(); }
  });
}
