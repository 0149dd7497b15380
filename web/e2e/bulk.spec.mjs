// Lists as people use them all day: views that are saved and shared, and many rows given to somebody at once and taken back;
// without script and with it, with the keyboard alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, wide } from "./lib/browser.mjs";
import { report, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const list = "/ministry/reports";
const views = (page) => page.locator(".views nav a:not(.views-edit)");

for (const [how, options] of [["without script", { javaScriptEnabled: false }], ["with script", {}]]) {
  const name = `補正を待つもの ${how === "with script" ? "1" : "2"}`;

  test(`an officer saves a view, lets the list open with it and shares it, ${how}`, async () => {
    const { page, close } = await visit(browser, server, "ministry-officer", `${list}?state=fix-asked`, options);
    await page.locator(".views-save summary").click();
    await page.fill("#name", name);
    await page.getByRole("radio", { name: "同じ部署の全員" }).check();
    await page.getByRole("checkbox", { name: "最初にこの条件で表示する" }).check();
    await page.getByRole("button", { name: "名前を付けて保存する" }).click();
    await views(page).filter({ hasText: name }).waitFor();
    await page.goto(server.url + list);
    assert.match(await page.locator(".views p").innerText(), new RegExp(name));
    assert.equal(await page.locator("#state").inputValue(), "fix-asked");
    await views(page).filter({ hasText: "すべて" }).click();
    assert.equal(await page.locator("#state").inputValue(), "");
    const mate = await visit(browser, server, "ministry-supervisor", list, options);
    const other = await visit(browser, server, "other-ministry-officer", list, options);
    assert.equal(await views(mate.page).filter({ hasText: name }).count(), 1, "a colleague has no view");
    assert.equal(await views(other.page).filter({ hasText: name }).count(), 0, "another ministry has it");
    await mate.close();
    await other.close();
    await page.getByRole("link", { name: "名前の変更・削除" }).click();
    await page.locator(".todo li", { hasText: name }).getByRole("link").click();
    await page.fill("#name", `${name}(済)`);
    await page.getByRole("checkbox", { name: "最初にこの条件で表示する" }).uncheck();
    await page.getByRole("button", { name: "変更を保存する" }).click();
    await views(page).filter({ hasText: `${name}(済)` }).waitFor();
    await page.goto(`${server.url}/views`);
    await page.locator(".todo li", { hasText: name }).getByRole("link").click();
    await page.getByRole("button", { name: "この条件を消す" }).click();
    await page.goto(server.url + list);
    assert.equal(await views(page).filter({ hasText: name }).count(), 0);
    await close();
  });

  test(`an officer takes care of several reports at once and takes it back, ${how}`, async () => {
    const sent = [await report(server, "担当を決める報告"), await report(server, "担当を決めるもう一つの報告")];
    const { page, close } = await visit(browser, server, "ministry-officer", list, options);
    const row = (n) => page.locator(".bulk tbody tr", { hasText: n });
    for (const one of sent) await row(one.number).locator("input.pick").check();
    await page.selectOption("#to", { index: 1 });
    await page.getByRole("button", { name: "確認へ進む" }).click();
    assert.match(await page.locator(".lead").innerText(), /2件のうち2件/);
    await page.getByRole("button", { name: "2件の担当を決める" }).click();
    assert.match(await page.locator(".notice").innerText(), /2件の担当を/);
    const done = page.url();
    await page.goto(`${server.url}${list}?charge=me`);
    for (const one of sent) assert.equal(await row(one.number).count(), 1);
    const office = await visit(browser, server, "cabinet-analyst", list, options);
    const told = await office.page.locator(".bulk tbody tr", { hasText: sent[0].number }).innerText();
    assert.match(told, /未定/, "another office is told who takes care");
    await office.close();
    await page.goto(done);
    await page.getByRole("button", { name: "元に戻す(2件)" }).click();
    await page.locator(".notice", { hasText: "元に戻しました" }).waitFor();
    await page.goto(`${server.url}${list}?charge=me`);
    for (const one of sent) assert.equal(await row(one.number).count(), 0);
    await page.goto(`${server.url}/ministry/assign`);
    assert.ok(await page.locator(".todo li").count() >= 1);
    await close();
  });
}

test("with the keyboard alone: j and k go down and up, x chooses, Enter opens; a letter in a field stays a letter", async () => {
  await report(server, "キーボードで選ぶ報告");
  const { page, close } = await visit(browser, server, "ministry-officer", list);
  const links = page.locator(".bulk tbody tr a");
  const at = () => page.evaluate(() => document.activeElement.textContent);
  await links.first().focus();
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  assert.equal(await at(), await links.nth(1).innerText());
  await page.keyboard.press("x");
  assert.equal(await page.locator("input.pick:checked").count(), 2);
  assert.match(await page.locator("[data-bulk-said]").innerText(), /2件/);
  await page.keyboard.press("x");
  await page.keyboard.press("k");
  assert.equal(await at(), await links.first().innerText());
  assert.equal(await page.locator("input.pick:checked").count(), 1);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/ministry\/reports\/R-/);
  await page.goto(server.url + list);
  await page.locator("#number").focus();
  await page.keyboard.type("xjk");
  assert.equal(await page.locator("#number").inputValue(), "xjk");
  assert.equal(await page.locator("input.pick:checked").count(), 0);
  await page.getByRole("button", { name: "このページをすべて選ぶ" }).click();
  assert.equal(await page.locator("input.pick:checked").count(), await page.locator("input.pick").count());
  await close();
});

test("views and bulk pages stand on narrow and wide screens, in both languages, for everybody", async () => {
  await report(server, "画面を見る報告");
  for (const [who, path] of [["ministry-officer", "/ministry/reports?state=arrived"], ["ministry-officer", "/views"], ["operator-filer", "/reporting/reports?state=arrived"], ["ministry-officer", "/ministry/assign"], ["platform-admin", "/admin/account?kind=operator"]]) {
    for (const viewport of [narrow, wide]) {
      for (const lang of ["ja", "en"]) {
        const { page, close } = await visit(browser, server, who, path, { viewport });
        await page.goto(`${server.url}${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
        await noSideways(page);
        await axe(page);
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${path.replace(/[^a-z]+/g, "-")}-${viewport.width}-${lang}.png`, fullPage: true });
        await close();
      }
    }
  }
});
