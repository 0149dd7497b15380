// What follows a 速報: the 詳報 begun with what was reported, indicators pasted as they were defanged, 続報, corrected times, and the statement
// that it was not reportable, whose clock an office has run again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open } from "./lib/browser.mjs";
import { api, prompt, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const path = (page) => new URL(page.url()).pathname;
const says = (page) => page.locator("main").innerText();
const press = (page, name) => page.locator("main").getByRole("button", { name }).first().click();
const next = async (page) => {
  const was = page.url();
  await press(page, "次へ");
  await page.waitForURL((u) => u.href !== was);
};

// looked checks a page in both widths, and keeps a picture of it where LOOK says where, if it can be opened again.
async function looked(page, name, again = true) {
  await axe(page, name);
  await page.setViewportSize(narrow);
  await noSideways(page);
  if (process.env.LOOK && again) {
    for (const lang of ["ja", "en"]) for (const width of [375, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const at = page.url();
      await page.goto(`${server.url}/help?lang=${lang}`);
      await page.goto(at);
      await page.screenshot({ path: `${process.env.LOOK}/${name}-${width}-${lang}.png`, fullPage: true });
    }
    const at = page.url();
    await page.goto(`${server.url}/help?lang=ja`);
    await page.goto(at);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

// reported sends a 速報 and opens its page as its filer.
async function reported(line, options) {
  const sent = await api(server, "operator-filer", "POST", "/reports/prompt", prompt(line));
  const who = await visit(browser, server, "operator-filer", `/reporting/reports/${sent.number_ascii}`, options);
  return { ...who, number: sent.number, ascii: sent.number_ascii, at: `/reporting/reports/${sent.number_ascii}` };
}

// send goes from the check page through the last one, and answers what is asked.
async function send(page) {
  await press(page, "送信のページへ進む");
  await page.waitForURL(/\/send/);
  await page.locator("main form button.button-primary").click();
  await page.waitForURL(/\/reporting\/reports\//);
}

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with script" : "without script";
  test(`a 詳報 of ransomware, ${how}`, async () => {
    const filer = await reported(`監視端末に脅迫文 ${how}`, { javaScriptEnabled });
    const { page } = filer;
    assert.match(await says(page), /詳報までに足りない項目[^]*侵害指標\(IoC\)\(命令4条3項5号\)/);
    if (javaScriptEnabled) await looked(page, "following-report");
    await press(page, "詳報を送る");
    await page.waitForURL(/report\.detailed\/[^/]+\/kind$/);
    const draft = path(page).replace(/\/kind$/, "");
    await page.locator("input[value=ransomware]").check();
    await next(page);
    assert.equal(await page.inputValue("#what_text"), `監視端末に脅迫文 ${how}`);
    assert.match(await says(page), new RegExp(`速報 ${filer.number}.*から引き継ぎました`));
    await page.fill("#story", "10:15に暗号化を確認した。");
    if (javaScriptEnabled) await looked(page, "following-step");
    await page.fill("#story", "10:15に暗号化を確認した。");
    await next(page);
    await page.fill("#occurred_at", "令和8年11月20日 3:00");
    await next(page); // times
    await next(page); // machine
    await page.locator("input[name=service_level][value=no]").check();
    await next(page);
    await page.locator("input[value=encrypted]").check();
    await next(page); // no step of DDoS was asked
    assert.equal(path(page), `${draft}/entry`);
    await page.locator("input[name=entry][value=phishing]").check();
    await next(page);

    // A trick is told with its line, and stays as it was typed; then the defanged ones are counted.
    await page.fill("#indicators", "hxxps://evil[.]example/x\njavascript:alert(1)");
    await press(page, "下書きを保存");
    await page.locator("main", { hasText: "2行目" }).waitFor();
    assert.match(await page.inputValue("#indicators"), /javascript:alert/);
    await page.fill("#indicators", `hxxps://evil[.]example/x\n203.0.113[.]5\n${"a".repeat(64)}`);
    await page.fill("#cves", "CVE-2024-21762");
    await press(page, "下書きを保存");
    await page.locator("main", { hasText: "3件を読み取りました" }).waitFor();
    if (javaScriptEnabled) await looked(page, "following-traces");
    await next(page);
    await page.fill("#response", "端末を切り離した。");
    await next(page);
    await next(page); // remarks
    await next(page); // call-back
    assert.equal(path(page), `${draft}/check`);
    const check = await says(page);
    assert.match(check, /前の報告から変わったところ/);
    assert.match(check, /詳報の期限/);
    if (javaScriptEnabled) await looked(page, "following-check");
    await send(page);
    assert.match(await says(page), /詳報[^]*この事案の報告[^]*速報/);
    assert.doesNotMatch(await says(page), /詳報までに足りない項目/);
    const detailed = path(page).split("/").pop();
    const of = await api(server, "operator-filer", "GET", `/reports/${detailed}`);
    assert.equal(of.duties.at(-1).state, "discharged");
    assert.equal(of.case.reports.length, 2);
    await page.goto(server.url + filer.at);
    assert.equal(await page.getByRole("button", { name: "詳報を送る" }).count(), 0);
    assert.equal(await page.getByRole("button", { name: "続報を送る" }).count(), 1);

    const office = await visit(browser, server, "ministry-officer", `/ministry/reports/${detailed}`, { javaScriptEnabled });
    const read = await says(office.page);
    assert.match(read, /前の報告から変わったところ[^]*侵害指標[^]*evil\[\.\]example/);
    assert.match(read, /この事案の報告/);
    if (javaScriptEnabled) await looked(office.page, "following-office");
    const stranger = await visit(browser, server, "other-operator-filer", "/operator/home");
    assert.equal((await stranger.page.request.get(`${server.url}${draft}/kind`)).status(), 404);
    for (const who of [filer, office, stranger]) { assert.deepEqual(who.complaints, []); await who.close(); }
  });

  test(`corrected times and a statement that it was not reportable, ${how}`, async () => {
    const filer = await reported(`点検中の通信 ${how}`, { javaScriptEnabled });
    const { page } = filer;
    await press(page, "日時を訂正する");
    await page.waitForURL(/report\.times\/[^/]+\/times$/);
    await page.fill("#occurred_at", "令和8年11月20日 12:00");
    await page.fill("#aware_at", "令和8年11月20日 10:15");
    await page.fill("#times_reason", "記録を確かめた");
    await next(page);
    assert.match(await says(page), /発生した日時.*より前です/);
    if (javaScriptEnabled) await looked(page, "following-times-check");
    await page.locator("main input[name=confirm]").check();
    await send(page);
    const times = await says(page);
    assert.match(times, /発生・連絡・認知の日時[^]*訂正前[^]*10:15[^]*記録を確かめた/);
    assert.match(times, /令和8年12月21日/); // 30 days after 20 November is Sunday the 20th
    if (javaScriptEnabled) await looked(page, "following-times");

    await page.goto(server.url + filer.at);
    await press(page, "報告の対象ではないと申し出る");
    await page.waitForURL(/report\.outside\/[^/]+\/ground$/);
    await page.locator("input[name=ground][value=none]").check();
    await page.fill("#found_on", "令和8年11月22日");
    await page.fill("#reason", "自社の点検だった");
    await page.fill("#evidence", "作業の記録");
    if (javaScriptEnabled) await looked(page, "following-outside");
    await page.locator("input[name=ground][value=none]").check();
    for (const [id, text] of [["found_on", "令和8年11月22日"], ["reason", "自社の点検だった"], ["evidence", "作業の記録"]]) await page.fill(`#${id}`, text);
    await next(page);
    await next(page); // call-back
    await send(page);
    const statement = path(page).split("/").pop();
    assert.match(await says(page), /対象外の申出あり[^]*止まっています|止まっています/);
    await page.goto(server.url + filer.at);
    assert.match(await says(page), /申出がありました[^]*報告した内容は残っています/);
    if (javaScriptEnabled) await looked(page, "following-stated");
    await api(server, "ministry-officer", "POST", `/reports/${statement}/requests`, { kind: "enquiry", text: "確認した範囲を教えてください。" });
    await page.goto(server.url + filer.at);
    assert.doesNotMatch(await says(page), /止まっています/);
    assert.match(await says(page), /詳報の期限[^]*令和8年12月21日/);
    assert.deepEqual(filer.complaints, []);
    await filer.close();
  });
}

test("what need not be reported is told voluntarily, with the answers of the assessment, and no clock runs", async () => {
  const { page, complaints, close } = await visit(browser, server, "operator-filer", "/assess/report");
  const facts = { event: { operator: { designated: "yes", designated_on: "2024-01-01", sector: "electricity" }, machine: { specified: "no", name: "事務端末" }, happened: { only_scan_or_refused: "yes" }, when: { occurred: "2026-11-20", operator_aware: "2026-11-20T10:15:00+09:00" } } };
  await page.setInputFiles("#file", { name: "facts.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(facts)) });
  await press(page, "読み込む");
  await page.getByRole("heading", { name: "任意で知らせる" }).waitFor();
  await looked(page, "following-voluntary", false);
  await press(page, "任意で知らせる");
  await page.waitForURL(/report\.voluntary\/[^/]+\/what$/);
  await page.locator("input[name=what_kind][value=trace]").check();
  await next(page);
  assert.match(await page.inputValue("#aware_at"), /令和8年11月20日/);
  await next(page);
  assert.equal(await page.inputValue("#which"), "事務端末");
  await next(page);
  await page.locator("input[name=impact][value=none]").check();
  await next(page);
  await next(page); // call-back
  await send(page);
  const text = await says(page);
  assert.match(text, /任意の報告/);
  assert.doesNotMatch(text, /詳報の期限|詳報までに足りない項目/);
  assert.equal(await page.getByRole("button", { name: "詳報を送る" }).count(), 0);
  assert.deepEqual((await api(server, "operator-filer", "GET", `/reports/${path(page).split("/").pop()}`)).duties, []);
  assert.deepEqual(complaints, []);
  await close();
});
