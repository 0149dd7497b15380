// 機器台帳 from an SBOM: looked at, taken, taken again without effect, the next version; names completed with the keyboard; rows without a day.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown, wide } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

const fixture = (name) => fileURLToPath(new URL(`../../internal/adapter/format/sbom/testdata/${name}`, import.meta.url));

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);

const facility = async (page) => {
  await page.goto(`${server.url}/operator/inventory/places/new`);
  await page.fill("#name", "SBOM試験設備");
  await page.fill("[name='segments[0].name']", "制御LAN");
  await page.selectOption("[name='segments[0].role']", "facility");
  await page.getByRole("button", { name: "保存する" }).click();
  await page.locator(".notice", { hasText: "設備を保存しました" }).waitFor();
};

const read = async (page, file) => {
  await page.setInputFiles("#file", fixture(file));
  await page.selectOption("#facility", "SBOM試験設備");
  await page.selectOption("#segment", "制御LAN");
  await page.fill("#maker", "当社");
  await page.getByRole("button", { name: "読み取って確かめる" }).click();
  await page.getByRole("heading", { name: "取り込むとこうなります" }).waitFor();
};

test("an SBOM is looked at, taken, and changes nothing when it is brought again", async () => {
  for (const [viewport, script] of [[narrow, false], [wide, true]]) {
    const { page, complaints, close } = await at("operator-filer", "/operator/inventory", { viewport, javaScriptEnabled: script });
    if (!script) await facility(page);
    await page.goto(`${server.url}/operator/inventory`);
    await page.getByRole("link", { name: "SBOMから取り込む" }).first().click();
    await shown(page, script ? "sbom-empty-wide" : "sbom-empty-narrow");
    await read(page, script ? "server.v2.cdx.json" : "server.cdx.json");
    const text = await page.locator("main").innerText();
    if (script) {
      assert.match(text, /版: 12\.4\.1 → 12\.4\.2/, "the next version shows what differs");
      assert.match(text, /SampleBackup/);
      assert.match(text, /SampleDB/, "what the document has no more is told");
      await axe(page);
    } else {
      assert.match(text, /監視サーバー1号/);
      assert.match(text, /components\[0\]/, "with its place in the document");
      assert.match(text, /選ばなかった部品: ライブラリ/);
    }
    await noSideways(page);
    await shown(page, script ? "sbom-wide" : "sbom-narrow");
    await page.getByRole("button", { name: "機器台帳に取り込む" }).click();
    await page.locator(".notice", { hasText: "取り込みました" }).waitFor();
    await page.goto(`${server.url}/operator/inventory/sbom`);
    await read(page, script ? "server.v2.cdx.json" : "server.cdx.json");
    await page.locator(".notice", { hasText: "このSBOMと同じです" }).waitFor();
    assert.equal(await page.getByRole("button", { name: "機器台帳に取り込む" }).count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  }
});

test("what is no SBOM says what to do", async () => {
  const { page, close } = await at("operator-filer", "/operator/inventory/sbom", { viewport: narrow });
  await page.setInputFiles("#file", { name: "x.json", mimeType: "application/json", buffer: Buffer.from('{"bomFormat":"CycloneDX","specVersion":"9.9"}') });
  await page.getByRole("button", { name: "読み取って確かめる" }).click();
  await page.locator(".notice", { hasText: "specVersionの版「9.9」" }).waitFor();
  await shown(page, "sbom-bad");
  await close();
});

test("a product is completed with the keyboard, and stays with the row", async () => {
  const { page, complaints, close } = await at("operator-filer", "/operator/inventory/items/new", { viewport: wide });
  await page.selectOption("#facility", { index: 1 });
  await page.fill("#machine", "境界の壁");
  await page.locator("input[name=kind][value=appliance]").check();
  await page.locator("#product").pressSequentially("fortig", { delay: 20 });
  const list = page.locator("[data-picker-list]");
  await list.locator("[role=option]").first().waitFor();
  assert.equal(await page.locator("#product").getAttribute("aria-expanded"), "true");
  await page.keyboard.press("ArrowDown");
  const marked = await list.locator("[aria-selected=true]").getAttribute("data-name");
  await shown(page, "row-suggest");
  await axe(page);
  await page.keyboard.press("Enter");
  assert.equal(await page.inputValue("#product"), marked);
  assert.notEqual(await page.inputValue("#maker"), "");
  assert.notEqual(await page.inputValue("[name=identity]"), "");
  await page.getByRole("button", { name: "保存する", exact: true }).last().click();
  await page.locator(".notice", { hasText: "加えました" }).waitFor();
  await page.locator(".notice", { hasText: "導入日が未記入" }).waitFor();
  await page.getByRole("link", { name: "導入日が未記入の行を見る" }).click();
  await page.getByRole("link", { name: "境界の壁" }).click();
  assert.notEqual(await page.inputValue("[name=identity]"), "");
  assert.deepEqual(complaints, []);
  await close();
});

test("the rows of a draft are completed, with the keyboard and by a button alone", async () => {
  for (const script of [true, false]) {
    const { page, complaints, close } = await at("operator-filer", "/operator/notification", { viewport: script ? wide : narrow, javaScriptEnabled: script });
    await page.locator("main").getByRole("link", { name: /新規の届出|届出を始める|新しく届け出る/ }).first().click();
    await page.getByRole("button", { name: /書き始める/ }).click();
    const draft = new URL(page.url()).pathname.replace(/\/about$/, "");
    await page.goto(`${server.url}${draft}/goods/products`);
    const name = page.locator("tr[data-picker] input[name$='.product']").first();
    if (script) {
      await name.pressSequentially("fortig", { delay: 20 });
      const list = page.locator("tr[data-picker] [data-picker-list]").first();
      await list.locator("[role=option]").first().waitFor();
      await page.keyboard.press("ArrowDown");
      await shown(page, "draft-suggest");
      await axe(page);
      await page.keyboard.press("Enter");
    } else {
      await name.fill("fortig");
      await page.locator("button[value^='suggest:']").first().click();
      await page.locator("button[name=pick]").first().waitFor();
      await noSideways(page);
      await shown(page, "draft-suggest-button");
      await page.locator("button[name=pick]").first().click();
    }
    assert.match(await name.inputValue(), /^Forti/);
    assert.notEqual(await page.locator("tr[data-picker] input[name$='.maker']").first().inputValue(), "");
    if (script) await page.getByRole("button", { name: "下書きを保存", exact: false }).last().click();
    await page.goto(`${server.url}${draft}/goods/products`);
    assert.match(await page.locator("tr[data-picker] input[name$='.product']").first().inputValue(), /^Forti/, "what was chosen is kept");
    assert.deepEqual(complaints, []);
    await close();
  }
});
