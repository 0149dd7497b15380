// An office at work: a new 速報 is found within 5 s, opened, asked about and answered; nobody else learns of it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown, wide, zoomed } from "./lib/browser.mjs";
import { api, as, report, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

// at opens a path as somebody, in a context of its own.
const at = (...visited) => visit(browser, server, ...visited);

test("the walk: found within 5 s, opened, told to the operator by office and time, asked, answered", async () => {
  const { page, complaints, close } = await at("ministry-officer", "/ministry/today");
  const capital = await at("cabinet-analyst", "/ministry/today");
  const sent = Date.now();
  const { number, number_ascii: ascii } = await report(server, "保守拠点の端末で見慣れないプログラムが動いている");
  await Promise.all([page, capital.page].map((p) => p.locator("#unopened .ref", { hasText: number }).waitFor({ timeout: 5000 })));
  assert.ok(Date.now() - sent < 5500, `${Date.now() - sent} ms`);
  assert.ok(!(await page.locator("main").innerText()).includes("見慣れない"), "content stands in the list");
  await capital.close();

  await page.locator("#unopened li", { hasText: number }).locator("a").click();
  assert.match(await page.locator("h1").innerText(), /あおぞら送配電株式会社の速報/);
  assert.match(await page.locator(".page-head").innerText(), /「電力・ガス保安担当室」の名前と日時で示されます/);
  const told = await api(server, "operator-filer", "GET", `/reports/${ascii}`);
  assert.equal(told.seen.length, 1);
  assert.equal(told.seen[0].office, "電力・ガス保安担当室");
  assert.ok(Math.abs(Date.parse(told.seen[0].first_at) - Date.now()) < 20_000, told.seen[0].first_at);

  await page.getByRole("link", { name: "照会する" }).click();
  await page.fill("#text", "給電への影響の見込みを、\n分かる範囲で教えてください。");
  await page.getByLabel("サービスへの影響").check();
  await page.fill("#wished", "令和１０年３月１日");
  await page.getByRole("button", { name: "送る前の確認へ" }).click();
  assert.match(await page.locator(".answers").innerText(), /令和10年3月1日\(水\)/);
  assert.equal((await api(server, "operator-filer", "GET", `/reports/${ascii}`)).requests.length, 0, "checking sent it");
  const [sending] = await Promise.all([page.waitForRequest(/\/ask\/send$/), page.getByRole("button", { name: "この内容で照会する" }).click()]);
  await page.locator(".notice", { hasText: "照会を送りました" }).waitFor();
  const again = await page.request.post(sending.url(), { data: sending.postData(), headers: { "Content-Type": "application/x-www-form-urlencoded" } });
  assert.equal(again.url(), page.url(), "a second press leads elsewhere");

  const { requests } = await api(server, "operator-filer", "GET", `/reports/${ascii}`);
  assert.equal(requests.length, 1, "a second press asked a second time");
  assert.equal(requests[0].text, "給電への影響の見込みを、\n分かる範囲で教えてください。");
  assert.equal(requests[0].answer_by, "2028-03-01");
  const operator = await at("operator-filer", "/notices");
  assert.equal(await operator.page.locator(".ref", { hasText: requests[0].number }).count(), 1);
  await operator.close();

  await page.goto(`${server.url}/ministry/today`);
  await api(server, "operator-filer", "POST", `/reports/${ascii}/requests/${requests[0].number_ascii}/answer`, { reply: "影響はありません。" });
  const unread = page.locator("#unread li", { hasText: requests[0].number });
  await unread.waitFor({ timeout: 5500 });
  await unread.locator("a").click();
  assert.match(await page.locator(`[id="${requests[0].number_ascii}"]`).innerText(), /影響はありません。/);
  await page.goto(`${server.url}/ministry/today`);
  assert.equal(await unread.count(), 0);
  assert.deepEqual(complaints, []);
  await close();
});

test("another ministry, another operator, the platform's administrator: the same page as for an absent number", async () => {
  const { number_ascii: ascii, number } = await report(server, "見えてはならない報告");
  for (const who of ["other-ministry-officer", "regional-officer", "nco-analyst", "other-operator-filer", "platform-admin"]) {
    const bodies = [];
    const { page, close } = await at(who, "/help");
    for (const path of [`/ministry/reports/${ascii}`, "/ministry/reports/R-R8-2222-2222-2", `/ministry/reports/${ascii}/ask`, `/find?q=${encodeURIComponent(number)}`, "/nowhere"]) {
      const answer = await page.request.get(server.url + path);
      assert.equal(answer.status(), 404, `${who} ${path}`);
      bodies.push(await answer.text());
    }
    await close();
    assert.equal(new Set(bodies).size, 1, who);
  }
});

test("the list refreshes itself and leaves the focus where it is", async () => {
  const { page, complaints, close } = await at("ministry-officer", "/ministry/today");
  const link = page.locator("#recent tbody a").last();
  const focused = await link.innerText();
  await link.focus();
  const { number } = await report(server, "焦点を保つための報告");
  await page.locator("#unopened .ref", { hasText: number }).waitFor({ timeout: 5500 });
  assert.equal(await page.evaluate(() => document.activeElement.textContent), focused);
  assert.match(await page.locator("#desk-status").innerText(), /未開封 \d+件/);
  assert.deepEqual(complaints, []);
  await close();
});

test("without script: a link refreshes, a question is checked and sent, Enter sends nothing", async () => {
  const { number_ascii: ascii } = await report(server, "スクリプトなし");
  const { page, close } = await at("ministry-officer", "/ministry/today", { javaScriptEnabled: false });
  await page.getByRole("link", { name: "今の状況に更新する" }).click();
  await page.goto(`${server.url}/ministry/reports/${ascii}/ask?kind=fix`);
  assert.equal(await page.locator("input[value=fix]").isChecked(), true);
  await page.fill("#text", "認知した日時を確かめてください。");
  await page.locator("#wished").press("Enter");
  await page.locator(".answers", { hasText: "認知した日時を確かめてください。" }).waitFor();
  assert.equal((await api(server, "operator-filer", "GET", `/reports/${ascii}`)).requests.length, 0, "Enter sent it");
  await page.getByRole("button", { name: "書き直す" }).click();
  assert.equal(await page.locator("#text").inputValue(), "認知した日時を確かめてください。");
  await page.fill("#wished", "令和9年2月30日");
  await page.getByRole("button", { name: "送る前の確認へ" }).click();
  assert.match(await page.locator(".problems").innerText(), /その日付はありません/);
  assert.equal(await page.locator("#text").inputValue(), "認知した日時を確かめてください。");
  await page.fill("#wished", "");
  await page.getByRole("button", { name: "送る前の確認へ" }).click();
  await page.getByRole("button", { name: "この内容で補正をお願いする" }).click();
  assert.match(await page.locator(".page-meta").innerText(), /補正のお願い/);
  const after = await api(server, "operator-filer", "GET", `/reports/${ascii}`);
  assert.deepEqual([after.state, after.requests.length], ["fix-asked", 1]);
  await close();
});

test("by keyboard alone: from the desk to a question that is sent", async () => {
  const { number, number_ascii: ascii } = await report(server, "キーボードだけ");
  const { page, close } = await at("ministry-officer", "/ministry/today");
  const reach = async (name) => {
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press("Tab");
      const it = await page.evaluate(() => { const e = document.activeElement; return { text: e.textContent.trim(), id: e.id, outline: parseFloat(getComputedStyle(e).outlineWidth), choice: !!e.closest(".choice") }; });
      if (it.text.includes(name) || it.id === name) { assert.ok(it.choice || it.outline >= 2, `no visible focus on ${name}`); return; }
    }
    assert.fail(`${name} was not reached`);
  };
  await reach(`${number}`);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/ministry\/reports\/R-/);
  await reach("照会する");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/ask/);
  await reach("text");
  await page.keyboard.type("状況を教えてください。");
  await reach("送る前の確認へ");
  await page.keyboard.press("Enter");
  await page.locator(".answers").waitFor();
  await reach("この内容で照会する");
  await page.keyboard.press("Enter");
  await page.locator(".notice", { hasText: "照会を送りました" }).waitFor();
  assert.equal((await api(server, "operator-filer", "GET", `/reports/${ascii}`)).requests.length, 1);
  await close();
});

test("print: number and office at the head, no buttons, the reasoning of the date is printed", async () => {
  const { number_ascii: ascii, number } = await report(server, "印刷する報告");
  const { page, close } = await at("ministry-officer", `/ministry/reports/${ascii}`);
  await page.emulateMedia({ media: "print" });
  const head = await page.locator(".print-head").innerText();
  for (const word of [number, "経済産業省", "印刷日時"]) assert.ok(head.includes(word), head);
  assert.equal(await page.locator(".actions:visible").count(), 0);
  assert.equal(await page.locator(".why-body").isVisible(), true);
  await close();
});

for (const [name, viewport, lang] of [["375 px ja", narrow, "ja"], ["1280 px en", wide, "en"], ["200 % zoom ja", zoomed, "ja"]]) {
  test(`pages of offices at ${name}: axe finds nothing, nothing sticks out, nothing is blocked`, async () => {
    const { number_ascii: ascii } = await report(server, "とても長い一行の説明が書かれている報告".repeat(8));
    const q = await api(server, "ministry-officer", "POST", `/reports/${ascii}/requests`, { kind: "enquiry", text: "質問".repeat(300), answer_by: "2028-03-01", fields: ["which"] });
    await api(server, "operator-filer", "POST", `/reports/${ascii}/requests/${q.number_ascii}/answer`, { reply: "a".repeat(300) });
    const tabs = { "ministry-officer": await at("ministry-officer", "/help", { viewport, lang }), "nco-analyst": await at("nco-analyst", "/help", { viewport, lang }) };
    for (const [who, path] of [["ministry-officer", "/ministry/today"], ["nco-analyst", "/ministry/today"], ["ministry-officer", "/notices"], ["ministry-officer", `/ministry/reports/${ascii}`], ["ministry-officer", `/ministry/reports/${ascii}/ask`]]) {
      const { page, complaints } = tabs[who];
      await page.goto(server.url + path);
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      if (viewport !== zoomed) await axe(page);
      await noSideways(page);
      if (path.endsWith("/ask")) { // with problems, and as it will be sent
        await page.fill("#wished", "x");
        await page.locator("button[value=check]").click();
        await page.locator(".problems").waitFor();
        if (viewport !== zoomed) await axe(page);
        await page.fill("#text", "長い質問".repeat(100));
        await page.fill("#wished", "");
        await page.locator("button[value=check]").click();
        await page.locator(".answers").waitFor();
        if (viewport !== zoomed) await axe(page);
        await noSideways(page);
      }
      assert.deepEqual(complaints, [], `${who} ${path}`);
    }
    for (const t of Object.values(tabs)) await t.close();
  });
}

test("what the office received is counted, leads to its rows, and leaves as a file; the case has its course; the operator gets something back", async () => {
  const { page, complaints, close } = await at("ministry-officer", "/ministry/today");
  await page.getByRole("link", { name: "報告の統計" }).click();
  const main = page.locator("#main + table tbody tr", { hasText: "法5条の報告" }).locator("td").first();
  const before = Number(await main.innerText());
  assert.ok(before > 0, "the demo counts nothing");
  const { number, number_ascii: ascii } = await report(server, "統計に入る報告");
  for (let tries = 0; Number(await main.innerText()) <= before && tries < 20; tries++) {
    await page.waitForTimeout(300);
    await page.reload();
  }
  assert.equal(Number(await main.innerText()), before + 1);
  await noSideways(page, narrow);
  await axe(page);
  await shown(page, "statistics");
  await page.locator("#by-kind tbody a").first().click();
  await page.locator("main tbody .ref", { hasText: number }).waitFor();
  await shown(page, "statistics-rows");
  const file = await page.request.get(`${server.url}/ministry/statistics/export/csv`);
  assert.match(await file.text(), /起きていること/);
  await page.goto(`${server.url}/ministry/statistics?from=2026-11-30&until=2026-11-01`);
  await page.locator("#problems", { hasText: "到達の最終日" }).waitFor();
  await page.goto(`${server.url}/ministry/reports/${ascii}`);
  await page.reload();
  assert.ok(await page.locator("#course tbody tr").count() >= 3);
  await shown(page, "course");
  await page.goto(`${server.url}/ministry/statistics?lang=en`);
  await shown(page, "statistics-en");
  assert.deepEqual(complaints.filter((c) => !/422/.test(c)), []);
  await close();
  const operator = await at("operator-filer", `/reporting/reports/${ascii}`);
  await operator.page.getByRole("link", { name: "最初の対応の確認表" }).click();
  await operator.page.locator("h1", { hasText: "最初の対応の確認表" }).waitFor();
  await shown(operator.page, "steps");
  await operator.close();
});
