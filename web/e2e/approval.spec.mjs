// 承認・決裁 inside an organisation (R5): the way is set, a draft is put up, sent back, approved and sent; at night the 速報 goes without,
// and the confirmation waits. No office is told anything of it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open } from "./lib/browser.mjs";
import { report, visit } from "./lib/people.mjs";
import { written } from "./lib/prompt.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const path = (page) => new URL(page.url()).pathname;
const says = (page) => page.locator("main").innerText();
const press = (page, name) => page.locator("main").getByRole("button", { name, exact: true }).first().click();
const follow = (page, name) => page.locator("main").getByRole("link", { name }).first().click();

// set chooses a mode and the first step of the way of approval of the 速報, through the pages.
async function set(mode, step, options) {
  const { page, close } = await visit(browser, server, "operator-admin", "/organisation", options);
  page.setDefaultTimeout(8000);
  await follow(page, "承認の流れ");
  await follow(page, "速報");
  assert.equal(path(page), "/organisation/approval/report.prompt", await says(page));
  await page.locator(`input[name=mode][value=${mode}]`).check();
  await page.locator("#step_1").selectOption(step ? { label: step } : "");
  await press(page, "この流れにする");
  const text = await says(page);
  await close();
  return text;
}

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with script" : "without script";

  test(`a draft is put up, sent back, approved and sent, ${how}`, async () => {
    const options = { javaScriptEnabled };
    assert.match(await set("before", "承認者(だれでも)", options), /承認の流れを決めました[^]*承認のあとに送信[^]*1\. 承認者/);
    const filer = await visit(browser, server, "operator-filer", "/operator/home", options);
    const form = filer.page;
    await written(form, server);
    assert.match(await says(form), /送信の前に、社内の承認が要ります/);
    assert.equal(await form.getByRole("button", { name: "送信のページへ進む", exact: true }).count(), 0);
    const check = path(form);
    await form.goto(`${server.url}${check.replace("check", "send")}`);
    assert.equal(path(form), check, "the address of the last page leads back");

    await follow(form, "起案用に印刷する");
    assert.match(await says(form), /決裁欄[^]*社内決裁番号[^]*起案者[^]*承認者[^]*身代金/);
    await form.emulateMedia({ media: "print" });
    assert.equal(await form.locator(".site-head nav >> visible=true").count(), 0);
    await form.emulateMedia({ media: "screen" });
    await form.goto(`${server.url}${check}`);

    await press(form, "承認を求めるページへ進む");
    await form.fill("#reference", "情シス第8-12号");
    await form.press("#reference", "Enter");
    assert.match(path(form), /approval$/);
    assert.equal(await form.inputValue("#reference"), "情シス第8-12号", "Enter asks nothing and loses nothing");
    await form.fill("#note", "本日中に送りたいです");
    await press(form, "承認をお願いする");
    assert.match(path(form), /^\/reporting\/approvals\//, await says(form));
    assert.match(await says(form), /承認待ち[^]*情シス第8-12号[^]*いまここ/);
    const round = path(form);

    const boss = await visit(browser, server, "operator-approver", "/operator/home", options);
    await boss.page.setViewportSize(narrow);
    assert.match(await says(boss.page), /承認のお願い: [^]*起案: /);
    await boss.page.goto(`${server.url}${round}`);
    assert.match(await says(boss.page), /本日中に送りたいです[^]*身代金/);
    if (javaScriptEnabled) {
      await axe(boss.page);
      await noSideways(boss.page);
    }
    await press(boss.page, "差し戻す");
    assert.match(await says(boss.page), /戻す理由を書いてください/);
    await boss.page.fill("#note", "台数を確かめてください");
    await press(boss.page, "差し戻す");
    assert.match(await says(boss.page), /差戻し[^]*台数を確かめてください/);

    await form.goto(`${server.url}${check}`);
    await press(form, "承認を求めるページへ進む");
    assert.match(await says(form), /台数を確かめてください/);
    await press(form, "承認をお願いする");
    const second = path(form);
    assert.notEqual(second, round);
    await boss.page.goto(`${server.url}${second}`);
    await press(boss.page, "承認する");
    assert.match(await says(boss.page), /承認済み/);
    await boss.close();

    await form.goto(`${server.url}${check}`);
    assert.match(await says(form), /承認がそろいました/);
    await press(form, "送信のページへ進む");
    await press(form, "送信する");
    assert.match(path(form), /^\/reporting\/reports\/R-R/, await says(form));
    const number = path(form).split("/").pop();
    await filer.close();

    for (const who of ["ministry-officer", "cabinet-analyst", "ministry-supervisor"]) {
      const office = await visit(browser, server, who, `/ministry/reports/${number}`, options);
      if (who !== "ministry-supervisor") assert.doesNotMatch(await office.page.locator("body").innerText(), /情シス第|台数を確かめて|社内の承認/);
      const hidden = await office.page.request.get(`${server.url}${second}`);
      const absent = await office.page.request.get(`${server.url}/reporting/approvals/0123456789abcdefghjkmnpqrs`);
      assert.equal(hidden.status(), 404);
      assert.equal(absent.status(), 404);
      await office.close();
    }
  });
}

test("what is urgent goes without approval, and the confirmation waits", async () => {
  assert.match(await set("after", "", {}), /事後に確認/);
  const { number_ascii: number } = await report(server, "夜間に監視端末が止まった");
  const boss = await visit(browser, server, "operator-approver", "/operator/home");
  assert.match(await says(boss.page), /送信後の確認: 夜間に監視端末が止まった|送信後の確認/);
  await boss.page.goto(`${server.url}/reporting/approvals`);
  await axe(boss.page);
  assert.match(await says(boss.page), /あなたを待っているもの/);
  await follow(boss.page, "開く");
  assert.match(await says(boss.page), /事後の確認待ち/);
  assert.ok((await says(boss.page)).includes(number.slice(2)));
  await press(boss.page, "確認しました");
  assert.match(await says(boss.page), /確認済み/);
  assert.deepEqual(boss.complaints, []);
  await boss.close();
});

// japan is a day in Japan, so many days from now, as people type it.
const japan = (days) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Tokyo" }).format(new Date(Date.now() + days * 86_400_000));

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with script" : "without script";

  test(`what was decided on paper is kept inside, and a deputy decides for a while, ${how}`, async () => {
    const options = { javaScriptEnabled };
    const boss = await visit(browser, server, "operator-admin", "/organisation/approval/report.prompt", options);
    boss.page.setDefaultTimeout(8000);
    const named = (await boss.page.locator("#step_1 option").allInnerTexts()).find((t) => /佐藤 一郎/.test(t));
    assert.match(await set("before", named, options), /1\. 佐藤 一郎/);

    // A deputy, from today to tomorrow.
    await boss.page.goto(`${server.url}/organisation/deputy`);
    const pick = async (id, name) => {
      const box = boss.page.locator(`#${id}`);
      await box.selectOption({ label: (await box.locator("option").allInnerTexts()).find((t) => t.includes(name)) });
    };
    await pick("for", "佐藤 一郎");
    await pick("deputy", "岡 大輔");
    await boss.page.fill("#from", japan(0));
    await boss.page.fill("#until", japan(1));
    await boss.page.getByLabel("承認者").check();
    await press(boss.page, "確認へ進む");
    assert.match(await says(boss.page), /佐藤 一郎[^]*岡 大輔/);
    await press(boss.page, "この内容で登録する");
    assert.match(await says(boss.page), /岡 大輔 さんが 佐藤 一郎 さんの代理/);

    const filer = await visit(browser, server, "operator-filer", "/operator/home", options);
    const form = filer.page;
    form.setDefaultTimeout(8000);
    await written(form, server);
    await press(form, "承認を求めるページへ進む");
    await press(form, "承認をお願いする");
    const round = path(form);

    // The copy of the decision and its number, beside the approval.
    assert.match(await says(form), /紙での決裁[^]*社外の人と各省庁には見えません/);
    await form.fill("#reference", "総務第8-77号");
    await form.setInputFiles("#file", { name: "決裁の写し 𠮷.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 sealed paper") });
    await press(form, "決裁の記録を残す");
    await form.getByText("決裁の記録を残しました。").waitFor();
    assert.match(await says(form), /総務第8-77号[^]*決裁の写し 𠮷\.pdf[^]*SHA-256/);
    const paper = await form.locator("a", { hasText: "決裁の写し 𠮷.pdf" }).getAttribute("href");
    const got = await form.request.get(server.url + paper);
    assert.equal(await got.text(), "%PDF-1.7 sealed paper");
    assert.match(got.headers()["content-disposition"], /^attachment/);
    assert.match(got.headers()["content-security-policy"], /^sandbox/);
    await press(form, "決裁の記録を残す");
    await form.getByText(/ファイルを選んでください/).first().waitFor();
    await form.setInputFiles("#file", { name: "決裁の写し 𠮷.pdf", mimeType: "application/pdf", buffer: Buffer.from("another") });
    await press(form, "決裁の記録を残す");
    await form.getByText(/という名前のファイルがもうあります/).first().waitFor();
    await form.goto(server.url + round);
    await press(form, "外す 決裁の写し 𠮷.pdf");
    await form.getByText(/外しました/).first().waitFor();
    assert.equal((await form.request.get(server.url + paper)).status(), 404);
    await press(form, "元に戻す");
    await form.getByText("決裁の記録を残しました。").waitFor();

    for (const who of ["ministry-officer", "cabinet-analyst", "other-operator-filer", "operator-admin"]) {
      const other = await visit(browser, server, who, "/", options);
      assert.notEqual((await other.page.request.get(server.url + paper)).status(), 200, who);
      await other.close();
    }

    // The deputy sees that it waits, under the hat of a deputy alone, and decides.
    const deputy = await visit(browser, server, "operator-viewer", "/account", options);
    deputy.page.setDefaultTimeout(8000);
    assert.doesNotMatch(await says(deputy.page), /承認のお願い/);
    await deputy.page.goto(`${server.url}/account/hat`);
    await deputy.page.locator("main form", { hasText: "代理" }).getByRole("button").first().click();
    await deputy.page.waitForURL((u) => u.pathname !== "/account/hat");
    await deputy.page.goto(`${server.url}/operator/home`);
    assert.match(await says(deputy.page), /承認のお願い/);
    await deputy.page.goto(server.url + round);
    assert.match(await says(deputy.page), /総務第8-77号/);
    if (javaScriptEnabled) {
      await axe(deputy.page);
      await deputy.page.setViewportSize(narrow);
      await noSideways(deputy.page);
    }
    await press(deputy.page, "承認する");
    assert.match(await says(deputy.page), /承認済み[^]*岡 大輔[^]*代理/);
    for (const one of [boss, filer, deputy]) {
      assert.deepEqual(one.complaints.filter((c) => !/404|422/.test(c)), []);
      await one.close();
    }
  });
}
