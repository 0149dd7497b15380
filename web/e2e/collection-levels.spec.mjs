// 社内取りまとめ over four levels (R4): the unit in the middle asks those below it, answers come up level by level; the letter of a request
// is followed from the spool; a part goes out and in as Excel; a day is moved, one press reminds, one unit has nothing and one is late.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
import { demo, later } from "./lib/server.mjs";
import { survey } from "./lib/survey.mjs";
import { book, sheets } from "./lib/xlsx.mjs";

let browser, server, number;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); number = await survey(browser, server); });
after(async () => { await browser?.close(); await server?.close(); });

const path = (page) => new URL(page.url()).pathname;
const says = (page) => page.locator("main").innerText();
const press = (page, name) => page.locator("main").getByRole("button", { name }).first().click();
const follow = (page, name) => page.locator("main").getByRole("link", { name }).first().click();
const told = (page, text) => page.locator(".notice", { hasText: text }).first().waitFor();
const day = (from) => new Date(Date.now() + 9 * 3600e3 + from * 86_400e3).toISOString().slice(0, 10);

// below adds a unit under another, as the organisation's administrator does.
async function below(page, above, name) {
  await page.goto(`${server.url}/organisation/units`);
  await page.locator("ul.tree li", { has: page.getByRole("link", { name: above, exact: true }) }).getByRole("link", { name: /下に追加/ }).click();
  await page.fill("#name", name);
  await page.locator("main button[value=check]").click();
  await page.locator("main button[value=go]").click();
  await told(page, "部署を追加しました");
}

// letters are the messages in the spool that go to an address, by their subject.
function letters(address) {
  const dir = join(server.data, "mail/new");
  return readdirSync(dir).map((name) => readFileSync(join(dir, name), "utf8")).filter((text) => text.includes(address)).map((text) => {
    const [head, ...body] = text.split(/\r?\n\r?\n/);
    const subject = head.replace(/\r?\n[ \t]/g, "").match(/^Subject: (.*)$/m)[1].replace(/\?=\s*=\?/g, "?==?").replace(/=\?utf-8\?([bq])\?(.*?)\?=/gi, (_, how, said) => (/b/i.test(how) ? Buffer.from(said, "base64").toString() : decodeURIComponent(said.replace(/_/g, " ").replace(/=/g, "%"))));
    const whole = body.join("\n\n");
    return { subject, body: /base64/i.test(head) ? Buffer.from(whole, "base64").toString() : whole };
  });
}

// ask asks one unit below a draft for its part; the page is the board of that draft.
async function ask(page, unit, due, note) {
  await follow(page, /部署に頼む|ほかの部署にも頼む/);
  await page.getByLabel(unit, { exact: false }).first().check();
  if (note) await page.fill("#note", note);
  await page.fill("#due", due);
  await press(page, "この内容で頼む");
  await told(page, "部署に頼みました");
}

// partOf is the address of a unit's part on a board.
const partOf = (page, unit) => page.locator("#units tbody tr", { hasText: unit }).locator("th a").first().getAttribute("href");

// up takes over what is ready on a board.
async function up(page, board) {
  await page.goto(`${server.url}${board}/merge`);
  await press(page, /部署をすべて取り込む/);
  await told(page, "部署の内容を取り込みました");
}

test("answers come up through four levels, one by Excel; the letter of the request is in the spool", async () => {
  const admin = await visit(browser, server, "operator-admin", "/organisation/mail/new");
  await admin.page.fill("#address", "hokubu@example.jp");
  const unit = admin.page.locator("select[name=unit]");
  if (await unit.count()) await unit.selectOption({ label: (await unit.locator("option", { hasText: "北部給電指令所" }).first().innerText()) });
  else await admin.page.getByLabel(/北部給電指令所/).first().check();
  await admin.page.locator("main button[value=check]").click();
  await admin.page.getByRole("button", { name: "追加する" }).click();
  await told(admin.page, "届け先を追加しました");
  await below(admin.page, "北部給電指令所", "制御課");
  await below(admin.page, "制御課", "保守係");
  await admin.close();

  const head = await visit(browser, server, "operator-filer", `/reporting/procedures/${number}`);
  await press(head.page, /書き始める/);
  await head.page.fill("#contact", "本社 山﨑 03-0000-2002");
  await press(head.page, "下書きを保存");
  await follow(head.page, "社内取りまとめ");
  const board = path(head.page);
  await ask(head.page, "北部給電指令所", day(30), "機密の文は書かれません");

  const site = await visit(browser, server, "operator-site-filer", "/operator/home");
  const page = site.page;
  await page.locator("main .todo li", { hasText: "部署の分を記入する" }).first().getByRole("link").first().click();
  const first = path(page);

  // The letter: to the unit's shared address, with three words, the number of the part and no link; nothing of what was asked.
  const part = first.split("/").pop().replace(/^[A-Z]+-/, "");
  let letter;
  for (let i = 0; i < 150 && !letter; i++) {
    letter = letters("hokubu@example.jp").find((m) => m.subject.includes(part));
    if (!letter) await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.ok(letter, `no letter among ${JSON.stringify(letters("hokubu@example.jp"))}`);
  assert.match(letter.subject, /^【要対応】/);
  assert.doesNotMatch(letter.subject + letter.body, /機密の文|設置状況|山﨑|https?:/);

  // The second level asks the third, the third the fourth.
  await follow(page, "この分を、さらに下の部署に頼む");
  const second = path(page);
  assert.notEqual(second, board);
  await ask(page, "制御課", day(20));
  const third = await partOf(page, "制御課");
  await page.goto(`${server.url}${third}`);
  await follow(page, "この分を、さらに下の部署に頼む");
  const last = path(page);
  await ask(page, "保守係", day(10));
  const fourth = await partOf(page, "保守係");

  // A part's files are the head's: the page leads back to the part, and nothing is taken.
  const files = `/reporting/procedures/${number}/${fourth.split("/").pop()}/files`;
  await page.goto(server.url + files);
  assert.equal(path(page), fourth);
  const refused = await page.request.post(server.url + files, { multipart: { key: "k", file: { name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a") } }, headers: { Origin: server.url } });
  assert.equal(refused.status(), 409);
  assert.match(await refused.text(), /部署の分には添付できません/);

  // The fourth level answers by Excel: out with its own heads, in with rows.
  await page.goto(`${server.url}${fourth}`);
  await follow(page, /Excel/);
  const at = path(page);
  const out = sheets(await (await page.request.get(`${server.url}${at}/filled.xlsx`)).body());
  const [name, rows] = Object.entries(out).find(([, r]) => r.some((cells) => cells.some((c) => c.startsWith("製品名")))) ?? assert.fail(JSON.stringify(out));
  assert.equal(Object.keys(out).some((s) => JSON.stringify(out[s]).includes("山﨑")), false, "the head's answers are in a unit's book");
  const heads = rows.findIndex((cells) => cells.some((c) => c.startsWith("製品名")));
  const at4 = (cells) => rows[heads].map((title) => cells[Object.keys(cells).find((c) => title.startsWith(c))] ?? "");
  await page.setInputFiles("#file", { name: "部署の分.xlsx", mimeType: "application/octet-stream", buffer: book({ [name]: [...rows.slice(0, heads + 1), at4({ "管理番号": "H-1", "メーカー": "髙﨑製作所", "製品名": "𠮷形中継器", "設置場所": "地下" }), at4({ "管理番号": "H-2", "メーカー": "シスコ", "製品名": "C9300", "設置場所": "2階" })] }) });
  await press(page, "読み込んで確かめる");
  await page.getByText("取り込めます").first().waitFor();
  assert.match(await says(page), /新しい行 2/);
  await press(page, "下書きに取り込む");
  await told(page, "取り込みました");
  await page.goto(`${server.url}${fourth}`);
  assert.match(await says(page), /𠮷形中継器/);
  await press(page, "部署確認済みにする");
  await page.getByRole("button", { name: "確認を取り下げて直す" }).waitFor();

  await up(page, last);
  await page.goto(`${server.url}${third}`);
  assert.match(await says(page), /𠮷形中継器/);
  await axe(page); await page.setViewportSize(narrow); await noSideways(page); await page.setViewportSize({ width: 1280, height: 900 });
  await press(page, "部署確認済みにする");
  await page.getByRole("button", { name: "確認を取り下げて直す" }).waitFor();
  await up(page, second);
  await page.goto(`${server.url}${first}`);
  await press(page, "部署確認済みにする");
  await page.getByRole("button", { name: "確認を取り下げて直す" }).waitFor();
  await up(head.page, board);
  await head.page.goto(`${server.url}/reporting/procedures/${number}/${board.split("/").pop()}/check`);
  assert.match(await says(head.page), /髙﨑製作所[^]*𠮷形中継器[^]*C9300/);
  assert.equal((await page.request.get(`${server.url}${board}`)).status(), 404, "the head's board is not the site's");
  assert.deepEqual([...site.complaints, ...head.complaints], []);
  await site.close();
  await head.close();
});

test("a day is moved, one press reminds all, one unit has nothing, one is late and is named", async () => {
  let head = await visit(browser, server, "operator-filer", `/reporting/procedures/${number}`, { javaScriptEnabled: false });
  let page = head.page;
  await press(page, /書き始める|新しく/);
  await page.fill("#contact", "本社 03-0000-2002");
  await press(page, "下書きを保存");
  await follow(page, "社内取りまとめ");
  const board = path(page);
  await follow(page, "部署に頼む");
  await follow(page, "すぐ下の部署だけを選ぶ");
  await page.fill("#due", day(5));
  await press(page, "この内容で頼む");
  await told(page, "部署に頼みました");
  const parts = await page.locator("#units tbody tr th a").evaluateAll((all) => all.map((a) => [a.textContent, a.getAttribute("href")]));
  assert.ok(parts.length >= 3);
  const [none, late, moved] = parts;

  await page.locator("#units tbody tr", { hasText: moved[0] }).locator("input[type=checkbox]").check();
  await page.fill("#due", day(-1));
  await press(page, "締切を変える");
  await page.locator(".problems, .notice.tone-bad, .notice.tone-warn").first().waitFor();
  assert.match(await says(page), /今日以降の日/);
  await page.fill("#due", day(40));
  await press(page, "締切を変える");
  await told(page, "1部署の締切を変えました");
  await press(page, "終わっていない部署すべてに催促する");
  await told(page, `${parts.length}部署に催促しました`);
  await press(page, "終わっていない部署すべてに催促する");
  await page.locator(".notice", { hasText: "1日1回" }).waitFor();

  await page.goto(server.url + none[1]);
  await press(page, "該当なしと答える");
  await page.getByRole("button", { name: "確認を取り下げて直す" }).waitFor();
  await page.goto(server.url + moved[1]);
  assert.match(await says(page), /催促[^]*締切の変更|締切の変更[^]*催促/);
  await head.close();

  server = await later(server, 8);
  head = await visit(browser, server, "operator-filer", board);
  page = head.page;
  const row = (one) => page.locator("#units tbody tr", { hasText: one[0] }).first().innerText();
  assert.match(await row(none), /該当なし/);
  assert.match(await row(late), /未着手[^]*3日経過/);
  assert.doesNotMatch(await row(moved), /経過/);
  assert.match(await says(page), /締切を過ぎた部署[^]*未把握の部署/);
  await axe(page); await page.setViewportSize(narrow); await noSideways(page);
  await page.goto(`${server.url}/reporting/procedures/${number}/${board.split("/").pop()}/check`);
  assert.match(await says(page), new RegExp(`未把握の部署: [^\n]*${late[0].trim()}[^]*このままでも提出できます`));
  assert.deepEqual(head.complaints, []);
  await head.close();
});
