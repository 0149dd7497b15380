// The platform's administrators: how the house runs, and a check of the log in the background.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, wide, zoomed } from "./lib/browser.mjs";
import { report, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);

test("a check is asked for, its end shows itself, and nothing of anybody is told", async () => {
  const { number } = await report(server, "管理者には見えない一行");
  const { page, complaints, close } = await at("platform-admin", "/");
  assert.match(page.url(), /\/admin\/status$/, "the first page of an administrator");
  await page.getByRole("button", { name: "点検を始める" }).click();
  await page.locator("#work", { hasText: "件が合っています" }).waitFor({ timeout: 20_000 });
  const said = await page.locator("main").innerText();
  for (const secret of [number, "一行", "あおぞら", "経済産業省"]) assert.ok(!said.includes(secret), secret);
  assert.deepEqual(complaints, []);
  await close();
});

for (const [name, viewport, lang] of [["375 px ja", narrow, "ja"], ["1280 px en", wide, "en"], ["200 % zoom ja", zoomed, "ja"]]) {
  test(`the administrators' page at ${name}: axe finds nothing, nothing sticks out, nothing is blocked`, async () => {
    const { page, complaints, close } = await at("platform-admin", "/admin/status", { viewport, lang });
    if (viewport !== zoomed) await axe(page);
    await noSideways(page);
    assert.deepEqual(complaints, []);
    await close();
  });
}
