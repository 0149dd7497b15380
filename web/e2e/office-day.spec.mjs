// Days of offices: eighty 届出 that three officers share between them, and a regional office to which an operator's 届出 go from a day on.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown } from "./lib/browser.mjs";
import { api, report, visit } from "./lib/people.mjs";
import { demo, later } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const list = "/ministry/notification";
const says = (page) => page.locator("main").innerText();
const main = (page, role, name) => page.locator("main").getByRole(role, { name }).first();

// notified files one 届出; of the flagged ones it is 未把握 whether media come and go.
const notified = (n, who = n % 2 ? "operator-filer" : "other-operator-filer") => api(server, who, "POST", "/procedures/asset.new/filings", {
  business: "electricity", contact: "設備課 03-0000-2002",
  facilities: [{ no: "S1", name: "給電指令システム", role: "critical", integrated: "yes", internet: "connected", media: n % 10 === 3 ? null : "none", cloud: "none" }],
  products: [{ kind: "software", product: "Red Hat Enterprise Linux", maker: "Red Hat", types: ["a", "b", "c", "d", "e", "f"], facility: "S1", existing: "yes" }],
  confirm: [],
});

const shownRows = async (page, query) => {
  await page.goto(`${server.url}${list}?${query}`);
  return Number((await page.locator("#list").innerText()).match(/(\d+)件/)[1]);
};

test("eighty 届出 of one day: shared between three officers, checked, the flagged ones read, nothing twice", async () => {
  const before = await visit(browser, server, "ministry-officer", list);
  const already = await shownRows(before.page, "state=arrived");
  for (let n = 0; n < 80; n++) await notified(n);
  const { page } = before;
  assert.equal(await shownRows(page, "state=arrived"), already + 80);
  await axe(page);
  await shown(page, "office-day-list");

  // The first checks what has no flag in one act, a tenth drawn to be read.
  await page.getByLabel(/絞り込んだものすべて/).check();
  await main(page, "button", "形式の確認へ進む").click();
  await page.selectOption("#percent", "10");
  await main(page, "button", "この割合で抜き取る").click();
  await shown(page, "office-day-look");
  const button = main(page, "button", /件を形式確認済みにする/);
  const many = Number((await button.innerText()).match(/(\d+)件/)[1]);
  assert.ok(many >= 55 && many < 80, `${many} would be checked`);
  await button.click();
  await page.locator(".notice", { hasText: `${many}件を形式確認済みにしました` }).waitFor();
  const left = await shownRows(page, "state=arrived");
  assert.equal(left, already + 80 - many);

  // What is left is given to the second, who reads each and presses once; the third finds nothing that was done twice.
  const second = await visit(browser, server, "ministry-supervisor", `${list}?state=arrived`, { viewport: narrow, javaScriptEnabled: false });
  const rows = second.page.locator("#list .data-table tbody tr a[href*='/ministry/reports/']");
  const first = await rows.first().getAttribute("href");
  await second.page.goto(server.url + first);
  const mate = await visit(browser, server, "ministry-officer", first);
  await second.page.getByRole("button", { name: "形式確認済みにする" }).click();
  await second.page.locator("#formal .notice", { hasText: "形式確認済みにしました" }).waitFor();
  await noSideways(second.page);
  await main(mate.page, "button", "形式確認済みにする").click();
  assert.match(await says(mate.page), /石﨑 浩二|先に/, "the second of two is told who was first");
  assert.equal(await shownRows(page, "state=arrived"), left - 1);
  const third = await visit(browser, server, "cabinet-analyst", list);
  assert.equal(await shownRows(third.page, "state=checked"), 0, "another office's checks are its own");
  for (const one of [before, second, mate, third]) {
    assert.deepEqual(one.complaints.filter((c) => !/409/.test(c)), []);
    await one.close();
  }
});

test("from its day on a regional office has the 届出 of the operator it is competent for, and no other", async () => {
  const { page, complaints, close } = await visit(browser, server, "platform-admin", "/admin/account");
  await page.getByRole("link", { name: "所管の一覧と追加" }).click();
  await page.selectOption("#operator", { label: "あおぞら発電株式会社" });
  await page.selectOption("#office", { label: "経済産業省 関東経済産業局" });
  await page.locator("input[name=act][value=notification]").check();
  await page.fill("#title", "関東経済産業局長");
  await page.fill("#on", new Date(Date.now() + 9 * 3_600_000 + 2 * 86_400_000).toISOString().slice(0, 10));
  await page.locator("#title").press("Enter");
  await main(page, "button", "起案する").click();
  await page.locator(".notice", { hasText: "起案しました" }).waitFor();
  await close();
  const other = await visit(browser, server, "platform-admin-2", "/admin/change");
  await other.page.locator("main .todo a").first().click();
  await other.page.getByRole("button", { name: "この内容で確認する" }).click();
  await other.page.locator(".notice", { hasText: "確認しました" }).waitFor();
  await other.close();
  assert.deepEqual(complaints, []);

  server = await later(server, 3);
  const theirs = await notified(100, "other-operator-filer");
  const not = await notified(101, "operator-filer");
  const incident = await report(server, "地方局に関わらない速報", "other-operator-filer");
  const office = await visit(browser, server, "regional-officer", list);
  assert.match(await says(office.page), new RegExp(theirs.number));
  assert.doesNotMatch(await says(office.page), new RegExp(not.number));
  await shown(office.page, "office-day-regional");
  for (const [number, status] of [[theirs, 200], [not, 404], [incident, 404]]) {
    assert.equal((await office.page.request.get(`${server.url}/ministry/reports/${number.number_ascii}`)).status(), status, number.number);
  }
  await office.page.goto(`${server.url}/ministry/reports/${theirs.number_ascii}`);
  await main(office.page, "button", "形式確認済みにする").click();
  await office.page.locator("#formal .notice", { hasText: "形式確認済みにしました" }).waitFor();
  assert.deepEqual(office.complaints, []);
  await office.close();
  const own = await visit(browser, server, "other-operator-filer", `/reporting/reports/${theirs.number_ascii}`);
  assert.match(await says(own.page), /関東経済産業局/);
  await own.close();
});
