// 緊急連絡先: an office says whom to call at night; a 速報 that nobody opens is told to them in order, and one press records a call.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, wide } from "./lib/browser.mjs";
import { report, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);

// called opens a page again until it says that somebody was called: the platform looks every 15 seconds.
async function called(page, text) {
  const until = Date.now() + 60_000;
  while (!(await page.locator("main").innerText()).includes(text)) {
    assert.ok(Date.now() < until, `nobody was called: ${text}`);
    await page.waitForTimeout(1000);
    await page.reload();
  }
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";
  test(`${how} script: contacts are set in order, a report that nobody opens is told, and an answer ends it`, async () => {
    const chief = await at("ministry-supervisor", "/organisation", { javaScriptEnabled });
    await chief.page.getByRole("link", { name: "緊急連絡先" }).click();
    const first = chief.page.locator("main details").first();
    if (!(await first.getAttribute("open") !== null)) await first.locator("summary").click();
    await chief.page.fill("#name-1", "");
    await chief.page.fill("#phone-1", "内線で");
    await chief.page.getByRole("button", { name: "この順番で登録する" }).click();
    await chief.page.locator(".problems").waitFor();
    await chief.page.fill("#name-1", `宿直 髙木 ${how}`);
    await chief.page.fill("#phone-1", "03-0000-1101");
    await chief.page.fill("#email-1", "night@example.jp");
    await chief.page.getByRole("button", { name: "この順番で登録する" }).click();
    await chief.page.locator(".notice", { hasText: "登録しました" }).waitFor();
    assert.match(await chief.page.locator("main table").innerText(), new RegExp(`宿直 髙木 ${how}`));

    await chief.page.goto(`${server.url}/organisation/roster`);
    await chief.page.getByRole("heading", { name: "当番表", level: 1 }).waitFor();
    const form = chief.page.locator("form[action='/organisation/roster']");
    if (!(await form.isVisible())) await chief.page.getByText("当番を記入する").click();
    await form.locator("#name").fill(`当番 神﨑 ${how}`);
    await form.locator("#phone").fill("090-0000-1102");
    await form.locator("input[value=own]").check();
    await form.locator("#start").fill("0:00");
    await form.locator("#end").fill("24:00");
    await form.getByRole("button", { name: "この当番を加える" }).click();
    await chief.page.locator(".notice", { hasText: "当番表に記入しました" }).waitFor();
    await chief.page.getByRole("button", { name: "確認しました" }).click();
    await chief.page.locator(".notice", { hasText: "確認を記録しました" }).waitFor();
    await chief.close();

    const { number_ascii: number } = await report(server, `夜の報告 ${how}`);
    const own = await at("operator-filer", `/reporting/reports/${number}`, { javaScriptEnabled });
    await called(own.page, "担当課へ連絡中");
    assert.doesNotMatch(await own.page.locator("main").innerText(), /宿直 髙木/, "the operator is told by office, not by person");

    const sheet = await at("ministry-officer", `/ministry/reports/${number}/telephone`, { javaScriptEnabled });
    assert.match(await sheet.page.locator("main").innerText(), /1番目の人まで連絡しました/);
    await sheet.page.getByRole("button", { name: "今の時刻で記録する" }).click();
    await sheet.page.locator(".problems").waitFor();
    assert.match(await sheet.page.locator("main").innerText(), new RegExp(`いまの当番: .*当番 神﨑 ${how}`));
    await sheet.page.selectOption("#who", "own-duty-1");
    await sheet.page.locator("input[value=answered]").check();
    await sheet.page.getByRole("button", { name: "今の時刻で記録する" }).click();
    await sheet.page.locator(".notice", { hasText: "課の誰かに連絡がつきました" }).waitFor();
    await called(own.page, "担当課が確認");
    assert.deepEqual([...own.complaints, ...sheet.complaints], []);
    await own.close();
    await sheet.close();

    const other = await at("other-ministry-officer", `/ministry/reports/${number}/telephone`, { javaScriptEnabled });
    assert.doesNotMatch(await other.page.locator("body").innerText(), /髙木/);
    await other.close();
  });
}

test("both widths: nothing runs out sideways, and axe finds nothing", async () => {
  const { number_ascii: number } = await report(server, "幅を見る報告");
  for (const viewport of [narrow, wide]) {
    for (const [who, path] of [["ministry-supervisor", "/organisation/oncall"], ["operator-viewer", "/organisation/oncall"], ["operator-admin", "/organisation/roster"], ["operator-admin", "/organisation/roster/sheet"], ["ministry-officer", `/ministry/reports/${number}/telephone`]]) {
      const { page, close } = await at(who, path, { viewport });
      await noSideways(page);
      await axe(page);
      await close();
    }
  }
});

test("当番表 in a calendar: an address is made, shown once, fetched by a program, and ended", async () => {
  const own = await visit(browser, server, "operator-filer", "/organisation/roster", { viewport: narrow, javaScriptEnabled: false });
  const { page } = own;
  await page.getByRole("button", { name: "購読用のアドレスを作る" }).click();
  const address = await page.locator("#address").innerText();
  assert.match(address, /\/roster\/[0-9A-Za-z]{52}\/kanmin\.ics$/);
  await noSideways(page);
  if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/roster-feed-375-ja.png`, fullPage: true });
  const at = new URL(address).pathname;
  const fetched = await fetch(server.url + at);
  const file = await fetched.text();
  assert.equal(fetched.status, 200);
  assert.match(file, /SUMMARY:当番 髙木 一 \(Kanmin\)/);
  assert.doesNotMatch(file, /090-0000|03-0000/);
  await page.goto(`${server.url}/organisation/roster`);
  assert.equal(await page.locator("#address").count(), 0, "it is shown once");
  await page.getByRole("button", { name: "アドレスを使えなくする" }).click();
  assert.match(await page.locator("main").innerText(), /使えなくしました/);
  assert.equal((await fetch(server.url + at)).status, 404);
  if (process.env.LOOK) {
    const english = await visit(browser, server, "operator-filer", "/organisation/roster", { lang: "en" });
    await english.page.screenshot({ path: `${process.env.LOOK}/roster-feed-1280-en.png`, fullPage: true });
    await english.close();
  }
  assert.deepEqual(own.complaints, []);
  await own.close();
});
