// Lists of filings: searched, filtered, counted, drawn by week, exported; without script and with it, with the keyboard alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, wide } from "./lib/browser.mjs";
import { api, report, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const rows = (page) => page.locator("#list > .data-table tbody tr, #list > .bulk > .data-table tbody tr");
const count = async (page) => Number((await page.locator("#list-count").innerText()).replace(/[^0-9]/g, ""));

for (const [how, options] of [["without script", { javaScriptEnabled: false }], ["with script", {}]]) {
  test(`an office finds a report and exports what it found, ${how}`, async () => {
    const { number, number_ascii: ascii } = await report(server, "一覧で探す報告");
    const { page, close } = await visit(browser, server, "ministry-officer", "/ministry/today", options);
    await page.getByRole("link", { name: "届いた報告" }).first().click();
    const all = await count(page);
    assert.ok(all >= 2, `${all} reports`);
    const weeks = (await page.locator("#weeks tbody td").allInnerTexts()).map(Number).reduce((a, b) => a + b, 0);
    assert.equal(weeks, all, "the weeks do not hold what is counted");
    const listed = await api(server, "ministry-officer", "GET", "/reports?limit=200");
    const notified = listed.reports.filter((r) => r.number_ascii.startsWith("N-")).length; // 届出 have a page of their own, and one list here
    assert.equal(listed.count - notified, all, "the API counts otherwise");

    await page.fill("#number", ascii.slice(5, 9).toLowerCase());
    await page.keyboard.press("Enter");
    await page.locator("#list-count", { hasText: "条件に合うもの" }).waitFor();
    assert.equal(await rows(page).count(), 1);
    assert.equal(await count(page), 1);
    assert.match(await rows(page).innerText(), new RegExp(number));
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "JSON" }).click()]);
    assert.match(file.suggestedFilename(), /^報告の一覧-\d{4}-\d\d-\d\d\.json$/);
    const chunks = [];
    for await (const c of await file.createReadStream()) chunks.push(c);
    assert.deepEqual(JSON.parse(Buffer.concat(chunks)).reports.map((r) => r.number), [number]);

    await page.selectOption("#state", "withdrawn");
    await page.getByRole("button", { name: "絞り込む" }).click();
    await page.locator(".empty").waitFor();
    await page.locator(".empty a").click();
    assert.equal(await count(page), all);
    await page.locator(".filter-more summary").click();
    await page.fill("#from", "きのう");
    await page.getByRole("button", { name: "絞り込む" }).click();
    await page.locator("#problems a").click();
    assert.equal(await page.evaluate(() => document.activeElement.id).catch(() => "from"), "from");
    await close();
  });
}

for (const [how, options] of [["without script", { javaScriptEnabled: false }], ["with script", {}]]) {
  test(`a long list is got ready and taken, ${how}`, async () => {
    const { page, close } = await visit(browser, server, "ministry-officer", "/ministry/reports?order=oldest", options);
    const all = await count(page);
    await page.getByRole("button", { name: "用意してから受け取る" }).click();
    await page.getByRole("heading", { name: "一覧の書き出し", level: 1 }).waitFor();
    const here = page.url();
    for (let i = 0; i < 30 && !(await page.getByRole("link", { name: "Excel" }).count()); i++) {
      if (options.javaScriptEnabled === false) await page.getByRole("link", { name: "表示を新しくする" }).click({ timeout: 1000 }).catch(() => {});
      await new Promise((done) => { setTimeout(done, 300); });
    }
    await page.getByText(`${all}件`).first().waitFor();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "JSON" }).click()]);
    const chunks = [];
    for await (const c of await file.createReadStream()) chunks.push(c);
    assert.equal(JSON.parse(Buffer.concat(chunks)).reports.length, all);
    if (how === "with script") await axe(page);
    const other = await visit(browser, server, "cabinet-analyst", new URL(here).pathname);
    assert.equal(await other.page.locator("#export").count(), 0, "somebody else is shown it");
    await other.close();
    await page.getByRole("button", { name: "用意した内容を消す" }).click();
    await page.getByText("中止しました").waitFor();
    assert.equal(await page.getByRole("link", { name: "Excel" }).count(), 0);
    await page.getByRole("link", { name: "用意した書き出し" }).first().click();
    await page.getByText("中止しました").first().waitFor();
    await close();
  });
}

test("programs have a list got ready, and give many reports to somebody and take it back", async () => {
  const begun = await api(server, "operator-filer", "POST", "/exports", { query: "kind=report.prompt" });
  let e = begun;
  for (let i = 0; i < 40 && e.state !== "ready"; i++) {
    await new Promise((done) => { setTimeout(done, 250); });
    e = await api(server, "operator-filer", "GET", `/exports/${begun.id}`);
  }
  assert.equal(e.state, "ready");
  const { reports } = await api(server, "operator-filer", "GET", `/exports/${e.id}/json`);
  assert.equal(reports.length, (await api(server, "operator-filer", "GET", "/reports?kind=report.prompt")).count);
  await assert.rejects(api(server, "other-operator-filer", "GET", `/exports/${e.id}/json`), /404/);

  const { people } = await api(server, "ministry-officer", "GET", "/charges/people");
  const { reports: listed } = await api(server, "ministry-officer", "GET", "/reports?limit=3");
  const body = { reports: listed.map((r) => ({ number: r.number_ascii })), to: people[0].id };
  const dry = await api(server, "ministry-officer", "POST", "/charges/check", body);
  assert.ok(dry.changed > 0 && !dry.id);
  const done = await api(server, "ministry-officer", "POST", "/charges", { ...body, reports: dry.reports.map((r) => ({ number: r.number_ascii, rev: r.rev })) });
  assert.equal(done.changed, dry.changed);
  assert.ok((await api(server, "ministry-officer", "POST", `/charges/${done.id}/undo`)).undone_at);
  await assert.rejects(api(server, "ministry-officer", "POST", `/charges/${done.id}/undo`), /409/);
});

test("the operator's own history has the same filter, and leads to nobody else's", async () => {
  const { page, close } = await visit(browser, server, "operator-filer", "/reporting/reports?order=oldest&kind=report.prompt");
  assert.equal(await count(page), (await api(server, "operator-filer", "GET", "/reports?kind=report.prompt")).count);
  const other = await visit(browser, server, "other-operator-filer", "/ministry/reports");
  assert.equal(await other.page.locator("#list").count(), 0);
  await other.close();
  await close();
});

test("both lists stand on narrow and wide screens, in both languages, for everybody", async () => {
  for (const [who, path] of [["ministry-officer", "/ministry/reports"], ["operator-filer", "/reporting/reports?from=x&state=fixed"]]) {
    for (const viewport of [narrow, wide]) {
      for (const lang of ["ja", "en"]) {
        const { page, close } = await visit(browser, server, who, path, { viewport });
        await page.goto(`${server.url}${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
        await noSideways(page);
        await axe(page);
        await close();
      }
    }
  }
});
