// 脆弱性情報の取り込み: the catalogue of exploited vulnerabilities is brought with progress, the same again changes nothing, a page of the web is refused with words.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown, wide } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

const kev = fileURLToPath(new URL("../../internal/adapter/format/advisory/testdata/kev.json", import.meta.url));

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const bring = async (page, file) => {
  await page.setInputFiles("#file", file);
  await page.getByRole("button", { name: "ファイルを取り込む" }).click();
  await page.getByRole("heading", { level: 1, name: typeof file === "string" ? "kev.json" : file.name }).waitFor();
};

// ended waits for what becomes of the file; without script the page is asked again by hand.
const ended = async (page, script, word) => {
  for (let n = 0; n < 100 && !script && !(await page.locator("main").innerText()).includes(word); n++) {
    await page.getByRole("link", { name: "表示を新しくする" }).click();
  }
  await page.getByText(word).first().waitFor();
};

test("a list is brought, and again, and what is no list is refused", async () => {
  for (const [viewport, script] of [[narrow, false], [wide, true]]) {
    const { page, complaints, close } = await visit(browser, server, "cabinet-analyst", "/cabinet/advisories", { viewport, javaScriptEnabled: script });
    if (!script) await shown(page, "advisories-empty-narrow");
    await bring(page, kev);
    await ended(page, script, "取り込みました。");
    const text = await page.locator("main").innerText();
    assert.match(text, script ? /新規\s*0/ : /新規\s*2/, "the same list again has nothing new");
    if (script) await axe(page);
    await noSideways(page);
    await shown(page, script ? "advisories-one-wide" : "advisories-one-narrow");
    await page.goto(`${server.url}/cabinet/advisories`);
    await bring(page, { name: "login.json", mimeType: "application/json", buffer: Buffer.from("<!DOCTYPE html><html><body>Sign in</body></html>") });
    await ended(page, script, "取り込みませんでした。");
    await page.locator(".notice", { hasText: "脆弱性情報ではなくウェブページです(login.json)" }).waitFor();
    await shown(page, script ? "advisories-refused-wide" : "advisories-refused-narrow");
    await page.goto(`${server.url}/cabinet/advisories`);
    if (script) await axe(page);
    await noSideways(page);
    await shown(page, script ? "advisories-wide" : "advisories-narrow");
    assert.deepEqual(complaints, []);
    await close();
  }
});
