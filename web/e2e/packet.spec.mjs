// 通信が使えないときの備え: an administrator prints a 当直カード; the form is one file that is opened without a network, filled in and sealed;
// anybody brings what it saved, and the operator has a report with the time of its writer beside that of its arrival.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { axe, narrow, noSideways, open, shown, watch, wide } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server, dir;
before(async () => { dir = mkdtempSync(join(tmpdir(), "kanmin-packet-")); [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); rmSync(dir, { recursive: true, force: true }); });

const at = (...visited) => visit(browser, server, ...visited);

// card issues a card without script and returns its codes.
async function card(look) {
  const { page, complaints, close } = await at("operator-admin", "/organisation/card", { javaScriptEnabled: Boolean(look) });
  if (look) await shown(page, "card");
  await page.getByRole("button", { name: "発行して印刷する" }).click();
  const codes = await page.locator(".duty-codes .ref").allInnerTexts();
  assert.equal(new Set(codes).size, 10);
  if (look) {
    await noSideways(page);
    await axe(page);
    await shown(page, "card-sheet");
    await page.setViewportSize(narrow);
    await noSideways(page);
  }
  assert.deepEqual(complaints, []);
  await close();
  return codes;
}

// form saves the file as an operator does.
async function form(look) {
  const { page, complaints, close } = await at("operator-filer", "/reporting/offline");
  if (look) {
    await shown(page, "offline");
    await page.setViewportSize(narrow);
    await noSideways(page);
  }
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "様式を保存する" }).click()]);
  assert.equal(download.suggestedFilename(), "kanmin-sokuho.html");
  const path = join(dir, "kanmin-sokuho.html");
  await download.saveAs(path);
  assert.deepEqual(complaints, []);
  await close();
  return path;
}

// offline opens the file from the disk, cut off from every network.
async function offline(path, viewport) {
  const context = await browser.context({ viewport, offline: true, acceptDownloads: true });
  const page = await context.newPage();
  const complaints = watch(page);
  page.on("request", (r) => { if (!/^(file|blob):/.test(r.url())) complaints.push(`the file asks for ${r.url()}`); });
  await page.goto(pathToFileURL(path).href);
  return { page, complaints, close: () => context.close() };
}

// save presses and returns the packet.
async function save(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#save").click()]);
  assert.match(download.suggestedFilename(), /^kanmin-\d{8}-\d{4}\.kanmin$/);
  const path = join(dir, download.suggestedFilename());
  await download.saveAs(path);
  return readFileSync(path);
}

// bring uploads bytes as nobody and returns the page; signed-in people are not needed.
async function bring(bytes, options) {
  const visited = await at(null, "/packet", options);
  const path = join(dir, "carried.kanmin");
  writeFileSync(path, bytes);
  await visited.page.setInputFiles("#file", path);
  await visited.page.getByRole("button", { name: "届ける" }).click();
  return visited;
}

test("a report is written from the disk without a network, carried, and filed once", async () => {
  const codes = await card(true);
  const path = await form(true);
  const { page, complaints, close } = await offline(path, narrow);
  await noSideways(page);
  await page.locator("#save").click(); // nothing was filled in
  await page.locator("#problems a").first().waitFor();
  assert.deepEqual(await page.locator("#problems a").count(), 5, "what is needed and not there yet, the code among it");
  await axe(page);
  await shown(page, "offline-form-problems");
  await page.getByRole("button", { name: "English" }).click();
  assert.match(await page.locator("h1").innerText(), /^Prompt report/);
  await shown(page, "offline-form-en");
  await page.getByRole("button", { name: "日本語" }).click();
  await page.locator("#f-what_kind input[value=malware]").check();
  await page.fill("#f-what_text", "監視端末に身代金を求める文 髙﨑𠮷");
  await page.fill("#f-aware_at", "2199-12-31T23:59");
  await page.locator("#u-which").check();
  await page.locator("#f-impact input[data-unknown]").check();
  await page.fill("#f-callback", "当直 髙木 03-0000-0000");
  await page.fill("#f-code", `${codes[0].slice(0, -1)}${codes[0].endsWith("A") ? "B" : "A"}`);
  await page.locator("#save").click();
  assert.deepEqual((await page.locator("#problems a").allInnerTexts()).length, 2, "a time to come, and a slip in the code");
  await page.fill("#f-aware_at", "2026-11-20T09:10");
  await page.fill("#f-code", codes[0].toLowerCase().replaceAll("-", " "));
  const packet = await save(page);
  await page.locator("#done").waitFor();
  await shown(page, "offline-form-done");
  assert.deepEqual(complaints, []);
  await close();
  assert.equal(packet.toString("latin1").slice(0, 16), "KANMIN-PACKET-1\n");
  assert.ok(!packet.includes("身代金") && !packet.includes(codes[0]), "whoever carries it reads nothing");

  const brought = await bring(packet);
  const number = await brought.page.locator("#number").innerText();
  assert.match(number, /^報-R/);
  assert.doesNotMatch(await brought.page.locator("body").innerText(), /身代金|髙木/, "only the number is told");
  await shown(brought.page, "packet-taken");
  await brought.close();

  const again = await bring(packet, { javaScriptEnabled: false });
  assert.equal(await again.page.locator("#number").innerText(), number, "the same packet, the same number");
  await again.close();
  const changed = Buffer.from(packet);
  changed[changed.length - 40] ^= 1;
  const refused = await bring(changed, { javaScriptEnabled: false, viewport: narrow });
  await refused.page.locator(".notice", { hasText: "このファイルは届けられませんでした" }).waitFor();
  await noSideways(refused.page);
  assert.equal(await refused.page.locator("#number").count(), 0);
  await refused.close();

  const own = await at("operator-filer", "/reporting/reports");
  await own.page.getByRole("link", { name: number }).first().click();
  const text = await own.page.locator("main").innerText();
  assert.match(text, /通信が使えないときの様式/);
  assert.match(text, /書いた端末の時計/);
  assert.match(text, /監視端末に身代金を求める文 髙﨑𠮷/);
  await shown(own.page, "packet-report");
  await own.page.getByRole("button", { name: /訂正/ }).or(own.page.getByRole("link", { name: /訂正/ })).first().waitFor();
  assert.deepEqual(own.complaints, []);
  await own.close();
});

test("both widths and English: the pages fit, and axe finds nothing; a new card ends the one before", async () => {
  const old = await card(false);
  await card(false);
  const path = await form(false);
  const { page, close } = await offline(path, wide);
  await page.locator("#f-what_kind input[value=unclear]").check();
  await page.fill("#f-aware_at", "2026-11-20T09:10");
  await page.fill("#f-which", "監視端末");
  await page.locator("#f-impact input[value=none]").check();
  await page.fill("#f-callback", "03-0000-0000");
  await page.fill("#f-code", old[0]);
  const packet = await save(page);
  await close();
  const late = await bring(packet);
  await late.page.locator(".notice", { hasText: "届けられませんでした" }).waitFor();
  await axe(late.page);
  await shown(late.page, "packet-refused");
  await late.close();
  for (const [who, where] of [["operator-admin", "/organisation/card"], ["operator-filer", "/reporting/offline"], [null, "/packet"]]) {
    const visited = await at(who, where, { viewport: narrow, lang: "en" });
    await noSideways(visited.page);
    await axe(visited.page);
    await shown(visited.page, `en${where.replaceAll("/", "-")}`);
    assert.deepEqual(visited.complaints, []);
    await visited.close();
  }
});
