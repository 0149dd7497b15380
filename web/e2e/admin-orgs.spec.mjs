// Organisations: two administrators from an empty database to 300 organisations of one sheet, one of which takes its letter
// up; and jurisdiction that passes from one ministry to another with an open report.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { accept, answer, mailed, signIn } from "./lib/account.mjs";
import { axe, narrow, noSideways, open, watch, wide, zoomed } from "./lib/browser.mjs";
import { real } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), real()]); });
after(async () => { await browser?.close(); await server?.close(); });

async function tab({ viewport = wide, ...options } = {}) {
  const context = await browser.context({ viewport, ...options });
  const page = await context.newPage();
  return { page, complaints: watch(page), go: (path) => page.goto(server.url + path), close: () => context.close() };
}

const press = (page, name) => page.locator("main").getByRole("button", { name }).first().click();
const said = (page) => page.locator("main").innerText();

// numbered is the n-th 法人番号 that is in nobody's use here, with its check digit.
function numbered(n) {
  const rest = String(900_000_000_000 + n);
  const sum = [...rest].reverse().reduce((s, d, i) => s + Number(d) * (1 + (i % 2)), 0);
  return String(9 - (sum % 9)) + rest;
}

const heads = ["種別(必須)", "名称(必須)", "名称のふりがな", "法人番号", "所在地", "代表者の役職", "代表者の氏名", "組織管理者の氏名", "組織管理者のメールアドレス"];
const operator = (n) => [
  "事業者", `第${n}髙﨑送配電株式会社`, `だい${n}たかさきそうはいでん`, numbered(n), `〒100-00${String(n % 100).padStart(2, "0")} 東京都千代田区霞が関${n}-1`, "代表取締役社長", "𠮷田 茂", `髙﨑 みどり${n}`, `admin${n}@org${n}.example.jp`,
];
const sheet = () => {
  const rows = [["一覧表 令和8年11月"], [], heads, ["所管省庁", "経済産業省(架空)", "けいざいさんぎょうしょう", "", "", "", "", "三好 学", "miyoshi@meti.example.jp"], ["所管省庁", "国土交通省(架空)", "こくどこうつうしょう", "", "", "", "", "八木 薫", "yagi@mlit.example.jp"]];
  for (let n = 1; n <= 298; n++) rows.push(operator(n));
  return rows;
};
const csv = (rows) => Buffer.from("\ufeff" + rows.map((r) => r.map((c) => (/[",\n]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)).join(",")).join("\r\n"));
const upload = async (page, name, bytes) => {
  await page.setInputFiles("#file", { name, mimeType: "text/csv", buffer: bytes });
  await press(page, "内容を確かめる");
};

let first, second;
for (const [i, javaScriptEnabled] of [[0, true], [1, false]]) {
  test(`administrator ${i + 1} of an empty house registers, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
    const t = await tab({ javaScriptEnabled });
    await accept(t.page, server.founders[i].link, server.founders[i].code);
    await t.go("/admin/account");
    assert.match(await said(t.page), /まだ組織が登録されていません|最初の組織/);
    assert.deepEqual(t.complaints, []);
    if (i === 0) first = t; else second = t;
  });
}

test("a sheet that cannot be taken over is named cell by cell, and mended with a press or a second upload", async () => {
  const { page } = first;
  await first.go("/admin/account");
  await page.getByRole("link", { name: "一覧表からまとめて登録する" }).click();
  const rows = sheet();
  rows[5][3] = numbered(1).slice(1); // the check digit was left out
  rows[6][3] = numbered(3); // stands twice
  rows[9][8] = "ａｄｍｉｎ５＠org5．example.jp";
  rows[10][0] = "電力会社";
  await upload(page, "組織一覧.csv", csv(rows));
  const text = await page.locator("main table").first().innerText();
  for (const place of ["D6", "D8", "D7", "I10", "A11"]) assert.match(text, new RegExp(place), place);
  assert.match(text, new RegExp(numbered(1)), "what would be right is not offered");
  assert.equal(await page.getByRole("button", { name: "起案する" }).count(), 0);
  await press(page, "直した案を入れて確かめ直す");
  const left = await page.locator("main table").first().innerText();
  assert.ok(!left.includes("D6") && !left.includes("I10"), left);
  assert.match(left, /A11/);
});

test("the sheet to fill in is an Excel book, and the marked copy comes back as one", async () => {
  const { page } = first;
  for (const [role, name] of [["link", "記入用の表をダウンロードする(Excel)"], ["button", "直すところを書き込んだ表をダウンロードする(Excel)"]]) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole(role, { name }).click()]);
    assert.match(file.suggestedFilename(), /^組織一覧.*\.xlsx$/);
    const bytes = readFileSync(await file.path());
    assert.equal(bytes.subarray(0, 2).toString(), "PK", name);
  }
});

test("two administrators register 300 organisations from one sheet, and their administrators are invited", async () => {
  const { page } = first;
  await first.go("/admin/account/sheet");
  await upload(page, "組織一覧.csv", csv(sheet()));
  assert.match(await page.locator(".answers").innerText(), /300/);
  await axe(page);
  await press(page, "起案する");
  await page.locator(".notice").first().waitFor();
  const at = new URL(page.url()).pathname;
  assert.equal(await page.getByRole("button", { name: "この内容で確認する" }).count(), 0, "whoever entered it may confirm it");

  await second.go("/admin/account");
  await second.page.getByRole("link", { name: /確認待ち/ }).click();
  await second.page.locator("main .todo a").first().click();
  assert.equal(new URL(second.page.url()).pathname, at);
  await press(second.page, "この内容で確認する");
  await second.page.locator(".notice", { hasText: "登録" }).first().waitFor();
  await second.go("/admin/account?state=all");
  assert.match(await said(second.page), /301件です/);
  await second.go("/admin/account?q=" + encodeURIComponent("第298髙崎")); // 﨑 and 崎 are one in a search
  assert.equal(await second.page.getByRole("link", { name: "第298髙﨑送配電株式会社" }).count(), 1);

  await first.go("/admin/account/sheet"); // the same sheet once more changes nothing
  await upload(page, "組織一覧.csv", csv(sheet()));
  assert.match(await page.locator(".notice").first().innerText(), /ありません/);
  assert.equal(await page.getByRole("button", { name: "起案する" }).count(), 0);
});

// letters prints every letter that waits and returns the code on each by the name of its organisation.
async function letters(t) {
  await t.go("/admin/letter");
  await press(t.page, "登録コードを作って印刷する");
  await t.page.locator("article.letter").first().waitFor();
  return new Map(await t.page.locator("article.letter").evaluateAll((list) => list.map((l) => [l.querySelectorAll(".letter-window p")[1].textContent, l.querySelector(".letter-code .ref").textContent])));
}

let codes;
test("a letter for each: one A4 sheet, the code on it and nowhere else", async () => {
  codes = await letters(second);
  assert.equal(codes.size, 300);
  assert.equal(new Set(codes.values()).size, 300);
  await second.page.emulateMedia({ media: "print" });
  assert.equal(await second.page.locator("header").first().isVisible(), false);
  await second.page.emulateMedia({ media: "screen" });
  await second.page.reload().catch(() => {});
  const { body } = await mailed(server, "admin7@org7.example.jp");
  assert.ok(!body.includes(codes.get("第7髙﨑送配電株式会社")) && !body.includes("髙﨑"), "the mail says more than it must");
});

for (const [n, javaScriptEnabled, role] of [[7, true, /組織管理者/], [8, false, /組織管理者/]]) {
  test(`${javaScriptEnabled ? "with" : "without"} JavaScript: a link scanner opens the link five times, then its person takes it up with the code of the letter and signs in`, async () => {
    const { link } = await mailed(server, `admin${n}@org${n}.example.jp`);
    const t = await tab({ javaScriptEnabled, viewport: narrow });
    for (let i = 0; i < 5; i++) assert.equal((await t.page.request.get(link)).status(), 200);
    await t.page.goto(link);
    await t.page.fill("#code", codes.get(`第${n + 1}髙﨑送配電株式会社`)); // another's
    await t.page.locator("main form button").click();
    await t.page.locator(".problems").waitFor();
    const seed = await answer(t.page, link, codes.get(`第${n}髙﨑送配電株式会社`));
    assert.match(await said(t.page), /管理者の確認待ち/);
    await second.go("/admin/letter"); // whoever printed the letter has spoken
    assert.equal(await second.page.getByRole("checkbox", { name: new RegExp(`第${n}髙﨑`) }).count(), 0);
    await first.go("/admin/letter");
    await first.page.getByRole("checkbox", { name: new RegExp(`第${n}髙﨑`) }).check();
    await press(first.page, "選んだ人の本人確認を記録する");
    await first.page.locator(".notice", { hasText: "本人の確認を記録しました" }).waitFor();
    await t.page.goto(link); // it was used
    await t.page.fill("#code", codes.get(`第${n}髙﨑送配電株式会社`));
    await t.page.locator("main form button").click();
    await t.page.locator(".problems").waitFor();
    await signIn(t.page, server.url, `admin${n}@org${n}.example.jp`, seed);
    await t.go("/account");
    assert.match(await t.page.locator(".who").innerText(), new RegExp(`第${n}髙﨑送配電株式会社/`));
    assert.match(await t.page.locator(".who").innerText(), role);
    await t.page.setViewportSize(wide);
    await t.go("/organisation/members");
    assert.match(await said(t.page), new RegExp(`髙﨑 みどり${n}`));
    assert.ok(!(await said(t.page)).includes(`みどり${n + 1}`));
    assert.deepEqual(t.complaints, []);
    await t.close();
  });
}

test("a letter that was lost is printed again: the code before it is over", async () => {
  await first.go("/admin/letter");
  await first.page.fill("#q", "第9髙崎送配電");
  await press(first.page, "探す");
  const again = first.page.locator("form", { has: first.page.getByRole("button", { name: "選んだ封書を印刷し直す" }) });
  await again.getByLabel(/第9髙﨑/).check();
  await again.getByRole("button").click();
  const code = await first.page.locator("article.letter .letter-code .ref").innerText();
  assert.notEqual(code, codes.get("第9髙﨑送配電株式会社"));
  const { link } = await mailed(server, "admin9@org9.example.jp");
  const t = await tab();
  await t.page.goto(link);
  await t.page.fill("#code", codes.get("第9髙﨑送配電株式会社"));
  await t.page.locator("main form button").click();
  await t.page.locator(".problems").waitFor();
  await answer(t.page, link, code);
  await t.close();
});

for (const [name, viewport, lang] of [["375 px ja", narrow, "ja"], ["1280 px en", wide, "en"], ["200 % zoom ja", zoomed, "ja"]]) {
  test(`pages of organisations at ${name}: axe finds nothing, nothing sticks out, nothing is blocked`, async () => {
    const { page, complaints } = first;
    await page.setViewportSize(viewport);
    await first.go(`/help?lang=${lang}`);
    await first.go("/admin/account?q=" + encodeURIComponent("第7髙"));
    const org = await page.locator("main table a").first().getAttribute("href");
    await first.go(org);
    const unit = await page.locator(".tree a").first().getAttribute("href");
    for (const path of ["/admin/account", "/admin/account?q=nobody", org, `${org}/edit`, `${org}/close`, unit, `${org}/unit/new`, "/admin/account/org/new", "/admin/account/sheet", "/admin/letter", "/admin/change", "/admin/transfer"]) {
      await first.go(path);
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      if (viewport !== zoomed) await axe(page);
      await noSideways(page);
      assert.deepEqual(complaints, [], path);
    }
  });
}
