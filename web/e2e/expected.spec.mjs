// 提出状況 and 事務連絡: an officer sees who has not filed, writes to several at once after looking at each copy, an operator reads it, and the office sees that.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const says = (page) => page.locator("main").innerText();
const at = "/ministry/expected";

test("an officer writes to those who have not filed, and sees who opened it", async () => {
  const { page, complaints, close } = await visit(browser, server, "ministry-officer", "/ministry/today");
  await page.getByRole("link", { name: "提出状況" }).first().click();
  await page.waitForURL((u) => u.pathname === at);
  await axe(page);
  await shown(page, "expected");
  const all = await page.locator("#roll tbody tr").count();
  assert.match(await page.locator(".views", { hasText: /すべて\s*\d/ }).first().innerText(), new RegExp(`すべて\\s*${all}`));
  assert.match(await says(page), /あおぞら送配電株式会社[^]*03-0000-2001/);
  const file = await page.request.get(server.url + await page.locator("#roll-export ~ .actions a", { hasText: "CSV(UTF-8)" }).getAttribute("href"));
  assert.equal(file.status(), 200);
  await page.locator("input.pick").first().check();
  await page.selectOption("#standard", "missing");
  await page.getByRole("button", { name: "文面へ進む" }).click();
  await page.waitForURL((u) => u.pathname === "/ministry/letters");
  await axe(page);
  await shown(page, "letters-write");
  await page.fill("#text", "{会社名} 様");
  await page.getByRole("button", { name: "見え方を確かめる" }).click();
  await page.locator(".problems").waitFor();
  assert.match(await says(page), /\{会社名\}は差し込めません/);
  await shown(page, "letters-refused");
  await page.fill("#text", "{事業者名} 御中\n\n{手続}の期限は{期限}です。");
  await page.getByRole("button", { name: "見え方を確かめる" }).click();
  await page.getByRole("button", { name: "1件に送る" }).waitFor();
  assert.match(await says(page), /株式会社 御中[^]*令和9年3月31日/);
  await page.getByRole("button", { name: "1件に送る" }).click();
  await page.waitForURL(/\/ministry\/letters\/.+/);
  assert.match(await says(page), /1件に送りました[^]*1件のうち0件/);
  await axe(page);
  await shown(page, "letters-sent");
  const sent = page.url();
  const name = await page.locator("main tbody th").first().innerText();
  const who = /送配電/.test(name) ? "operator-filer" : "other-operator-filer";

  const other = await visit(browser, server, who, "/operator/home");
  assert.match(await says(other.page), /特定重要電子計算機の届出の提出について/);
  await shown(other.page, "letters-home");
  await other.page.locator("main").getByRole("link", { name: /読む/ }).first().click();
  await other.page.waitForURL(/\/operator\/letters\/L-/);
  assert.match(await says(other.page), /御中[^]*開いた人の名前は伝わりません/);
  await axe(other.page);
  await shown(other.page, "letters-received");
  await other.page.goto(server.url + "/operator/letters?lang=en");
  await shown(other.page, "letters-received-en");
  await other.close();

  await page.goto(sent);
  assert.match(await says(page), /1件のうち1件/);
  await page.goto(server.url + at + "/detailed");
  await axe(page);
  await shown(page, "expected-detailed");
  await page.goto(server.url + at + "?lang=en");
  assert.match(await says(page), /Expected|Not filed/);
  await shown(page, "expected-en");
  assert.deepEqual(complaints.filter((c) => !/422/.test(c)), []);
  await close();
});

test("on a telephone nothing runs off the side", async () => {
  const { page, complaints, close } = await visit(browser, server, "cabinet-analyst", "/ministry/today", { viewport: narrow });
  for (const path of [at, at + "?state=missing", at + "/detailed", "/ministry/letters"]) {
    await page.goto(server.url + path);
    await noSideways(page);
    await axe(page);
    await shown(page, "narrow" + path.replaceAll(/[/?=]/g, "-"));
  }
  assert.deepEqual(complaints, []);
  await close();
});
