// What two administrators decide about jurisdiction, on the day from which it counts. 所管替え: an open report is the new
// ministry's, the old one keeps what it did. 指定の変更: joint ministers. 所管: a row for every operator.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open } from "./lib/browser.mjs";
import { api, as, report, visit } from "./lib/people.mjs";
import { demo, later } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);

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

  await confirmed();
});

// confirmed has the other administrator confirm what waits.
async function confirmed() {
  const second = await at("platform-admin-2", "/admin/change", { javaScriptEnabled: false, viewport: narrow });
  await second.page.locator("main .todo a").first().click();
  await noSideways(second.page);
  await second.page.getByRole("button", { name: "この内容で確認する" }).click();
  await second.page.locator(".notice", { hasText: "確認しました" }).waitFor();
  await second.close();
}

test("a designation gets a second minister: what it says today is filled in, Enter only checks", async () => {
  const { page, complaints, close } = await at("platform-admin", "/admin/account?q=" + encodeURIComponent("あおぞら発電"));
  await page.locator("main table a").first().click();
  await page.getByRole("link", { name: "変更: 電気" }).click();
  assert.equal(await page.locator("#title1").inputValue(), "経済産業大臣");
  await page.getByRole("checkbox", { name: "国土交通大臣" }).check();
  await page.locator("#office2").selectOption({ label: "国土交通省 水道危機管理担当室" });
  await page.fill("#on", "R9.2.30");
  await page.locator("main button[value=check]").click();
  assert.match(await page.locator(".problems").innerText(), /28日|その日/);
  await page.fill("#on", day(2));
  await page.locator("#business").press("Enter");
  const answers = await page.locator(".answers").innerText();
  for (const word of ["変更", "あおぞら発電株式会社", "国土交通大臣 ― 国土交通省 水道危機管理担当室", "経済産業大臣 ― 経済産業省 電力・ガス保安担当室"]) assert.ok(answers.includes(word), `${word}\n${answers}`);
  await axe(page);
  await page.getByRole("button", { name: "入力に戻る" }).or(page.locator("button[value=fix]")).first().click();
  assert.equal(await page.locator("#office2 option:checked").innerText(), "国土交通省 水道危機管理担当室", "going back loses what was filled in");
  await axe(page);
  await page.locator("main button[value=check]").click();
  await page.getByRole("button", { name: "起案する" }).click();
  await page.locator(".notice", { hasText: "起案しました" }).waitFor();
  assert.deepEqual(complaints, []);
  await close();
  await confirmed();
});

test("a row for every operator: the 国家サイバー統括室 becomes an addressee of reports", async () => {
  const { page, complaints, close } = await at("platform-admin", "/admin/account");
  await page.getByRole("link", { name: "所管の一覧と追加" }).click();
  assert.match(await page.locator("main table").innerText(), /内閣総理大臣\(内閣府\)/);
  await page.locator("#office").selectOption({ label: "国家サイバー統括室" });
  await page.fill("#title", "国家サイバー統括室(内閣官房)");
  await page.getByRole("checkbox", { name: "折り返し先" }).uncheck();
  await page.fill("#on", day(2));
  await page.locator("#title").press("Enter");
  assert.match(await page.locator(".answers").innerText(), /すべての事業者/);
  await page.getByRole("button", { name: "起案する" }).click();
  await page.locator(".notice", { hasText: "起案しました" }).waitFor();
  assert.deepEqual(complaints, []);
  await close();
  await confirmed();
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

test("joint ministers, and the office of every operator, are addressees from the day on", async () => {
  const joint = (await report(server, "共管の事業者の報告", "other-operator-filer")).number_ascii;
  for (const who of ["ministry-officer", "other-ministry-officer", "nco-analyst"]) assert.equal(await status(who, desk(joint)), 200, who);
  const { page, close } = await at("nco-analyst", desk(joint));
  assert.ok(!(await page.locator("main").innerText()).includes("03-0000-2002"), "the call-back number was not released");
  await close();
});

test("the operator's page says who is competent from when, and who was", async () => {
  const { page, close } = await at("platform-admin", "/admin/account?q=" + encodeURIComponent("あおぞら送配電"));
  await page.locator("main table a").first().click();
  const text = await page.locator("section", { hasText: "所管" }).last().innerText();
  assert.match(text, /国土交通大臣/);
  assert.match(text, /経済産業大臣/);
  await close();
});
