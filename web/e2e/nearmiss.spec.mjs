// ヒヤリハット walked by everybody whom it concerns: written by an officer, opened by a second one, drafted by three colleagues, approved
// inside the organisation, sent, received, corrected under approval again, exported, printed on A4, with its receipts. LOOK=directory
// keeps pictures and the printed sheets.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown, wide } from "./lib/browser.mjs";
import { make } from "./lib/nearmiss.mjs";
import { visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const path = (page) => new URL(page.url()).pathname;
const says = (page) => page.locator("main").innerText();
const press = (page, name) => page.locator("main").getByRole("button", { name, exact: true }).first().click();
const follow = (page, name) => page.locator("main").getByRole("link", { name }).first().click();

// look keeps pictures of the page where LOOK names a directory, and holds it at both widths to what every page must pass.
async function look(page, name, script = true) {
  for (const viewport of [narrow, wide]) {
    await page.setViewportSize(viewport);
    if (script) { await axe(page, name); await noSideways(page); }
  }
  await shown(page, `near-${name}`);
}

// sheet prints the page on A4 and returns what stands on the paper.
async function sheet(page, name) {
  const file = `${process.env.LOOK ?? server.data}/near-${name}.pdf`;
  writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
  assert.match(execFileSync("pdfinfo", [file], { encoding: "utf8" }), /A4/);
  return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
}

// approve has the approver agree to what was put up at an address.
async function approve(round, options, name) {
  const boss = await visit(browser, server, "operator-approver", round, options);
  if (name) await look(boss.page, name, options.javaScriptEnabled);
  await press(boss.page, "承認する");
  assert.match(await says(boss.page), /承認済み/);
  assert.deepEqual(boss.complaints, []);
  await boss.close();
}

for (const javaScriptEnabled of [true, false]) {
  test(`ヒヤリハット by everybody, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    const options = { javaScriptEnabled };
    const scripted = javaScriptEnabled;
    const officer = await visit(browser, server, "ministry-officer", "/ministry/today", options);
    const page = officer.page;
    const at = await make(page, server);
    const number = at.split("/").pop();
    if (scripted) await look(page, "made");
    await follow(page, "公開を起案する");
    await page.fill("#from", new Date(Date.now() + 9 * 3600e3).toISOString().slice(0, 10));
    await page.locator("input[name=sectors][value=electricity]").check();
    await press(page, "二人目に確認を求める");
    assert.match(await says(page), /二人目の確認待ち/);
    const second = await visit(browser, server, "ministry-supervisor", `${at}/decide`, options);
    if (scripted) await look(second.page, "decide");
    await press(second.page, "公開する");
    assert.match(await says(second.page), /公開中/);

    // The organisation wants an approval before such a report leaves.
    const admin = await visit(browser, server, "operator-admin", `/organisation/approval/${number}`, options);
    await admin.page.locator("input[name=mode][value=before]").check();
    await admin.page.locator("#step_1").selectOption({ label: "承認者(だれでも)" });
    await press(admin.page, "この流れにする");
    assert.match(await says(admin.page), /承認の流れを決めました/);
    await admin.close();

    // Three write it: the site begins, a colleague goes on, a third mends one answer; each is told who wrote.
    const site = await visit(browser, server, "operator-site-filer", `/reporting/procedures/${number}`, options);
    if (scripted) await look(site.page, "start");
    await press(site.page, "書き始める");
    const first = path(site.page);
    if (scripted) await look(site.page, "form");
    const filer = await visit(browser, server, "operator-filer", first, options);
    await site.page.fill("#item_1", "誤ったあて先にメールを送りそうになった。神﨑髙𠮷𩸽");
    await site.page.locator("input[name=item_2][value=mail]").check();
    await press(site.page, "次へ");
    assert.match(path(site.page), /step_2$/, await says(site.page));
    await filer.page.goto(server.url + first.replace(/[^/]+$/, "step_2"));
    const form = filer.page;
    await form.fill("#item_4", "R8.11.20");
    await form.fill("#item_5", "２");
    await form.fill("#item_6", "総務課 03-0000-0000");
    await press(form, "次へ");
    const check = path(form);
    assert.match(check, /check$/, await says(form));
    const third = await visit(browser, server, "operator-approver", `${check.replace(/check$/, "step_2")}?then=check`, options);
    assert.equal(await third.page.inputValue("#item_6"), "総務課 03-0000-0000");
    await third.page.fill("#item_6", "総務課 山﨑 03-0000-0001");
    await press(third.page, "確認に戻る");
    assert.match(await says(third.page), /山﨑 03-0000-0001/);
    await third.page.goto(server.url + check.replace(/check$/, "history"));
    assert.match(await says(third.page), /佐藤 一郎[^]*03-0000-0001/);
    assert.match(await says(third.page), /辻 和也[^]*神﨑髙𠮷𩸽/);
    await third.close();

    await form.goto(server.url + check);
    assert.match(await says(form), /送信の前に、社内の承認が要ります[^]*山﨑 03-0000-0001/);
    if (scripted) await look(form, "check");
    const draft = await sheet(form, "check");
    assert.match(draft, /神﨑髙𠮷𩸽[^]*経済産業大臣/);
    assert.doesNotMatch(draft, /ファイルを付ける|社内取りまとめ|下書きを保存|このページではまだ/);
    await press(form, "承認を求めるページへ進む");
    await press(form, "承認をお願いする");
    await approve(path(form), options, scripted ? "approve" : "");
    await form.goto(server.url + check);
    assert.match(await says(form), /承認がそろいました/);
    await press(form, "送信のページへ進む");
    if (scripted) await look(form, "send");
    await press(form, "送信する");
    const report = path(form), id = report.split("/").pop();
    assert.match(report, /^\/reporting\/reports\/R-R\d+-/, await says(form));
    if (scripted) await look(form, "sent");

    // Received, asked, corrected under approval.
    await page.goto(`${server.url}/ministry/reports/${id}`);
    assert.match(await says(page), /ヒヤリハット[^]*神﨑髙𠮷𩸽/);
    assert.doesNotMatch(await says(page), /社内の承認|佐藤 一郎/, "how the organisation agreed is its own");
    await follow(page, "補正のお願い");
    await page.fill("#text", "気付いた日を確かめてください。");
    await press(page, "送る前の確認へ");
    await press(page, "この内容で補正をお願いする");
    await form.goto(server.url + report);
    await press(form, "内容を訂正する");
    const again = path(form);
    await form.goto(`${server.url}${again.replace(/check$/, "step_2")}?then=check`);
    await form.fill("#item_4", "R8.11.19");
    await press(form, "確認に戻る");
    assert.match(await says(form), /令和8年11月20日[^]*令和8年11月19日/);
    if (scripted) await look(form, "correcting");
    await press(form, "承認を求めるページへ進む");
    await press(form, "承認をお願いする");
    await approve(path(form), options);
    await form.goto(server.url + again);
    await press(form, "送信のページへ進む");
    await press(form, "送信する");
    assert.equal(path(form), report, await says(form));
    assert.match(await says(form), /補正済み[^]*第2版[^]*令和8年11月20日[^]*令和8年11月19日/);
    if (scripted) await look(form, "corrected");
    await page.goto(`${server.url}/ministry/reports/${id}`);
    assert.match(await says(page), /訂正の履歴[^]*令和8年11月20日[^]*令和8年11月19日/);
    if (scripted) {
      await look(page, "office");
      const times = page.locator("td time, td.num, .data-table td");
      for (const lines of await times.evaluateAll((all) => all.filter((e) => /^令和\d+年\d+月\d+日/.test(e.innerText.trim())).map((e) => { const r = document.createRange(); r.selectNodeContents(e); return r.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight); }))) assert.ok(lines < 4.5, `a date stands on ${lines} lines`);
    }
    const office = await sheet(page, "office");
    assert.match(office, /ヒヤリハット[^]*神﨑髙𠮷𩸽[^]*訂正の履歴/);
    assert.match(office, /1 ?\/ ?\d/);
    assert.doesNotMatch(office, /補正のお願いを書く|書き出し|Excel/);

    // Exported, with the version of the form of its day.
    await page.goto(`${server.url}${at}/filings`);
    if (scripted) await look(page, "filings");
    const json = await (await page.request.get(`${server.url}${at}/filings/json`)).json();
    assert.equal(json.filings[0].answers.item_6, "総務課 山﨑 03-0000-0001");
    assert.equal(json.filings[0].rev, 2);

    // The receipts: page, PDF with the four rare characters, text.
    await form.goto(server.url + report);
    for (let n = 0; n < 40 && !/受付証\(PDF\)|PDF/.test(await says(form)); n++) await form.reload();
    const own = await sheet(form, "sent");
    assert.match(own, /神﨑髙𠮷𩸽/);
    const links = await form.locator("main a[href*=receipt]").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    assert.ok(links.some((l) => l.includes("/receipt/pdf")) && links.some((l) => l.includes("/receipt/text")), links.join(" "));
    for (const to of links) {
      const answer = await form.request.get(server.url + to);
      assert.equal(answer.status(), 200, to);
      if (process.env.LOOK) writeFileSync(`${process.env.LOOK}/near-${to.replace(/[^a-z0-9]+/gi, "_")}`, await answer.body());
    }
    assert.deepEqual([officer.complaints, site.complaints, filer.complaints], [[], [], []]);
    for (const who of [officer, second, site, filer]) await who.close();
  });
}
