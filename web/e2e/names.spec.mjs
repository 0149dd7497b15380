// A name of a product: looked up by one who types and by one who pastes, decided, undone, asked, decided for all. With and
// without scripts; Enter never sends.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, wide } from "./lib/browser.mjs";
import { api, as, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

// at opens a path as somebody, in a context of its own.
const at = (...visited) => visit(browser, server, ...visited);

// until waits until every node's index has what was decided.
async function until(what, ask) {
  for (let i = 0; i < 50; i++) {
    if (await ask()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(what);
}

const result = (page) => page.locator("#result");

for (const javaScriptEnabled of [true, false]) {
  const mode = javaScriptEnabled ? "with scripts" : "without scripts";

  test(`one name is looked up, decided, found again and undone, ${mode}`, async () => {
    const name = `センタムVPシリーズ(${javaScriptEnabled ? "第1" : "第2"}浄水場)`;
    const { page, complaints, close } = await at("operator-filer", "/naming/lookup", { viewport: narrow, javaScriptEnabled });
    await page.fill("#maker", "横河");
    await page.fill("#product", name);
    await page.press("#product", "Enter"); // the first button looks up, and keeps nothing
    await result(page).waitFor();
    assert.match(await result(page).innerText(), /選んでください/);
    await page.getByRole("radio", { name: /CENTUM VP/ }).first().check();
    await page.getByRole("button", { name: "選んだ内容を確かめる" }).click();
    assert.match(await page.locator(".answers").innerText(), /CENTUM VP/);
    assert.equal((await api(server, "operator-filer", "GET", "/products/names")).names.filter((n) => n.product === name).length, 0, "checking decided it");
    await page.getByRole("button", { name: "決める(1件)" }).click();
    await page.locator(".notice", { hasText: "1件を決めました" }).waitFor();
    await until("the index never heard of it", async () => (await api(server, "operator-filer", "POST", "/products/resolve", { rows: [{ maker: "横河", product: name }] })).rows[0].by === "own");
    const other = await api(server, "other-operator-filer", "POST", "/products/resolve", { rows: [{ maker: "横河", product: name }] });
    assert.notEqual(other.rows[0].by, "own");
    await page.locator("tbody a", { hasText: name }).click();
    await page.getByRole("button", { name: "この決定を取り消す" }).click();
    await page.locator(".notice", { hasText: "取り消しました" }).waitFor();
    assert.equal(await page.locator(".timeline li").count(), 2);
    assert.deepEqual(complaints, []);
    await close();
  });

  test(`a pasted list is answered line by line; deciding and sending are two presses, ${mode}`, async () => {
    const asked = `監視盤X-${javaScriptEnabled ? 1 : 2}00`;
    const { page, close } = await at("operator-filer", "/naming/lookup", { viewport: narrow, javaScriptEnabled });
    await page.fill("#list", `製造者\t製品名\nフォーティネット\tFortiGate 60F\n架空電機\t${asked}\n\t12345\nA\tb\u202ec\n縺ゅ＞縺\t繝輔ぃ繧､繝ｫ`);
    await page.locator("form:has(#list) button").click();
    const cards = result(page).locator(".card");
    assert.equal(await cards.count(), 5);
    for (const [i, says] of [/一致しました/, /選んでください|辞書/, /数字だけ/, /向きを変える/, /文字化け/].entries()) assert.match(await cards.nth(i).innerText(), says);
    await noSideways(page);
    await page.locator("select[name='choice.1']").selectOption("?");
    await page.locator("select[name='choice.2']").selectOption("-");
    await page.getByRole("button", { name: "選んだ内容を確かめる" }).click();
    await page.fill("#note", "銘板の写しがあります。");
    await page.getByRole("button", { name: "決める(1件)" }).click();
    assert.equal(await page.inputValue("#note"), "銘板の写しがあります。");
    const seen = async () => (await api(server, "cabinet-analyst", "GET", "/naming/groups")).groups.flatMap((g) => g.questions).filter((q) => q.product === asked).length;
    assert.equal(await seen(), 0, "the steward saw it before the press");
    await page.getByRole("button", { name: "送る(1件)" }).click();
    await page.locator(".notice", { hasText: "1件を名寄せ担当に送りました" }).waitFor();
    assert.equal(await seen(), 1);
    await close();
  });

  test(`the steward decides a group at once and undoes it, ${mode}`, async () => {
    const name = `盤ZZ-${javaScriptEnabled ? 7 : 8}`;
    for (const [who, maker, product] of [["operator-filer", "架空製作所㈱", name], ["maintainer", "架空製作所", name.replace("-", "")], ["other-operator-filer", "架空製作所", `${name} `]]) {
      await api(server, who, "POST", "/products/questions", { rows: [{ maker, product }] });
    }
    const { page, complaints, close } = await at("cabinet-analyst", "/cabinet/naming", { javaScriptEnabled });
    await page.fill("#q", name);
    await page.press("#q", "Enter");
    assert.match(await page.locator(".todo > li").innerText(), /質問3件・3組織/);
    await page.locator(".todo a").click();
    assert.equal(await page.locator("tbody tr").count(), 3);
    await page.locator("input[name=choice][value='-']").check();
    await page.fill("#why", "盤の呼び名です。");
    await page.getByRole("button", { name: "内容を確かめる" }).last().click();
    await page.getByRole("button", { name: "全体で決める" }).click();
    await page.locator(".notice").waitFor();
    await until("no other organisation uses it", async () => (await api(server, "supplier", "POST", "/products/resolve", { rows: [{ maker: "架空製作所", product: name }] })).rows[0].decided === "none");
    assert.ok(!JSON.stringify(await api(server, "supplier", "POST", "/products/resolve", { rows: [{ maker: "架空製作所", product: name }] })).includes("あおぞら"));
    await page.locator(".notice a").click();
    await page.getByRole("button", { name: "この決定を取り消す" }).click();
    await page.locator(".notice", { hasText: "取り消しました" }).waitFor();
    await page.goto(`${server.url}/cabinet/naming`);
    assert.match(await page.locator("main").innerText(), new RegExp(name));
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("completions: arrow keys walk them, Enter takes one and sends nothing, Escape closes; the button does it without scripts", async () => {
  const { page, complaints, close } = await at("operator-filer", "/naming/lookup");
  await page.fill("#maker", "ヤマハ");
  await page.locator("#product").pressSequentially("rtx12", { delay: 20 });
  await page.locator("#picker-list [role=option]").first().waitFor();
  await page.waitForLoadState("networkidle"); // a later list would take the mark away
  assert.equal(await page.getAttribute("#product", "aria-expanded"), "true");
  await page.keyboard.press("ArrowDown");
  const marked = await page.getAttribute("#product", "aria-activedescendant");
  assert.equal(await page.getAttribute(`#${marked}`, "aria-selected"), "true");
  await axe(page);
  await page.keyboard.press("Enter");
  assert.match(await page.inputValue("#product"), /^RTX12/);
  assert.notEqual(await page.inputValue("input[name=picked]"), "");
  assert.equal(await page.locator("#result").count(), 0, "Enter sent it");
  await page.locator("#product").pressSequentially("0", { delay: 20 });
  assert.equal(await page.inputValue("input[name=picked]"), "", "typing on keeps the old choice");
  await page.fill("#product", "");
  await page.locator("#product").pressSequentially("いちた", { delay: 20 });
  await page.locator("#picker-list [role=option]", { hasText: "一太郎" }).first().waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#picker-list").isVisible(), false);
  assert.deepEqual(complaints, []);
  await close();

  const plain = await at("operator-filer", "/naming/lookup", { javaScriptEnabled: false });
  await plain.page.fill("#product", "いちた");
  await plain.page.getByRole("button", { name: "候補を出す" }).click();
  await plain.page.locator(".picker-found button", { hasText: "一太郎" }).first().click();
  assert.match(await plain.page.inputValue("#product"), /一太郎/);
  await plain.close();
});

test("every page at 375 px in Japanese and 1280 px in English", async () => {
  for (const [viewport, lang] of [[narrow, "ja"], [wide, "en"]]) {
    for (const [who, path] of [["operator-filer", "/naming/lookup"], ["operator-filer", "/naming/known"], ["operator-filer", "/naming/asked"], ["cabinet-analyst", "/cabinet/naming"], ["cabinet-analyst", "/cabinet/naming/decided"]]) {
      const { page, complaints, close } = await at(who, path, { viewport, lang });
      await axe(page);
      await noSideways(page);
      const link = page.locator("tbody a, .todo a").first();
      if (await link.count() > 0) {
        await link.click();
        await axe(page);
        await noSideways(page);
      }
      assert.deepEqual(complaints, []);
      await close();
    }
  }
});
