// An operator's pages against the demo: the 速報 from the red button to its receipt, without script, with script,
// with the keyboard alone, with the connection or the session gone, and after "back".
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, watch, wide, zoomed } from "./lib/browser.mjs";
import { api, as } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

// tab opens a tab of its own context, signed in as a person of the demo.
async function tab(name = "operator-filer", { viewport = wide, lang = "ja", ...options } = {}) {
  const context = await browser.context({ viewport, ...options });
  const page = await context.newPage();
  const complaints = watch(page);
  await page.goto(`${server.url}/?lang=${lang}`);
  if (name) await as(page, server, name);
  return { page, context, complaints, close: () => context.close() };
}

const next = (page) => page.locator("main form.form button[value=next]").click();
const path = (page) => new URL(page.url()).pathname;
const reports = async () => (await api(server, "operator-filer", "GET", "/reports?limit=200")).reports;

// draft opens a draft by the red button and returns its address.
async function draft(page) {
  await page.goto(`${server.url}/operator/home`);
  await page.locator(".site-who a.button").click();
  assert.equal(path(page), "/reporting/prompt");
  await page.locator("main form.form button").click();
  assert.match(path(page), /^\/reporting\/prompt\/D-R\d+-[^/]+\/what$/);
  return path(page).replace(/\/what$/, "");
}

// fill answers every question; each callback is told where the page is after it.
async function fill(page, told = async () => {}) {
  const at = path(page).replace(/\/what$/, "");
  await page.locator("input[value=malware]").check();
  await page.fill("#what_text", "監視端末の画面に身代金を求める文が出ている");
  await next(page); await told("what", at);
  await page.fill("#aware_at", "R8.11.20 10:15");
  await next(page); await told("when", at);
  await page.locator("input[name='which.unknown']").check();
  await next(page); await told("which", at);
  await page.locator("input[name=impact][value=degraded]").check();
  await next(page); await told("impact", at);
  assert.notEqual(await page.inputValue("#callback"), "", "the call-back is filled in");
  await next(page); await told("callback", at);
  assert.equal(path(page), `${at}/check`);
  return at;
}

test("without script: signed in on the demo's page, one question a page, each kept, sent once, back leads to the report", async () => {
  const { page, context, close } = await tab("", { javaScriptEnabled: false, viewport: narrow });
  const who = JSON.parse(readFileSync(join(server.data, "people.json"), "utf8")).find((p) => p.token === "operator-filer");
  await page.goto(`${server.url}/signin/demo?return=/operator/home`);
  await page.locator(`form:has(input[name=hat][value="${who.hat}"]) button`).click();
  assert.equal(path(page), "/operator/home");
  const count = (await reports()).length;
  await draft(page);
  const kept = { what: "#what_text", when: "#aware_at-echo", which: "input[name='which.unknown']:checked", impact: "input[value=degraded]:checked", callback: "#callback" };
  const at = await fill(page, async (step, at) => { // the connection is cut and comes back: another tab finds everything
    await context.setOffline(true);
    const was = page.url();
    await assert.rejects(page.goto(was), "the connection is cut");
    await context.setOffline(false);
    await page.goto(was);
    const other = await context.newPage();
    await other.goto(`${server.url}${at}/${step}`);
    const found = other.locator(kept[step]);
    assert.equal(await found.count(), 1, step);
    if (step === "what") assert.equal(await found.inputValue(), "監視端末の画面に身代金を求める文が出ている");
    if (step === "when") assert.match(await found.textContent(), /令和8年11月20日\(金\) 10:15 と読み取りました/);
    await other.close();
  });
  assert.match(await page.locator("main").innerText(), /経済産業大臣[^]*03-0000-1101[^]*内閣総理大臣\(内閣府\)/);
  await next(page);
  assert.equal(path(page), `${at}/send`);
  assert.equal(await page.locator("main button").count(), 1);
  assert.equal((await reports()).length, count, "nothing was sent before the last button");
  await page.locator("main button").click();
  const report = path(page);
  assert.match(report, /^\/reporting\/reports\/R-/);
  assert.match(await page.locator(".receipt").innerText(), /到達/);
  await page.goBack();
  assert.equal(path(page), report);
  assert.match(await page.locator(".notice").innerText(), /この下書きは提出済みです/);
  for (const step of ["", "/what", "/check", "/send"]) {
    await page.goto(`${server.url}${at}${step}`);
    assert.equal(path(page), report, step);
  }
  assert.equal((await reports()).length, count + 1);
  await close();
});

test("with script: each field is kept on leaving it, what was understood is said, the receipt becomes final by itself", async () => {
  const { page, context, complaints, close } = await tab();
  const at = await draft(page);
  const saved = () => page.waitForResponse((r) => r.request().method() === "POST" && r.url().includes(at) && r.status() === 200);
  let answer = saved();
  await page.fill("#what_text", "VPN装置に不審なログイン");
  await page.locator("#what_text").blur();
  await answer;
  await page.locator("#saved", { hasText: /保存しました\(\d\d:\d\d\)/ }).waitFor();
  assert.equal(await page.locator("#what_text-base").getAttribute("value"), "1");
  const other = await context.newPage(); // the tab is lost without a button pressed
  await other.goto(`${server.url}${at}/what`);
  assert.equal(await other.inputValue("#what_text"), "VPN装置に不審なログイン");
  await other.close();
  await page.goto(`${server.url}${at}/when`);
  answer = saved();
  await page.fill("#aware_at", "きのうの夕方");
  await page.locator("#aware_at").blur();
  await answer;
  await page.locator("#aware_at-live", { hasText: "読み取れませんでした" }).waitFor();
  assert.equal(await page.inputValue("#aware_at"), "きのうの夕方");
  answer = saved();
  await page.fill("#aware_at", "令和8年11月20日 8:05");
  await page.locator("#aware_at").blur();
  await answer;
  await page.locator("#aware_at-echo", { hasText: "令和8年11月20日(金) 08:05 と読み取りました" }).waitFor();
  assert.equal(await page.locator("#aware_at-live").innerText(), "");
  await context.setOffline(true);
  await page.fill("#aware_at", "令和8年11月20日 8:06");
  await page.locator("#aware_at").blur();
  await page.locator("#saved.saved-bad", { hasText: "保存できませんでした" }).waitFor();
  await context.setOffline(false);
  await page.goto(`${server.url}${at}/what`);
  await fill(page);
  await next(page);
  await page.locator("main button").click();
  await page.locator(".receipt .tone-good", { hasText: "確定版" }).waitFor({ timeout: 15_000 });
  const download = page.waitForEvent("download");
  await page.locator(".receipt a[href$='/proof']").click();
  assert.match((await download).suggestedFilename(), /^R-R\d+-.*\.tlog-proof$/);
  assert.deepEqual(complaints.filter((c) => !/net::ERR_INTERNET_DISCONNECTED|Failed to fetch/.test(c)), []);
  await close();
});

test("a button stays under the pointer that presses it, whatever the save on leaving says; let go elsewhere, the field is kept", async () => {
  const { page, close } = await tab("operator-filer", { viewport: narrow });
  const at = await draft(page);
  const turns = () => page.evaluate(async () => { for (let i = 0; i < 20; i++) await fetch("/healthz"); }); // time for an answer to arrive
  const press = async (text) => {
    await page.goto(`${server.url}${at}/when`);
    await page.fill("#aware_at", text);
    const button = page.locator("main form.form button[value=next]");
    await button.scrollIntoViewIfNeeded();
    const box = await button.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + 4);
    await page.mouse.down();
    await turns();
    assert.deepEqual(await button.boundingBox(), box, "the button moved away");
  };
  await press("x".repeat(180));
  const [answer] = await Promise.all([page.waitForResponse((r) => r.request().method() === "POST" && r.request().isNavigationRequest()), page.mouse.up()]);
  assert.equal(answer.status(), 303);
  await page.locator("#problems").waitFor();
  await press("R8.11.20 9:15");
  const saved = page.waitForResponse((r) => r.request().method() === "POST" && !r.request().isNavigationRequest() && r.status() === 200);
  await page.mouse.move(5, 5);
  await page.mouse.up();
  await saved;
  await page.locator("#aware_at-echo", { hasText: "令和8年11月20日(金) 09:15 と読み取りました" }).waitFor();
  assert.equal(path(page), `${at}/when`);
  await close();
});

for (const script of [true, false]) {
  test(`Enter in every line of text sends nothing, ${script ? "with script and an input method composing" : "without script"} (R16)`, async () => {
    const { page, context, close } = await tab("operator-filer", { javaScriptEnabled: script });
    const before = (await reports()).length;
    const at = await draft(page);
    await fill(page);
    let fields = 0;
    for (const step of ["what", "when", "which", "impact", "callback", "check"]) {
      await page.goto(`${server.url}${at}/${step}`);
      const lines = await page.locator("main form input:not([type=hidden])").count();
      for (let i = 0; i < lines; i++) {
        await page.goto(`${server.url}${at}/${step}`);
        const line = page.locator("main form input:not([type=hidden])").nth(i);
        await line.focus();
        if (script && (await line.getAttribute("type")) === "text") { // Enter that ends a conversion of kana
          const cdp = await context.newCDPSession(page);
          await cdp.send("Input.imeSetComposition", { text: "かんじ", selectionStart: 3, selectionEnd: 3 });
          await cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", windowsVirtualKeyCode: 229, key: "Process", code: "Enter" });
          await cdp.send("Input.insertText", { text: "漢字" });
          await cdp.send("Input.dispatchKeyEvent", { type: "keyUp", windowsVirtualKeyCode: 13, key: "Enter", code: "Enter" });
          assert.equal(path(page), `${at}/${step}`);
        }
        const posted = page.waitForRequest((r) => r.method() === "POST" && r.isNavigationRequest());
        const [, request] = await Promise.all([page.waitForNavigation(), posted, page.keyboard.press("Enter")]);
        assert.match(request.postData(), /do=save/, `${step} ${i}`);
        assert.equal(path(page), `${at}/${step}`);
        fields++;
      }
    }
    assert.ok(fields >= 14, `only ${fields} fields`);
    assert.equal((await reports()).length, before);
    await close();
  });
}

test("the keyboard alone walks from the home page to the receipt", async () => {
  const { page, close } = await tab();
  await page.goto(`${server.url}/operator/home`);
  const tabTo = async (what) => { // presses Tab until the focus is on what fits
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((s) => document.activeElement?.matches(s) ?? false, what)) return;
    }
    assert.fail(`${what} was not reached on ${page.url()}`);
  };
  const press = async (what, key = "Enter") => { await tabTo(what); await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]); };
  await press(".site-who a.button");
  await press("main form.form button");
  await tabTo("input[value=trace]");
  await page.keyboard.press("Space");
  await press("button[value=next]");
  await tabTo("#aware_at");
  await page.keyboard.type("R8.11.20 23:50");
  await press("button[value=next]");
  await tabTo("input[name='which.unknown']");
  await page.keyboard.press("Space");
  await press("button[value=next]");
  await tabTo("input[name=impact]");
  await page.keyboard.press("Space");
  await press("button[value=next]");
  await press("button[value=next]");
  assert.match(path(page), /\/check$/);
  await press("main form.form button[value=next]");
  await press("main form.form button");
  assert.match(path(page), /^\/reporting\/reports\/R-/);
  await close();
});

test("a session that ends between two questions: after signing in the same question is there, with the draft", async () => {
  const { page, context, close } = await tab();
  const at = await draft(page);
  await page.fill("#what_text", "ここまで書いた");
  await next(page);
  assert.equal(path(page), `${at}/when`);
  const cookies = (await context.cookies()).filter((c) => c.name === "kanmin_lang");
  await context.clearCookies();
  await context.addCookies(cookies);
  await next(page);
  const url = new URL(page.url());
  assert.match(url.pathname, /^\/signin/);
  assert.equal(url.searchParams.get("return"), `${at}/when`);
  await as(page, server, "operator-filer");
  await page.goto(server.url + url.searchParams.get("return"));
  assert.equal(await page.locator("#aware_at").count(), 1);
  await page.goto(`${server.url}${at}/what`);
  assert.equal(await page.inputValue("#what_text"), "ここまで書いた");
  await close();
});

test("two colleagues on one draft: both texts are shown with names, and one is chosen", async () => {
  const one = await tab(), two = await tab("operator-approver");
  const at = await draft(one.page);
  await two.page.goto(`${server.url}${at}/what`);
  await one.page.fill("#what_text", "山﨑の文");
  await next(one.page);
  await two.page.fill("#what_text", "佐藤の文");
  await next(two.page);
  assert.equal(path(two.page), `${at}/what`);
  const both = two.page.locator("#what_text-both");
  assert.match(await both.innerText(), /山﨑 さくらさんが1分前に同じ欄を直しました。両方を残してあります。[^]*山﨑の文[^]*佐藤の文/);
  await axe(two.page);
  await both.locator("form", { hasText: "佐藤の文" }).locator("button").click();
  assert.equal(await two.page.inputValue("#what_text"), "佐藤の文");
  await one.close();
  await two.close();
});

test("a question of the office is answered: written, looked over, sent; the office has it", async () => {
  const { page, close } = await tab();
  const sent = await api(server, "operator-filer", "POST", "/reports/prompt", {
    what_kind: ["access"], what_text: "照会の試験", aware_at: "2026-11-20T09:10+09:00", which: null, impact: "none", callback: "03-0000-2002",
  });
  await api(server, "ministry-officer", "GET", `/reports/${sent.number_ascii}`);
  await api(server, "ministry-officer", "POST", `/reports/${sent.number_ascii}/requests`, { kind: "fix", text: "台数を教えてください。" });
  await page.goto(`${server.url}/operator/home`);
  await page.locator(".todo li", { hasText: "補正のお願い" }).locator("a", { hasText: "回答する" }).first().click();
  await page.fill("#reply", "3台です。\n調査を続けています。");
  await page.locator("main form button").click();
  assert.match(await page.locator("main").innerText(), /3台です。\n調査を続けています。/);
  await axe(page);
  await page.locator("main form[action$='/send'] button").click();
  assert.equal(path(page), `/reporting/reports/${sent.number_ascii}`);
  assert.match(await page.locator("main").innerText(), /補正済み[^]*電力・ガス保安担当室[^]*に開封/);
  const seen = await api(server, "ministry-officer", "GET", `/reports/${sent.number_ascii}`);
  assert.equal(seen.requests[0].reply, "3台です。\n調査を続けています。");
  await page.goto(`${server.url}/reporting/reports/${sent.number_ascii}/requests/${seen.requests[0].number_ascii}`);
  assert.equal(path(page), `/reporting/reports/${sent.number_ascii}`, "an answered question leads to its answer");
  await close();
});

// Every page, as far as it can be reached: no finding, nothing sideways, no complaint.
for (const [name, viewport, lang] of [["375 px ja", narrow, "ja"], ["1280 px en", wide, "en"], ["200 % zoom ja", zoomed, "ja"]]) {
  test(`every page at ${name}: axe finds nothing, nothing sticks out`, async () => {
    const { page, complaints, close } = await tab("operator-filer", { viewport, lang });
    const look = async () => {
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      if (viewport !== zoomed) await axe(page);
      await noSideways(page);
    };
    for (const at of ["/operator/home", "/reporting/prompt", "/reporting/reports"]) { await page.goto(server.url + at); await look(); }
    await page.goto(`${server.url}/reporting/prompt`);
    await page.locator("main form.form button").click();
    const at = path(page).replace(/\/what$/, "");
    for (const step of ["what", "which", "impact", "check"]) { await page.goto(`${server.url}${at}/${step}`); await look(); }
    await page.goto(`${server.url}${at}/when`);
    await page.fill("#aware_at", "x".repeat(180));
    await next(page);
    assert.equal(await page.locator("#problems").count(), 1);
    await look();
    await page.goto(`${server.url}${at}/what`);
    await fill(page);
    await page.locator("details.why summary").click();
    await look();
    await next(page);
    await look();
    await page.locator("main button").click();
    await page.locator("details.why summary").last().click();
    await look();
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("printed, a report shows organisation, number, time, and no menu", async () => {
  const { page, close } = await tab();
  await page.goto(`${server.url}/reporting/reports`);
  await page.locator("tbody a").first().click();
  await page.emulateMedia({ media: "print" });
  const head = await page.locator(".print-head").innerText();
  for (const word of ["あおぞら送配電株式会社", "整理番号", "報-R8-", "印刷日時"]) assert.ok(head.includes(word), `${word} in ${head}`);
  for (const hidden of [".site-bar", ".site-who", ".site-nav", ".site-foot", ".crumbs"]) assert.equal(await page.locator(hidden).isVisible(), false, hidden);
  await close();
});
