// Tiles of 本日の対応: an officer narrows a list, saves it, puts it up, moves it, takes it down and puts it back; the number is that of the list.
// Without script and with it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const number = (text) => Number(/([0-9,]+)件/.exec(text)[1].replaceAll(",", ""));

for (const [how, options] of [["without script", { javaScriptEnabled: false }], ["with script", {}]]) {
  const name = `電気の未提出 ${how === "with script" ? "2" : "1"}`;

  test(`an officer puts a saved view on the first page, ${how}`, async () => {
    const { page, complaints, close } = await visit(browser, server, "ministry-officer", `/ministry/expected?state=missing&sector=electricity${how === "with script" ? "" : "&order=name"}`, options);
    await page.locator(".views-save summary").click();
    await page.fill("#name", name);
    await page.getByRole("button", { name: "名前を付けて保存する" }).click();
    await page.waitForURL((u) => u.searchParams.get("sector") === "electricity");
    await page.goto(`${server.url}/ministry/today`);
    await page.locator("#tiles a").last().click();
    await page.waitForURL((u) => u.pathname === "/ministry/today/tiles");
    if (how === "with script") await axe(page);
    await page.locator(".todo li", { hasText: name }).getByRole("button", { name: "自分のタイルにする" }).click();
    const tile = page.locator(".tiles li", { hasText: name });
    await tile.waitFor();
    if (how === "with script") await shown(page, "tiles");
    const n = number(await tile.innerText());
    for (const one of await page.locator(".tiles a.tile").all()) {
      const to = await one.getAttribute("href");
      const list = await page.request.get(server.url + to);
      const count = /id="(?:list|roll)-count">([^<]*)</.exec(await list.text());
      assert.equal(number(await one.innerText()), number(count[1]), `the tile of ${to} and its list differ`);
    }
    await page.goto(`${server.url}/ministry/today`);
    if (how === "with script") {
      await page.locator("#tiles .tile", { hasText: name }).waitFor();
      assert.equal(number(await page.locator("#tiles .tile", { hasText: name }).innerText()), n);
      await axe(page);
      await shown(page, "today-tiles");
      await page.setViewportSize(narrow);
      await noSideways(page);
    } else {
      await page.getByRole("link", { name: "保存した条件の件数を見る" }).click();
      await page.waitForURL((u) => u.pathname === "/ministry/today/tiles");
    }
    await page.goto(`${server.url}/ministry/today/tiles`);
    const own = page.locator(".tiles li", { hasText: name });
    await own.getByRole("button", { name: "外す" }).click();
    await page.locator("section", { hasText: "外したタイル" }).locator("li", { hasText: name }).getByRole("button", { name: "自分のタイルに戻す" }).click();
    await page.locator(".tiles li", { hasText: name }).locator("a.tile").click();
    await page.waitForURL((u) => u.pathname === "/ministry/expected");
    assert.equal(number(await page.locator("#roll-count").innerText()), n);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("an office without saved views is told how to have them, and shared tiles move for all", async () => {
  const other = await visit(browser, server, "other-ministry-officer", "/ministry/today/tiles");
  await axe(other.page);
  await shown(other.page, "tiles-none");
  assert.match(await other.page.locator("main").innerText(), /タイルはまだありません[^]*この条件を保存する/);
  await other.close();
  const { page, close } = await visit(browser, server, "ministry-officer", "/ministry/today/tiles");
  const names = () => page.locator(".tiles .tile-name").allInnerTexts();
  const before = await names();
  await page.locator(".tiles li").first().getByRole("button", { name: "後ろへ" }).click();
  await page.waitForFunction((was) => document.querySelector(".tiles .tile-name")?.textContent !== was, before[0]);
  assert.deepEqual((await names()).slice(0, 2), [before[1], before[0]]);
  await page.goto(`${server.url}/ministry/today/tiles?lang=en`);
  await shown(page, "tiles-en");
  await page.setViewportSize(narrow);
  await noSideways(page);
  await close();
});
