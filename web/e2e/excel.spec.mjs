// A procedure with a table: filled in on the page, and with Excel, without script and with it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown } from "./lib/browser.mjs";
import { api, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";
import { book, sheets } from "./lib/xlsx.mjs";

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
    // A third revision; both compare it with the first, whichever way round, from an address that can be sent on.
    const filed = report.split("/").pop();
    const again = await api(server, "operator-filer", "POST", `/reports/${filed}/correct`, {});
    await api(server, "operator-filer", "PATCH", `/drafts/${again.number_ascii}`, { answers: { about: { value: "神﨑髙𠮷𩸽 製品の届出", base: 1 } } });
    await api(server, "operator-filer", "POST", `/drafts/${again.number_ascii}/send`, {});
    for (const [who, at] of [[page, report], [office.page, `/ministry/reports/${filed}`]]) {
      await who.goto(`${server.url}${at}`);
      await follow(who, "版を選んで比べる");
      assert.match(await says(who), /第2版[^]*から第3版[^]*追加0件、削除0件、変更1件です。[^]*神﨑髙𠮷𩸽/);
      await who.selectOption("#from", "1");
      await press(who, "比べる");
      assert.match(who.url(), /\/compare\?from=1&to=3$/);
      assert.match(await says(who), /製品一覧 ― K-1 ― 台数\s+変更\s+3\s+4[^]*製品一覧 ― K-3\s+追加[^]*製品一覧 ― K-2\s+削除/);
      await shown(who, `compared-${at.split("/")[1]}`);
      if (javaScriptEnabled) { await axe(who, "compared"); await who.setViewportSize(narrow); await noSideways(who); await who.setViewportSize({ width: 1280, height: 900 }); }
      await who.emulateMedia({ media: "print" });
      assert.equal(await who.locator("select >> visible=true").count(), 0);
      assert.match(await says(who), /第1版 [^]*から第3版 [^]*までに変わったところ/);
      await who.emulateMedia({ media: "screen" });
      await who.goto(`${server.url}${at}`);
    }
    // What arrived leaves as a book with its table, for both; the office's list gives the table a sheet of its own.
    for (const [who, at] of [[page, report], [office.page, `/ministry/reports/${report.split("/").pop()}`]]) {
      await who.locator("details", { hasText: "内容を書き出す" }).locator("summary").click();
      assert.equal(await who.getByRole("link", { name: "製品一覧(CSV)" }).count(), 1);
      const content = sheets(await download(who, `${at}/content/content.xlsx`));
      assert.equal(content["到達"].flat().includes("経済産業大臣"), false);
      assert.match(JSON.stringify(content["製品一覧"]), /K-1.*富士通.*PRIMERGY.*K-3.*日立/);
    }
    await office.page.screenshot({ path: `/tmp/excel-office-${javaScriptEnabled}.png`, fullPage: true });
    const listed = sheets(await download(office.page, `/ministry/procedures/${number}/filings/xlsx`));
    assert.match(JSON.stringify(listed["1 製品一覧"]), /整理番号.*管理番号.*富士通/);
    assert.match((await download(office.page, `/ministry/procedures/${number}/filings/csv?table=products`)).toString(), /PRIMERGY[^]*日立/);
    assert.equal((await office.page.request.get(`${server.url}/ministry/procedures/${number}/filings/csv?table=nothing`)).status(), 404);
    assert.deepEqual(office.complaints, []);
    await office.close();
    assert.deepEqual(filer.complaints, []);
    await filer.close();
  });
}

const upload = async (page, name, buffer) => {
  await page.setInputFiles("#file", { name, mimeType: "application/octet-stream", buffer });
  await press(page, "読み込んで確かめる");
};
const download = async (page, at) => (await page.request.get(`${server.url}${at}`)).body();

// rows with 300 places to correct: 100 days as Excel's numbers, 60 numbers with words, 40 options with words, 40 garbled, 60 by hand.
function spoilt() {
  const heads = ["担当メモ", "製品名", "ﾒｰｶｰ※", "備品コード", "導入日", "台数", "類型"];
  const rows = [["令和8年度 製品の一覧"], [], heads];
  for (let i = 1; i <= 320; i++) rows.push(["見て", `PRIMERGY ${i}`, "富士通", `K-${i}`, "R8.10.31", "３", "Ａ、b"]);
  const row = (i) => rows[i + 2];
  for (let i = 1; i <= 100; i++) row(i)[4] = "46447";
  for (let i = 101; i <= 160; i++) row(i)[5] = `約${i}台`;
  for (let i = 161; i <= 200; i++) row(i)[6] = "類型Ａ";
  for (let i = 201; i <= 240; i++) row(i)[2] = "ã‚·ã‚¹ã‚³";
  for (let i = 241; i <= 280; i++) row(i)[4] = "R9.2.30";
  for (let i = 281; i <= 300; i++) row(i)[6] = "Z";
  row(310)[1] = "=cmd|' /C calc'!A0";
  row(311)[1] = "＝1+1";
  return rows;
}

for (const javaScriptEnabled of [false, true]) {
  test(`a sheet with 300 places to correct is brought in after three rounds, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    const filer = await draft({ javaScriptEnabled });
    const page = filer.page;
    await page.fill("#about", "一覧");
    await press(page, "下書きを保存");
    await follow(page, "Excelで記入して取り込む");
    assert.equal(path(page), `${filer.at}/excel`);
    await press(page, "読み込んで確かめる");
    assert.match(await says(page), /ファイルを選んでください/);

    // First round: headings in another order, one renamed, one more than the template has.
    await upload(page, "製品.xlsx", book({ "説明": [["この様式の使い方"]], "製品一覧": spoilt() }));
    assert.match(await says(page), /300か所を直してください[^]*『製品一覧』シート E4[^]*46447[^]*→ 2027-03-01/);
    if (!javaScriptEnabled) {
      assert.match(await says(page), /読まない列[^]*担当メモ[^]*備品コード[^]*表にない列[^]*管理番号/);
      await page.getByLabel("D列「備品コード」").selectOption({ label: "管理番号" });
      await press(page, "結び付けて読み直す");
    }
    assert.doesNotMatch(await says(page), /表にない列/);
    assert.equal(await page.getByRole("button", { name: "下書きに取り込む" }).count(), 0, "nothing is taken over with faults");
    if (javaScriptEnabled) { await axe(page, "excel"); await page.setViewportSize(narrow); await noSideways(page); await page.screenshot({ path: "/tmp/excel-checked-375.png", fullPage: true }); await page.setViewportSize({ width: 1280, height: 900 }); }
    else await page.screenshot({ path: "/tmp/excel-checked-1280.png" });

    // Second round: one press for all of a kind.
    await press(page, "Excelの日付の番号を日付にする(100か所)");
    assert.match(await says(page), /200か所を直してください/);
    await press(page, "前後の文字を除いて数だけにする(60か所)");
    await press(page, "選択肢の書き方に合わせる(40か所)");
    await press(page, "文字化けを元に戻す(40か所)");
    assert.match(await says(page), /60か所を直してください[^]*R9\.2\.30[^]*2027-02-28/);

    // Third round: the marked copy is corrected by hand and brought again.
    const [file] = await Promise.all([page.waitForEvent("download"), press(page, "直すところを書き込んだ表をダウンロードする(Excel)")]);
    const chunks = [];
    for await (const c of await file.createReadStream()) chunks.push(c);
    const copy = sheets(Buffer.concat(chunks));
    const rows = copy["製品一覧"];
    assert.equal(rows.find((r) => r[3] === "K-241")[7].startsWith("E244 導入日"), true, JSON.stringify(rows.find((r) => r[3] === "K-241")));
    for (const r of rows) { if (r[4] === "R9.2.30") r[4] = "R9.2.28"; if (r[6] === "Z") r[6] = "E"; r[7] = r[7] && r[3] === "備品コード" ? r[7] : ""; }
    await upload(page, "製品_直すところ.xlsx", book(copy));
    if (!javaScriptEnabled) { // the other one finds it remembered
      await page.getByLabel("D列「備品コード」").selectOption({ label: "管理番号" });
      await press(page, "結び付けて読み直す");
    }
    assert.match(await says(page), /取り込めます[^]*新しい行 320、変わる行 0/);
    await press(page, "下書きに取り込む");
    assert.match(await says(page), /取り込みました\(320か所\)/, await says(page));

    // What goes out and comes back changes nothing: as Excel, as CSV, and when the ids are gone.
    const filled = await download(page, `${filer.at}/excel/filled.xlsx`);
    await upload(page, "filled.xlsx", filled);
    assert.match(await says(page), /変わるところはありません\(0件\)[^]*同じ行 320/);
    const out = sheets(filled);
    assert.deepEqual(Object.keys(out), ["記入のしかた", "回答", "製品一覧", "選択肢"].filter((n) => n in out));
    const rebuilt = out["製品一覧"].map((r) => [r[2], r[1], r[0], ...r.slice(3, 6)]);
    await upload(page, "無害化済み.xlsx", book({ Sheet1: rebuilt }));
    assert.match(await says(page), /変わるところはありません\(0件\)[^]*同じ行 320/);
    for (const name of ["products.csv", "products.cp932.csv"]) {
      const csv = await download(page, `${filer.at}/excel/${name}`);
      assert.match(csv.toString("latin1"), /'=cmd\|/);
      await upload(page, name, csv);
      assert.match(await says(page), /変わるところはありません\(0件\)[^]*同じ行 320/, name);
    }

    // Rows that are changed, new and gone are told apart, and gone ones stay unless a person says so.
    const next = rebuilt.filter((r) => r[2] !== "K-5").map((r) => (r[2] === "K-7" ? [...r.slice(0, 4), "9", r[5]] : r));
    next.push(["HA8000", "日立", "K-999", "", "1", "E"]);
    await upload(page, "次.xlsx", book({ Sheet1: next }));
    assert.match(await says(page), /新しい行 1、変わる行 1、同じ行 318、表にない行 1/);
    await page.locator("input[name=gone]").check();
    await press(page, "下書きに取り込む");
    await upload(page, "次.xlsx", book({ Sheet1: next }));
    assert.match(await says(page), /変わるところはありません[^]*同じ行 320、表にない行 0/);
    assert.deepEqual(filer.complaints, []);
    await filer.close();
  });
}

for (const javaScriptEnabled of [false, true]) {
  test(`a browser that goes back and forth and back brings a file in once and loses nothing, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    const filer = await draft({ javaScriptEnabled });
    let page = filer.page;
    page.setDefaultTimeout(10_000);
    await page.fill("#about", "行き来");
    await press(page, "下書きを保存");
    const rows = (n) => [["管理番号", "メーカー", "製品名", "導入日", "台数", "類型"], ...Array.from({ length: n }, (_, i) => [`K-${i}`, "富士通", `PRIMERGY ${i}`, "", "1", "A"])];
    let take = page.getByRole("button", { name: "下書きに取り込む" });
    const shown = async () => sheets(await download(page, `${filer.at}/excel/filled.xlsx`))["製品一覧"].length - 1;
    await page.goto(`${server.url}${filer.at}/excel`);
    await upload(page, "一.xlsx", book({ "製品一覧": rows(3) }));
    await take.waitFor();
    // Back to where the file was chosen, forth to what was read of it, back and forth again.
    // Pages are kept nowhere: where the way leads to what a form gave, the browser asks whether to send it again. Who says no begins anew.
    const again = async (name, n) => {
      const anew = await page.context().newPage();
      await page.close();
      page = anew;
      take = page.getByRole("button", { name: "下書きに取り込む" });
      await page.goto(`${server.url}${filer.at}/excel`);
      await upload(page, name, book({ "製品一覧": rows(n) }));
    };
    for (const way of ["goBack", "goForward", "goBack", "goForward"]) await page[way]().catch(() => {});
    await again("一.xlsx", 3);
    await take.waitFor();
    await take.click();
    await page.locator(".notice", { hasText: "取り込みました" }).waitFor();
    assert.equal(await shown(), 3);
    // Back to the page of before the press, and the press again: it is in already.
    await page.goto(`${server.url}${filer.at}/excel`);
    await upload(page, "二.xlsx", book({ "製品一覧": rows(5) }));
    await take.waitFor();
    await take.click();
    await page.locator(".notice", { hasText: "取り込みました" }).waitFor();
    await page.goBack().catch(() => {});
    await again("二.xlsx", 5);
    await page.getByText("変わるところはありません").first().waitFor();
    assert.equal(await take.count(), 0);
    assert.equal(await shown(), 5, "twice is once");
    // Two windows on one draft: what was looked at in the first is not what the second has changed.
    const second = await page.context().newPage();
    await page.goto(`${server.url}${filer.at}/excel`);
    await upload(page, "三.xlsx", book({ "製品一覧": rows(6) }));
    await take.waitFor();
    await second.goto(`${server.url}${filer.at}/excel`);
    await upload(second, "四.xlsx", book({ "製品一覧": rows(7) }));
    await second.getByRole("button", { name: "下書きに取り込む" }).click();
    await second.locator(".notice", { hasText: "取り込みました" }).waitFor();
    await take.click();
    await page.getByText(/確かめたあとに|もう一度/).first().waitFor();
    assert.equal(await shown(), 7);
    // The pages of the form: back, forth and back, then saved.
    await page.goto(`${server.url}${filer.at}/step_1`);
    await page.fill("#about", "行き来した");
    await press(page, "次へ");
    await page.locator("#contact").waitFor();
    await page.fill("#contact", "03-0000-0000");
    await page.goBack();
    await page.locator("#about").waitFor();
    await page.goForward();
    await page.locator("#contact").waitFor();
    await page.goBack();
    await page.locator("#about").waitFor();
    assert.equal(await page.locator("#about").inputValue(), "行き来した");
    await press(page, "下書きを保存");
    await page.goto(`${server.url}${filer.at}/step_1`);
    assert.equal(await page.locator("#about").inputValue(), "行き来した", "nothing older came back over it");
    await page.goto(`${server.url}${filer.at}/step_1`);
    assert.doesNotMatch(await says(page), /ほかの人|別の人/, "one's own words do not stand beside one another");
    assert.deepEqual(filer.complaints.filter((c) => !/ERR_CACHE_MISS/.test(c)), []);
    await filer.close();
  });
}

test("the built-in 速報 is filled in by Excel as well, and a hostile or foreign file is answered in words", async () => {
  const { page, complaints, close } = await visit(browser, server, "operator-filer", "/reporting/prompt", { javaScriptEnabled: false });
  await page.locator("main").getByRole("button", { name: /始める|書き始める/ }).first().click();
  const at = path(page).replace(/\/what$/, "");
  await follow(page, /Excel/);
  const template = sheets(await download(page, `${at}/excel/template.xlsx`));
  assert.match(template["記入のしかた"].flat().join("\n"), /公式様式ではありません/);
  assert.equal(template["回答"][0].slice(0, 2).join(), "項目,回答");
  const rows = template["回答"];
  const put = (label, value) => { rows.find((r) => r[0].includes(label))[1] = value; };
  put("起きていること", "マルウェアが実行できる状態に置かれた、痕跡や兆候を見つけた");
  put("一行で", "𠮷野の端末で確認");
  await upload(page, "速報.xlsx", book({ "回答": rows }));
  assert.match(await says(page), /取り込めます[^]*項目が変わります/, await says(page));
  await press(page, "下書きに取り込む");
  await follow(page, "下書きに戻る");
  await page.goto(`${server.url}${at}/what`);
  assert.equal(await page.locator("input[value=malware]").isChecked(), true);
  await page.goto(`${server.url}${at}/excel`);
  const cp932 = await page.request.get(`${server.url}${at}/excel/_answers.cp932.csv`);
  assert.equal(cp932.status(), 422);
  assert.match(await cp932.text(), /B\d/, "the cell that Shift_JIS cannot write is named");
  await upload(page, "x.xlsx", Buffer.from("PK\u0003\u0004 no book"));
  assert.match(await says(page), /読み込め|読み取れ|壊れ/);
  await upload(page, "other.xlsx", book({ "経費": [["日付", "金額"], ["1", "2"]] }));
  assert.match(await says(page), /見つかりませんでした[^]*「項目」「回答」/);
  await page.screenshot({ path: "/tmp/excel-page-1280.png", fullPage: true });
  assert.deepEqual(complaints, []);
  await close();
});
