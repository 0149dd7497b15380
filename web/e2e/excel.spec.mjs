// A procedure with a table: filled in on the page, and with Excel, without script and with it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open } from "./lib/browser.mjs";
import { api, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server, number;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); number = await procedure(); });
after(async () => { await browser?.close(); await server?.close(); });

const path = (page) => new URL(page.url()).pathname;
const says = (page) => page.locator("main").innerText();
const press = (page, name) => page.locator("main").getByRole("button", { name, exact: true }).first().click();
const follow = (page, name) => page.locator("main").getByRole("link", { name }).first().click();
const both = (ja, en) => ({ ja, en });

// procedure makes one with a table: written by a program, proposed and opened by two officers.
async function procedure() {
  const declaration = {
    name: both("製品の届出", "Products"), to: "office", title: "経済産業大臣", number: "届", contact: "contact", summary: ["about"], corrects: true,
    form: {
      id: "declared", title: both("製品を届け出る", "Tell of products"),
      parts: [{ id: "outline", name: both("概要", "Outline") }, { id: "contact", name: both("連絡先", "Contact") }],
      steps: [
        { id: "step_1", title: both("製品はどれですか", "Which products?"), short: both("製品", "Products"), fields: [
          { id: "about", label: both("届出の件名", "Subject"), kind: "line", limit: 100, needed: true, section: "outline" },
          { id: "products", label: both("製品一覧", "Products"), kind: "table", limit: 5000, needed: true, section: "outline", number: "number", key: ["maker", "product"], columns: [
            { id: "number", label: both("管理番号", "Number"), kind: "line", limit: 40 },
            { id: "maker", label: both("メーカー", "Maker"), kind: "line", limit: 100, needed: true },
            { id: "product", label: both("製品名", "Product"), kind: "line", limit: 100, needed: true },
            { id: "since", label: both("導入日", "Since"), kind: "day", unknowable: true },
            { id: "quantity", label: both("台数", "Quantity"), kind: "count", min: 1, max: 100000 },
            { id: "type", label: both("類型", "Type"), kind: "choices", options: ["A", "B", "E"].map((x) => ({ id: x.toLowerCase(), label: both(x, x) })) },
          ] },
        ] },
        { id: "step_2", title: both("どなたに連絡できますか", "Whom may we call?"), fields: [{ id: "contact", label: both("連絡先", "Contact"), kind: "line", limit: 100, needed: true, section: "contact" }] },
      ],
    },
  };
  const made = await api(server, "ministry-officer", "POST", "/ministry/procedures", { declaration });
  const n = made.number.replace("手", "P");
  const officer = await visit(browser, server, "ministry-officer", `/ministry/procedures/${n}`);
  await follow(officer.page, "公開を起案する");
  await officer.page.fill("#from", new Date(Date.now() + 9 * 3600e3).toISOString().slice(0, 10));
  await officer.page.locator("input[name=sectors][value=electricity]").check();
  await press(officer.page, "二人目に確認を求める");
  await officer.close();
  const second = await visit(browser, server, "ministry-supervisor", `/ministry/procedures/${n}/decide`);
  await press(second.page, "公開する");
  assert.match(await says(second.page), /公開中/);
  await second.close();
  return n;
}

async function draft(options) {
  const who = await visit(browser, server, "operator-filer", `/reporting/procedures/${number}`, options);
  const start = who.page.locator("main").getByRole("button", { name: /書き始める/ }).first();
  await start.click();
  return { ...who, at: path(who.page).replace(/\/step_1$/, "") };
}

async function fill(page, row, cells) {
  const inputs = page.locator(`.fill-table tbody tr`).nth(row).locator("td");
  for (const [i, value] of cells.entries()) {
    const cell = inputs.nth(i);
    if (Array.isArray(value)) for (const one of value) await cell.locator("label", { hasText: one }).locator("input").check();
    else if (value) await cell.locator("input, textarea").first().fill(value);
  }
}

for (const javaScriptEnabled of [false, true]) {
  test(`a table is filled in on its page, corrected row by row and sent, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    const filer = await draft({ javaScriptEnabled });
    const page = filer.page;
    await page.fill("#about", "𠮷 製品の届出");
    await press(page, "下書きを保存");
    await follow(page, "表に記入する");
    assert.equal(path(page), `${filer.at}/step_1/products`);
    await fill(page, 0, ["K-1", "富士通", "PRIMERGY", "R9.2.30", "3", ["A", "B"]]);
    await fill(page, 1, ["K-2", "シスコ", "Catalyst", "未把握", "約5台", ["E"]]);
    await fill(page, 2, ["", "髙﨑製作所", "", "", ""]);
    await press(page, "下書きを保存");
    assert.match(await says(page), /1行目 導入日[^]*2行目 台数[^]*3行目 製品名/);
    assert.equal(await page.locator(".fill-table tbody tr").nth(1).locator("td").nth(3).locator("input").inputValue(), "未把握");
    assert.equal(await page.locator(".fill-table tbody tr").nth(1).locator("td").nth(4).locator("input").inputValue(), "約5台");
    if (javaScriptEnabled) { await axe(page, "table"); await page.setViewportSize(narrow); await noSideways(page); await page.screenshot({ path: "/tmp/excel-table-375.png", fullPage: true }); }
    else await page.screenshot({ path: "/tmp/excel-table-1280.png", fullPage: true });
    await fill(page, 0, ["", "", "", "R9.2.28", ""]);
    await fill(page, 1, ["", "", "", "", "５"]);
    await page.locator(".fill-table tbody tr").nth(2).locator("input[type=checkbox][name^=gone]").check();
    await press(page, "保存して行を増やす");
    assert.match(await says(page), /2行を記入済み/);
    await press(page, "保存して戻る");
    assert.equal(path(page), `${filer.at}/step_1`);
    assert.match(await says(page), /富士通[^]*PRIMERGY[^]*シスコ/);
    await press(page, "次へ");
    await page.fill("#contact", "03-0000-0000");
    await press(page, "次へ");
    assert.match(await says(page), /製品一覧[^]*K-1[^]*令和9年2月28日[^]*A、B[^]*未把握/);
    await press(page, "送信のページへ進む");
    await press(page, "送信する");
    assert.match(path(page), /^\/reporting\/reports\//, await says(page));
    const report = path(page);
    assert.match(await says(page), /髙|PRIMERGY[^]*受付証/);
    await press(page, "内容を訂正する");
    await page.goto(`${server.url}${path(page).replace(/check$/, "step_1/products")}?then=check`);
    await fill(page, 0, ["", "", "", "", "4"]);
    await page.locator(".fill-table tbody tr").nth(1).locator("input[type=checkbox][name^=gone]").check();
    await fill(page, 2, ["K-3", "日立", "HA8000"]);
    await press(page, "保存して戻る");
    assert.match(await says(page), /訂正で変わるところ[^]*製品一覧 ― K-1 ― 台数\s+3\s+4[^]*K-3[^]*日立[^]*K-2/);
    await press(page, "送信のページへ進む");
    await press(page, "送信する");
    assert.equal(path(page), report, await says(page));
    assert.match(await says(page), /第2版[^]*K-1 ― 台数/);
    const office = await visit(browser, server, "ministry-officer", `/ministry/reports/${report.split("/").pop()}`);
    assert.match(await says(office.page), /製品一覧[^]*富士通[^]*PRIMERGY[^]*日立/);
    assert.deepEqual(office.complaints, []);
    await office.close();
    assert.deepEqual(filer.complaints, []);
    await filer.close();
  });
}
