// 所管替え: two administrators decide, a day comes, and an open report is the new ministry's; the old one keeps what it did.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, watch, wide } from "./lib/browser.mjs";
import { api, as, report } from "./lib/people.mjs";
import { demo, later } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

async function at(who, path, { viewport = wide, ...options } = {}) {
  const context = await browser.context({ viewport, ...options });
  const page = await context.newPage();
  const complaints = watch(page);
  await as(page, server, who);
  await page.goto(server.url + path);
  return { page, complaints, close: () => context.close() };
}

const status = async (who, path) => {
  const t = await at(who, "/help");
  const answer = await t.page.request.get(server.url + path);
  await t.close();
  return answer.status();
};
const desk = (n) => `/ministry/reports/${n}`;

let asked, quiet, askedShown, quietShown; // numbers in addresses, and as people see them
test("an open report about which the office asked, and one about which it did not", async () => {
  ({ number_ascii: asked, number: askedShown } = await report(server, "所管替えの前に照会した報告"));
  ({ number_ascii: quiet, number: quietShown } = await report(server, "所管替えの前に届いた報告"));
  await api(server, "ministry-officer", "POST", `/reports/${asked}/requests`, { kind: "enquiry", text: "遠隔接続の記録はありましたか。", fields: ["aware_at"] });
  assert.equal(await status("ministry-officer", desk(quiet)), 200);
  assert.equal(await status("other-ministry-officer", desk(quiet)), 404);
});

// day is a day as it is typed, some days from now in Japan.
const day = (days) => new Date(Date.now() + 9 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

test("one administrator enters it, another confirms it; what cannot be is told beside its field", async () => {
  const { page, complaints, close } = await at("platform-admin", "/admin/account");
  await page.getByRole("link", { name: "所管替え" }).click();
  await page.locator("#old").selectOption({ label: "経済産業省 電力・ガス保安担当室" });
  await page.getByRole("button", { name: "次へ" }).click();
  await page.locator("#new").selectOption({ label: "国土交通省 水道危機管理担当室" });
  await page.fill("#title", "国土交通大臣");
  await page.fill("#on", day(0));
  await page.fill("#ground", "架空の政令による所管の変更");
  await page.locator("main button[value=check]").click();
  await page.locator(".problems").waitFor();
  await axe(page);
  await page.fill("#on", day(2));
  await page.locator("input[name=which][value=some]").check();
  await page.getByRole("checkbox", { name: "あおぞら送配電株式会社" }).check();
  await page.locator("#title").press("Enter"); // Enter only checks
  const answers = await page.locator(".answers").innerText();
  for (const word of ["経済産業省 電力・ガス保安担当室", "国土交通省 水道危機管理担当室", "国土交通大臣", "あおぞら送配電株式会社", "架空の政令"]) assert.match(answers, new RegExp(word));
  await axe(page);
  await page.getByRole("button", { name: "起案する" }).click();
  await page.locator(".notice", { hasText: "起案しました" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "この内容で確認する" }).count(), 0);
  assert.deepEqual(complaints, []);
  await close();

  const second = await at("platform-admin-2", "/admin/change", { javaScriptEnabled: false, viewport: narrow });
  await second.page.locator("main .todo a").first().click();
  await noSideways(second.page);
  await second.page.getByRole("button", { name: "この内容で確認する" }).click();
  await second.page.locator(".notice", { hasText: "確認しました" }).waitFor();
  await second.close();
});

test("until the day nothing changes", async () => {
  for (const n of [asked, quiet]) {
    assert.equal(await status("ministry-officer", desk(n)), 200);
    assert.equal(await status("other-ministry-officer", desk(n)), 404);
  }
});

test("from the day on the new ministry has the open reports; the old one reads what it asked about and nothing more", async () => {
  server = await later(server, 3);
  const { page, complaints, close } = await at("other-ministry-officer", "/ministry/today");
  for (const n of [askedShown, quietShown]) await page.getByText(n).first().waitFor();
  assert.equal((await page.goto(server.url + desk(quiet))).status(), 200);
  assert.deepEqual(complaints, []);
  await close();

  assert.equal(await status("ministry-officer", desk(quiet)), 404, "the old ministry still reads what it had no part in");
  assert.equal(await status("ministry-officer", desk(asked)), 200, "the old ministry lost what it did");
  const old = await at("ministry-officer", "/ministry/today");
  const text = await old.page.locator("main").innerText();
  assert.ok(!text.includes(askedShown) && !text.includes(quietShown), "what passed on still stands on the old desk");
  await old.close();
  const next = (await report(server, "所管替えの後の報告")).number_ascii;
  assert.equal(await status("other-ministry-officer", desk(next)), 200);
  assert.equal(await status("ministry-officer", desk(next)), 404);
});

test("the operator's page says who is competent from when, and who was", async () => {
  const { page, close } = await at("platform-admin", "/admin/account?q=" + encodeURIComponent("あおぞら送配電"));
  await page.locator("main table a").first().click();
  const text = await page.locator("section", { hasText: "所管" }).last().innerText();
  assert.match(text, /国土交通大臣/);
  assert.match(text, /経済産業大臣/);
  await close();
});
