// 緊急閲覧: one administrator asks, another approves, one report is read for a while, its owner is told; and looks that are shown later.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, wide } from "./lib/browser.mjs";
import { report, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);

const main = (page) => page.locator("main").innerText();

// until reloads a page until its text says something.
async function until(page, words) {
  for (let i = 0; i < 100; i++) {
    if (words.test(await main(page))) return;
    await page.waitForTimeout(100);
    await page.reload();
  }
  throw new Error(`never said ${words}:\n${await main(page)}`);
}

async function asked(number, javaScriptEnabled) {
  const asker = await at("platform-admin", "/admin/account", { javaScriptEnabled });
  await asker.page.locator("main").getByRole("link", { name: "緊急閲覧" }).click();
  await asker.page.getByRole("link", { name: "緊急閲覧を求める" }).click();
  await asker.page.fill("#number", "R-R8-2222-2222-2");
  await asker.page.locator("main form button[value=check]").click();
  assert.match(await main(asker.page), /整理番号として読み取れませんでした/);
  await asker.page.fill("#number", number);
  await asker.page.fill("#reason", "事業者から、送った内容を確かめてほしいと電話があった");
  await asker.page.locator("main form button[value=check]").click();
  assert.match(await main(asker.page), /事業者へ、理由と時間をすぐに知らせます/);
  await asker.page.locator("main form button[value=go]").click();
  assert.match(await main(asker.page), /承認待ち/);
  assert.equal(await asker.page.getByRole("button", { name: "承認して開く" }).count(), 0, "the one who asked may approve");
  return asker;
}

for (const javaScriptEnabled of [true, false]) {
  test(`${javaScriptEnabled ? "with" : "without"} script: ask, approve, read, the owner is told, end early`, async () => {
    const line = `緊急に読まれる一行 ${javaScriptEnabled}`;
    const { number_ascii: number } = await report(server, line);
    const asker = await asked(number, javaScriptEnabled);
    const glass = new URL(asker.page.url()).pathname;
    const second = await at("platform-admin-2", glass, { javaScriptEnabled });
    assert.ok(!(await main(second.page)).includes(line));
    await second.page.getByRole("button", { name: "承認して開く" }).click();
    await until(second.page, /閲覧中/);

    await asker.page.goto(server.url + glass);
    await asker.page.getByRole("link", { name: "緊急閲覧の立場で読む" }).click();
    await asker.page.locator("main li", { hasText: "緊急閲覧" }).getByRole("button").click();
    assert.equal(new URL(asker.page.url()).pathname, `${glass}/read`, "switching leads to the report");
    await asker.page.locator("main", { hasText: line }).waitFor(); // the page may still be on its way
    assert.match(await asker.page.locator(".site-who").innerText(), /緊急閲覧/);
    if (process.env.LOOK) await asker.page.screenshot({ path: `${process.env.LOOK}/emergency-read.png`, fullPage: true });
    assert.equal((await asker.page.goto(`${server.url}/ministry/reports/${number}`)).status(), 404, "another door is open to the hat");

    const owner = await at("operator-admin", "/notices", { javaScriptEnabled });
    assert.match(await main(owner.page), /緊急閲覧しています/);
    if (process.env.LOOK) await owner.page.screenshot({ path: `${process.env.LOOK}/emergency-notices.png`, fullPage: true });
    await owner.page.locator("main").getByRole("link", { name: "緊急閲覧" }).click();
    await owner.page.locator("main table a").first().click();
    assert.match(await main(owner.page), /電話があった/);
    assert.ok(!/運用 太一|確認 𠮷乃/.test(await main(owner.page)), "the owner is told a person");
    await owner.page.goto(`${server.url}/organisation/seen`);
    assert.match(await owner.page.locator("main tr, main li", { hasText: "緊急閲覧" }).first().innerText(), /運用室/);
    let mailed = "";
    for (let i = 0; i < 100 && !mailed; i++) {
      for (const name of readdirSync(join(server.data, "mail", "new"))) {
        const text = readFileSync(join(server.data, "mail", "new", name), "utf8");
        if (/To: .*(?:suzuki|admin|midori|operator)/i.test(text) || text.includes("example")) mailed += text;
      }
      await new Promise((r) => setTimeout(r, 50));
    }
    assert.ok(!mailed.includes(line) && !mailed.includes("電話があった"), "a mail says what it is about");

    await second.page.goto(server.url + glass);
    await second.page.getByRole("button", { name: "いま終える" }).click();
    assert.match(await main(second.page), /途中で終了/);
    await asker.page.goto(`${server.url}${glass}/read`);
    assert.ok(!(await asker.page.locator("body").innerText()).includes(line), "it can still be read");
    for (const who of [asker, second, owner]) await who.close();
  });
}

test("looks are shown later by an officer and a supervisor, and then with the words that they were late", async () => {
  const { number_ascii: number } = await report(server, "調査中の一件");
  const officer = await at("ministry-officer", "/organisation");
  await officer.page.locator("main").getByRole("link", { name: "閲覧の表示を遅らせる" }).click();
  await officer.page.getByRole("link", { name: "表示を遅らせることを求める" }).click();
  await officer.page.fill("#number", number);
  await officer.page.fill("#until", "R99.1.1");
  await officer.page.fill("#ground", "捜査に支障を及ぼすおそれ");
  await officer.page.locator("main form button[value=check]").click();
  assert.match(await main(officer.page), /90日以内/);
  const day = new Date(Date.now() + 5 * 86400_000).toISOString().slice(0, 10);
  await officer.page.fill("#until", day);
  await officer.page.locator("main form button[value=check]").click();
  await officer.page.locator("main form button[value=go]").click();
  const delay = new URL(officer.page.url()).pathname;
  const chief = await at("ministry-supervisor", delay);
  await chief.page.getByRole("button", { name: "承認する" }).click();
  assert.match(await main(chief.page), /遅らせています/);
  await officer.page.goto(`${server.url}/ministry/reports/${number}`);
  assert.match(await main(officer.page), /調査中の一件/);
  const owner = await at("operator-filer", `/organisation/seen?number=${number}`);
  assert.match(await main(owner.page), /ありません|まだ/);
  await chief.page.getByRole("button", { name: "いま示す" }).click();
  await owner.page.reload();
  assert.match(await main(owner.page), /表示を遅らせていました/);
  for (const who of [officer, chief, owner]) await who.close();
});

for (const [name, viewport, lang] of [["375 px ja", narrow, "ja"], ["375 px en", narrow, "en"], ["1280 px ja", wide, "ja"], ["1280 px en", wide, "en"]]) {
  test(`the pages at ${name}: axe finds nothing, nothing sticks out, nothing is blocked`, async () => {
    for (const [who, path, label] of [
      ["platform-admin", "/emergency", "list"], ["platform-admin", "/emergency/new", "new"], ["operator-admin", "/emergency", "owner"], ["ministry-officer", "/ministry/delay", "delays"], ["ministry-officer", "/ministry/delay/new", "delay-new"],
      ["operator-admin", "/organisation/seen", "seen"],
    ]) {
      const { page, complaints, close } = await at(who, path, { viewport, lang });
      if ((viewport === narrow) === (lang === "ja")) await axe(page); // each width and each language once
      await noSideways(page);
      if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/emergency-${label}-${name.replaceAll(" ", "-")}.png`, fullPage: true });
      assert.deepEqual(complaints, []);
      await close();
    }
  });
}
