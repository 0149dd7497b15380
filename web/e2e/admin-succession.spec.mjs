// 承継 (合併・分割): what an operator filed passes to the one that succeeds, on the day; until then two can take it back. Nothing
// crosses to another company of the group.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open } from "./lib/browser.mjs";
import { api, report, visit } from "./lib/people.mjs";
import { demo, later } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);
const own = (n) => `/reporting/reports/${n}`;
const status = async (who, path) => {
  const t = await at(who, "/help");
  const answer = await t.page.request.get(server.url + path);
  await t.close();
  return answer.status();
};
const day = (days) => new Date(Date.now() + 9 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

let number, shown, question;
test("a report about which the office asks", async () => {
  ({ number_ascii: number, number: shown } = await report(server, "承継の前に送った報告"));
  ({ number_ascii: question } = await api(server, "ministry-officer", "POST", `/reports/${number}/requests`, { kind: "enquiry", text: "承継の前の照会です。", fields: [] }));
  assert.equal(await status("other-operator-filer", own(number)), 404);
});

async function entered(page) {
  await page.goto(server.url + "/admin/account?q=" + encodeURIComponent("あおぞら送配電"));
  await page.locator("main table a").first().click();
  await page.getByRole("link", { name: "承継(合併・分割): 電気" }).click();
  await page.locator("#successor1").selectOption({ label: "あおぞら発電株式会社" });
  await page.fill("#on", day(2));
  await page.fill("#ground", "架空の合併契約による承継");
}

async function confirmed() {
  const { page, close } = await at("platform-admin-2", "/admin/change", { javaScriptEnabled: false, viewport: narrow });
  await page.locator("main .todo a").first().click();
  await noSideways(page);
  await page.getByRole("button", { name: "この内容で確認する" }).click();
  await page.locator(".notice", { hasText: "確認しました" }).waitFor();
  const path = new URL(page.url()).pathname;
  await close();
  return path;
}

test("one administrator enters who inherits, another confirms it; both take it back, and it is entered again", async () => {
  const { page, complaints, close } = await at("platform-admin", "/admin/account");
  await entered(page);
  await axe(page);
  await page.locator("input[name=heir][value='2']").check(); // no such successor
  await page.locator("main button[value=check]").click();
  assert.match(await page.locator(".problems").innerText(), /承継する事業者から選んで/);
  await page.locator("input[name=heir][value='1']").check();
  await page.locator("#on").press("Enter"); // Enter only checks
  const answers = await page.locator(".answers").innerText();
  for (const word of ["承継", "あおぞら送配電株式会社", "あおぞら発電株式会社", "提出済みの届出・報告を引き継ぐ組織", "架空の合併契約"]) assert.ok(answers.includes(word), `${word}\n${answers}`);
  await axe(page);
  await page.getByRole("button", { name: "起案する" }).click();
  await page.locator(".notice", { hasText: "起案しました" }).waitFor();
  const path = await confirmed();

  await page.goto(server.url + path);
  await axe(page);
  await page.getByRole("button", { name: "この承継の取りやめを起案する" }).click();
  await page.locator(".notice", { hasText: "起案しました" }).waitFor();
  assert.ok((await page.locator(".answers").innerText()).includes("あおぞら発電株式会社"), "what is taken back is not shown");
  await confirmed();
  await page.goto(server.url + path);
  assert.equal(await page.getByRole("button", { name: "この承継の取りやめを起案する" }).count(), 0);

  await entered(page);
  await page.locator("main button[value=check]").click();
  await page.getByRole("button", { name: "起案する" }).click();
  await page.locator(".notice", { hasText: "起案しました" }).waitFor();
  await confirmed();
  assert.deepEqual(complaints, []);
  await close();
  assert.equal(await status("other-operator-filer", own(number)), 404, "it is read before its day");
  assert.equal(await status("operator-filer", own(number)), 200);
});

test("from the day on the successor has it, marked with from whom and since when, and answers", async () => {
  server = await later(server, 3);
  const { page, complaints, close } = await at("other-operator-filer", "/reporting/reports");
  const row = page.locator("main tr", { hasText: shown });
  assert.match(await row.innerText(), /承継: あおぞら送配電株式会社から/);
  await row.locator("a").first().click();
  await page.locator(".notice", { hasText: "あおぞら送配電株式会社から引き継ぎました" }).waitFor();
  await axe(page);
  await page.getByText("承継の前の照会です。").first().waitFor();
  await page.goto(server.url + `${own(number)}/requests/${question}`);
  await page.locator("main textarea").first().fill("承継した会社が答えます。");
  await page.locator("main form button").first().click();
  await page.locator("main form button.button-primary").first().click();
  await page.getByText("承継した会社が答えます。").first().waitFor();
  assert.deepEqual(complaints, []);
  await close();
  assert.equal(await status("other-operator-filer", `${own(number)}/receipt/provisional.txt`) === 500, false);
});

test("the old organisation reads and no more; the ministry is told who answers; another company of the group sees nothing", async () => {
  const old = await at("operator-filer", own(number), { javaScriptEnabled: false, viewport: narrow });
  await old.page.locator(".notice", { hasText: "あおぞら発電株式会社が引き継ぎました" }).waitFor();
  await noSideways(old.page);
  await old.close();
  assert.equal(await status("operator-filer", `${own(number)}/requests/${question}`), 404, "the old organisation still answers");
  const office = await at("ministry-officer", `/ministry/reports/${number}`);
  await office.page.locator(".notice", { hasText: "あおぞら発電株式会社" }).waitFor();
  await office.page.goto(server.url + "/ministry/reports");
  assert.match(await office.page.locator("main tr", { hasText: shown }).innerText(), /承継: あおぞら発電株式会社/);
  await office.close();
  assert.equal(await status("group-csirt", own(number)), 404);
});
