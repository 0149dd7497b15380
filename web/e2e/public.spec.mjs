// Pages for everybody: whom to call, a receipt checked, a number found.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, wide, zoomed } from "./lib/browser.mjs";
import { api, as, report, tokens, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);

// receipt fetches a receipt of a report as its operator, once it is there.
async function receipt(ascii, kind) {
  for (const until = Date.now() + 10_000; ; await new Promise((r) => setTimeout(r, 100))) {
    const answer = await fetch(`${server.url}/api/v1/reports/${ascii}/receipt${kind}`, { headers: { Authorization: `Bearer ${tokens(server)["operator-filer"]}` } });
    if (answer.ok) return Buffer.from(await answer.arrayBuffer());
    if (Date.now() > until) throw new Error(`receipt${kind}: ${answer.status}`);
  }
}

test("a receipt is checked by anybody, without script: file, text, provisional, changed", async () => {
  const { number_ascii: ascii, number } = await report(server, "受付証を確かめる報告");
  const { page, close } = await at(null, "/receipt", { javaScriptEnabled: false });
  const check = async (name, bytes) => {
    await page.goto(`${server.url}/receipt`);
    await page.setInputFiles("#file", { name, mimeType: "application/octet-stream", buffer: bytes });
    await page.getByRole("button", { name: "確かめる" }).click();
    return page.locator("#result").innerText();
  };
  const proof = await receipt(ascii, "");
  assert.match(await check("a.tlog-proof", proof), new RegExp(`この受付証は、この基盤が出したものです[^]*${number}`));
  const text = await receipt(ascii, ".txt");
  assert.match(await check("a.txt", text), /1文字も変わっていません/);
  assert.match(await check("p.txt", await receipt(ascii, ".provisional")), /暫定版/);
  const changed = Buffer.from(text);
  changed[changed.indexOf("報") + 6] ^= 1;
  assert.match(await check("a.txt", changed), /確かめられませんでした/);
  await page.goto(`${server.url}/receipt`);
  await page.fill("#text", text.toString());
  await page.getByRole("button", { name: "確かめる" }).click();
  assert.match(await page.locator("#result").innerText(), new RegExp(number));
  await close();
});

test("the key is published as text, and the signed head grows", async () => {
  const get = async (path) => (await fetch(server.url + path)).text();
  assert.match(await get("/receipt/key"), /^localhost:\d+\+[0-9a-f]{8}\+\S+\n$/);
  const size = async () => Number((await get("/receipt/checkpoint")).split("\n")[1]);
  const before = await size();
  const { number_ascii: ascii } = await report(server, "記録簿が伸びる");
  await receipt(ascii, "");
  assert.ok(await size() > before);
});

test("a number is found from the header in any width, a slip is told apart, and a foreign one is absent", async () => {
  const { number, number_ascii: ascii } = await report(server, "番号で探す報告");
  const { page, close } = await at("ministry-officer", "/ministry/today");
  const field = page.locator(".find input:visible");
  const full = [...number.replaceAll("-", "")].map((c) => (c > " " && c < "~" ? String.fromCodePoint(c.codePointAt(0) + 0xfee0) : c)).join("");
  await field.fill(full);
  await field.press("Enter");
  await page.waitForURL(new RegExp(`/ministry/reports/${ascii}$`));
  await page.locator(".find input:visible").fill(number.slice(0, -1) + (number.endsWith("A") ? "B" : "A"));
  await page.locator(".find input:visible").press("Enter");
  assert.match(await page.locator(".problems").innerText(), /読み取れませんでした/);
  await close();
  const other = await at("other-operator-filer", `/find?q=${ascii}`);
  assert.match(await other.page.locator("main").innerText(), /ページが見つかりません[^]*番号を確かめるか、組織の管理者にお尋ねください/);
  await other.close();
});

for (const [name, viewport, lang] of [["375 px ja", narrow, "ja"], ["1280 px en", wide, "en"], ["200 % zoom ja", zoomed, "ja"]]) {
  test(`pages for everybody at ${name}: axe finds nothing, nothing sticks out, nothing is blocked`, async () => {
    const { number_ascii: ascii } = await report(server, "受付証の見え方");
    const q = await api(server, "ministry-officer", "POST", `/reports/${ascii}/requests`, { kind: "fix", text: "確かめてください。" });
    assert.ok(q.number);
    const text = await receipt(ascii, ".txt");
    const tabs = {};
    for (const [who, path] of [[null, "/help"], [null, "/receipt"], ["operator-filer", "/notices"], ["supplier", "/notices"], ["operator-filer", "/find"], ["operator-filer", "/find?q=x"]]) {
      tabs[who] ??= await at(who, "/help", { viewport, lang });
      const { page, complaints } = tabs[who];
      await page.goto(server.url + path);
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      if (viewport !== zoomed) await axe(page);
      await noSideways(page);
      if (path === "/receipt") {
        for (const [body, tone] of [[text, "good"], [Buffer.from("x"), "danger"]]) {
          await page.setInputFiles("#file", { name: "a.txt", mimeType: "text/plain", buffer: body });
          await page.locator("main form button").click();
          await page.locator(`#result .tone-${tone}`).waitFor();
          if (viewport !== zoomed) await axe(page);
          await noSideways(page);
        }
      }
      assert.deepEqual(complaints, [], path);
    }
    for (const t of Object.values(tabs)) await t.close();
  });
}
