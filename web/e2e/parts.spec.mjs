// Every part of look, through the real gate: accessibility, widths, keyboard, no script, print,
// and what the security headers allow.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, watch, wide, zoomed } from "./lib/browser.mjs";
import { story } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), story()]); });
after(async () => { await browser?.close(); await server?.close(); });

// at opens a path as the made-up operator, in a context of its own.
async function at(path, { viewport = wide, lang = "ja", ...options } = {}) {
  const context = await browser.context({ viewport, ...options });
  const page = await context.newPage();
  const complaints = watch(page);
  await page.goto(`${server.url}/signin`);
  if (lang !== "ja") await page.goto(`${server.url}/story?lang=${lang}`);
  await page.goto(server.url + path);
  return { page, complaints, close: () => context.close() };
}

for (const [name, viewport, lang] of [["375 px ja", narrow, "ja"], ["1280 px en", wide, "en"], ["200 % zoom ja", zoomed, "ja"]]) {
  for (const path of viewport === zoomed ? ["/story", "/look"] : ["/story", "/look", "/nowhere", "/broken", "/denied"]) {
    test(`${path} at ${name}: axe finds nothing, nothing sticks out, nothing is blocked`, async () => {
      const { page, complaints, close } = await at(path, { viewport, lang });
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      await axe(page, { without: path === "/look" ? ["landmark-unique"] : [] });
      await noSideways(page);
      assert.deepEqual(complaints, []);
      await close();
    });
  }
}

test("the entrance, signed out: axe finds nothing at 375 px and 1280 px", async () => {
  for (const viewport of [narrow, wide]) {
    const context = await browser.context({ viewport });
    const page = await context.newPage();
    await page.goto(server.url);
    await axe(page);
    await noSideways(page);
    await context.close();
  }
});

test("control: a page with a mistake is found by axe and by the width check", async () => {
  const { page, close } = await at("/story");
  await page.evaluate(() => { document.querySelector("label[for=callback]").remove(); });
  await assert.rejects(axe(page));
  await page.evaluate(() => { const d = document.createElement("div"); d.className = "card"; d.style.width = "3000px"; document.querySelector("main").append(d); });
  await assert.rejects(noSideways(page));
  await close();
});

test("control: the policy stops inline script, eval, HTML from text and other hosts", async () => {
  const { page, close } = await at("/story");
  const stopped = await page.evaluate(async () => {
    const got = {};
    try { document.body.insertAdjacentHTML("beforeend", "<p>x</p>"); got.html = "made"; } catch { got.html = "stopped"; }
    await new Promise((done) => setTimeout(() => { // outside of what the test driver may do
      try { got.eval = String((0, eval)("1")); } catch { got.eval = "stopped"; }
      done();
    }));
    try { window.trustedTypes.createPolicy("other", { createHTML: (s) => s }); got.policy = "made"; } catch { got.policy = "stopped"; }
    try { await fetch("https://127.0.0.1:1/"); got.fetch = "sent"; } catch { got.fetch = "stopped"; }
    return got;
  });
  assert.deepEqual(stopped, { html: "stopped", eval: "stopped", policy: "stopped", fetch: "stopped" });
  await close();
});

test("a field is saved on leaving it, and a failure says so", async () => {
  const { page, complaints, close } = await at("/story");
  await page.fill("#callback", "当直 03-0000-0000");
  await page.locator("#callback").blur();
  await page.locator("#saved", { hasText: "保存しました" }).waitFor();
  assert.deepEqual(complaints, []);
  await page.context().setOffline(true);
  await page.fill("#callback", "当直 03-0000-0001");
  await page.locator("#callback").blur();
  await page.locator("#saved.saved-bad", { hasText: "保存できませんでした" }).waitFor();
  await close();
});

test("Enter in every line of text saves the draft and sends nothing (R16)", async () => {
  const { page, close } = await at("/story", { javaScriptEnabled: false });
  const lines = await page.locator("form.form input[type=text]").count();
  assert.ok(lines > 2);
  for (let i = 0; i < lines; i++) {
    await page.goto(`${server.url}/story`);
    const posted = page.waitForRequest((r) => r.method() === "POST");
    await page.locator("form.form input[type=text]").nth(i).press("Enter");
    assert.match((await posted).postData(), /do=save/);
  }
  await close();
});

test("a form is sent once, however often its button is pressed", async () => {
  const { page, close } = await at("/story");
  let posts = 0;
  await page.route("**/story/save", async (route) => { posts++; await new Promise((r) => setTimeout(r, 300)); await route.continue(); });
  await page.evaluate(() => { const b = document.querySelector("button[value=next]"); b.click(); b.click(); b.click(); });
  await page.waitForTimeout(600);
  assert.equal(posts, 1);
  await close();
});

test("the keyboard alone reaches the content, the choices and the buttons, and focus is visible", async () => {
  const { page, close } = await at("/story");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  const seen = new Set();
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press("Tab");
    const it = await page.evaluate(() => {
      const e = document.activeElement;
      const shown = e.closest(".choice") ?? e;
      return { tag: e.tagName, id: e.id || e.value || e.textContent.trim().slice(0, 20), outline: getComputedStyle(shown).outlineStyle, width: parseFloat(getComputedStyle(shown).outlineWidth) };
    });
    if (it.tag === "BODY" || it.id === "") continue; // the end of the page, or its browser's own
    assert.ok(it.outline === "solid" && it.width >= 2, `no visible focus on ${it.id}: ${JSON.stringify(it)}`);
    seen.add(it.id);
  }
  for (const id of ["malware", "aware_at", "callback", "save", "next"]) assert.ok(seen.has(id), `${id} was not reached: ${[...seen]}`);
  await close();
});

test("without script the menu opens and every entry is a link", async () => {
  const { page, close } = await at("/story", { viewport: narrow, javaScriptEnabled: false });
  await page.locator(".menu summary").click();
  assert.equal(await page.locator(".menu-nav a:visible").count(), 7);
  await page.locator(".menu-nav a", { hasText: "インシデント報告" }).click();
  assert.match(page.url(), /reporting\/reports$/);
  assert.equal(await page.locator(".menu-nav a[aria-current]").textContent(), "インシデント報告");
  await close();
});

test("print shows organisation, title, number, marking and time, no menu, and black on white", async () => {
  const { page, close } = await at("/story");
  await page.emulateMedia({ media: "print" });
  const head = await page.locator(".print-head").innerText();
  for (const word of ["北都電力送配電株式会社", "件名", "報-R8-7K4M-2QXD-W", "関係者限り", "印刷日時"]) assert.ok(head.includes(word), `${word} in ${head}`);
  for (const hidden of [".site-bar", ".site-who", ".site-nav", ".site-foot", ".crumbs"]) assert.equal(await page.locator(hidden).isVisible(), false, hidden);
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".data-table thead")).display), "table-header-group");
  const colours = await page.evaluate(() => [...document.querySelectorAll("main .tag, main .mark, main a, main .soft")].map((e) => getComputedStyle(e).color));
  assert.deepEqual([...new Set(colours)], ["rgb(0, 0, 0)"]);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.ok(pdf.length > 10_000);
  await close();
});

test("motion is off for those who ask for it", async () => {
  const { page, close } = await at("/story", { reducedMotion: "reduce" });
  const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((e) => getComputedStyle(e).transitionDuration !== "0s" && getComputedStyle(e).transitionProperty !== "none").length);
  assert.equal(moving, 0);
  await close();
});

test("the language is kept, and the address is clean again", async () => {
  const { page, close } = await at("/story", { lang: "en" });
  assert.match(await page.locator(".who").first().textContent(), /Hokuto/);
  assert.equal(new URL(page.url()).search, "");
  await close();
});
