// 電話での受付: an officer at night, on a telephone without script, takes a 速報 down and reads its number out; the operator has it at once,
// confirms it or corrects what was misheard.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown } from "./lib/browser.mjs";
import { api, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);
const says = (page) => page.locator("main").innerText();
const press = (page, name) => page.locator("main").getByRole("button", { name }).first().click();
const ago = (minutes) => new Date(Date.now() - minutes * 60_000 + 9 * 3_600_000).toISOString().slice(0, 16);

// take takes a call down through the API.
const take = (minutes, line) => api(server, "ministry-officer", "POST", "/intakes", {
  operator: "8000012050001", caller: "当直 山﨑", phone: "03-0000-2002", called_at: `${ago(minutes)}+09:00`,
  report: { what_kind: ["access"], what_text: line, aware_at: `${ago(minutes + 60)}+09:00`, which: null, impact: "degraded" },
});

test("at night, without script, at 375 px: the operator is found, the report filed, and the number read out", async () => {
  const { page, complaints, close } = await at("ministry-officer", "/ministry/today", { javaScriptEnabled: false, viewport: narrow });
  await page.locator("main").getByRole("link", { name: "電話での受付" }).click();
  await page.fill("#q", "ない会社");
  await press(page, "事業者を探す");
  assert.match(await says(page), /この課が報告を受ける事業者には見つかりません/);
  await page.fill("#q", "あおぞらそう");
  await press(page, "事業者を探す");
  await shown(page, "intake-found");
  await page.locator("main").getByRole("link", { name: "この事業者から受け付ける" }).first().click();
  await noSideways(page);
  await shown(page, "intake-call");
  await press(page, "受け付けて番号を出す");
  await page.locator(".problems").first().waitFor();
  await shown(page, "intake-problems");
  await page.fill("#caller", "当直 山﨑");
  await page.fill("#phone", "03-0000-2002");
  await page.locator("input[name=what_kind][value=unclear]").check();
  await page.fill("#aware_at", ago(90).replace("T", " "));
  await page.locator("[name='which.unknown']").check();
  await page.locator("input[name=impact][value='?']").check();
  await press(page, "受け付けて番号を出す");
  await page.waitForURL(/\/ministry\/reports\/.*\/intake$/);
  assert.match(await says(page), /受付番号は 報-R/);
  assert.match(await says(page), /電話受付・未確認/);
  await noSideways(page);
  await shown(page, "intake-number");
  await press(page, "折り返したことを今の時刻で記録する");
  await page.locator(".problems").waitFor();
  await page.selectOption("#back_to", "03-0000-2002");
  await press(page, "折り返したことを今の時刻で記録する");
  await page.locator(".notice", { hasText: "折り返しを記録しました" }).waitFor();
  const report = new URL(page.url()).pathname.replace(/\/intake$/, "");
  await page.goto(server.url + report);
  assert.match(await says(page), /03-0000-2002 に折り返して確かめた/);
  await shown(page, "intake-office");
  await page.goto(`${server.url}/ministry/today`);
  assert.match(await says(page), /電話で受け付けた速報・確認待ち/);
  await shown(page, "intake-desk");
  assert.deepEqual(complaints, []);
  await close();

  const other = await at("other-ministry-officer", "/ministry/intake?operator=8000012050001");
  assert.match(await says(other.page), /見つかりません/);
  await other.close();
});

test("the operator compares and confirms, and nobody is asked twice", async () => {
  const { number_ascii: number } = await take(300, "確認する報告");
  const viewer = await at("operator-viewer", `/reporting/reports/${number}`);
  assert.equal(await viewer.page.getByRole("button", { name: "この内容で確認する" }).count(), 0);
  await viewer.close();
  const { page, complaints, close } = await at("operator-filer", "/operator/home", { viewport: narrow });
  assert.match(await says(page), /電話で受け付けた速報を確認する/);
  await page.goto(`${server.url}/reporting/reports`);
  assert.match(await says(page), /電話受付・未確認/);
  await page.goto(`${server.url}/reporting/reports/${number}`);
  await axe(page);
  await noSideways(page);
  await shown(page, "intake-own");
  await press(page, "この内容で確認する");
  await page.locator(".notice", { hasText: "電話で受け付けた速報を確認しました" }).waitFor();
  assert.match(await says(page), /電話受付・確認済み/);
  assert.equal(await page.getByRole("button", { name: "この内容で確認する" }).count(), 0);
  assert.deepEqual(complaints, []);
  await close();
});

test("what was misheard is corrected, and both values stay", async () => {
  const { number_ascii: number } = await take(700, "聞き間違えた報告");
  const { page, close } = await at("operator-filer", `/reporting/reports/${number}`, { javaScriptEnabled: false });
  await press(page, "違うところを訂正する");
  await page.waitForURL(/\/check/);
  await page.goto(page.url().replace(/\/check.*/, "/which"));
  await page.locator("[name='which.unknown']").uncheck();
  await page.fill("#which", "西部営業所の端末 2台");
  await press(page, "次へ");
  await page.goto(page.url().replace(/\/[a-z]+$/, "/check"));
  await press(page, "送信のページへ進む");
  await page.waitForURL(/\/send/);
  await page.locator("main form button.button-primary").click();
  await page.waitForURL(/\/reporting\/reports\//);
  assert.match(await says(page), /電話受付・訂正済み/);
  assert.match(await says(page), /西部営業所の端末 2台/);
  await shown(page, "intake-corrected");
  await close();
});

test("both languages and widths: axe finds nothing", async () => {
  for (const lang of ["ja", "en"]) {
    const { page, close } = await at("ministry-officer", "/ministry/intake?operator=8000012050001", { lang });
    await axe(page);
    await shown(page, `intake-${lang}`);
    await page.goto(`${server.url}/ministry/intake`);
    await axe(page);
    await close();
  }
});
