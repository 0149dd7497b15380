// 事業所と部署: an organisation's own administrators keep its tree of units.
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
  test(`${javaScriptEnabled ? "with" : "without"} script: a unit is added to the fourth level, renamed, closed and opened again`, async () => {
    const { page, complaints, close } = await at("operator-admin", "/organisation", { javaScriptEnabled });
    await page.getByRole("link", { name: "事業所と部署" }).click();
    let above = "本社";
    for (const level of [1, 2, 3, 4]) {
      const name = `第${level}階層の𠮷野係${javaScriptEnabled ? "" : "(紙)"}`;
      await page.locator("ul.tree li", { has: page.getByRole("link", { name: above, exact: true }) }).getByRole("link", { name: /下に追加/ }).click();
      await page.fill("#name", name);
      await page.locator("#name").press("Enter"); // Enter only checks
      assert.match(await page.locator(".answers").innerText(), new RegExp(above.replaceAll("(", "\\(").replaceAll(")", "\\)")));
      await page.locator("main button[value=go]").click();
      await page.locator(".notice", { hasText: "部署を追加しました" }).waitFor();
      above = name;
    }
    const last = page.locator("ul.tree li", { has: page.getByRole("link", { name: above, exact: true }) });
    assert.equal(await last.getByRole("link", { name: /下に追加/ }).count(), 0, "a fifth level is offered");
    await last.getByRole("link", { name: above, exact: true }).click();
    await page.fill("#phone", "12");
    await page.locator("main button[value=check]").click();
    await page.locator(".problems").waitFor();
    await page.fill("#phone", "03-0000-2199");
    await page.fill("#name", above + "改");
    await page.locator("main button[value=check]").click();
    await page.locator("main button[value=go]").click();
    await page.locator(".notice", { hasText: "変更しました" }).waitFor();
    await page.getByRole("link", { name: above + "改", exact: true }).click();
    await page.getByRole("link", { name: "この部署を廃止する" }).click();
    await page.locator("main button[value=go]").click();
    await page.locator(".notice", { hasText: "部署を廃止しました" }).waitFor();
    assert.match(await page.locator("ul.tree li", { hasText: above + "改" }).innerText(), /廃止/);
    await page.getByRole("link", { name: above + "改", exact: true }).click();
    await page.locator("main p a").last().click();
    await page.locator("main button[value=go]").click();
    await page.locator(".notice", { hasText: "廃止を取り消しました" }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("a unit in which somebody works is not closed; another organisation's unit is not there", async () => {
  const { page, close } = await at("operator-admin", "/organisation/units");
  await page.getByRole("link", { name: "北部給電指令所", exact: true }).click();
  const unit = new URL(page.url()).pathname;
  await page.goto(`${server.url}${unit}/close`);
  await page.locator("main button[value=go]").click();
  await page.locator(".notice", { hasText: /担当者|所管/ }).waitFor();
  await close();
  for (const who of ["other-operator-filer", "operator-filer", "operator-viewer", "ministry-officer", "platform-admin"]) {
    const other = await at(who, "/help");
    for (const path of ["/organisation/units", unit, `${unit}/close`]) assert.equal((await other.page.request.get(server.url + path)).status(), 404, `${who} ${path}`);
    await other.close();
  }
  const boss = await at("ministry-supervisor", "/organisation/units");
  const tree = await boss.page.locator("ul.tree").innerText();
  assert.ok(tree.includes("電力・ガス保安担当室") && !tree.includes("関東経済産業局"), "what lies beside one's own unit is shown");
  assert.equal((await boss.page.request.get(server.url + unit)).status(), 404);
  await boss.close();
});

for (const [name, viewport, lang] of [["375 px ja", narrow, "ja"], ["1280 px en", wide, "en"]]) {
  test(`the tree at ${name}: axe finds nothing, nothing sticks out`, async () => {
    const { page, complaints, close } = await at("operator-admin", "/organisation/units", { viewport, lang });
    const one = await page.locator("ul.tree a").nth(2).getAttribute("href");
    for (const path of ["/organisation/units", one, `${one}/close`, "/organisation/units/new"]) {
      await page.goto(server.url + path);
      await axe(page);
      await noSideways(page);
      if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/units-${viewport.width}-${path.split("/").pop()}.png`, fullPage: true });
    }
    assert.deepEqual(complaints, []);
    await close();
  });
}
