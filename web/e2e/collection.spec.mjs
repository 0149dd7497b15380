// 社内取りまとめ (R4): the head asks units, they fill in their part, the head looks at what would come, chooses what is said twice, takes over,
// gives back, sends back. A unit sees its own part alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";
import { survey } from "./lib/survey.mjs";

let browser, server, number;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); number = await survey(browser, server); });
after(async () => { await browser?.close(); await server?.close(); });

const path = (page) => new URL(page.url()).pathname;
const says = (page) => page.locator("main").innerText();
const press = (page, name) => page.locator("main").getByRole("button", { name }).first().click();
const follow = (page, name) => page.locator("main").getByRole("link", { name }).first().click();

// fill writes rows into the table of the page and leads back to the question.
async function fill(page, rows) {
  await follow(page, "表に記入する");
  for (const [i, row] of rows.entries()) {
    const cells = page.locator(".fill-table tbody tr").nth(i).locator("td");
    for (const [j, value] of row.entries()) if (value) await cells.nth(j).locator("input").first().fill(value);
  }
  await press(page, "保存して戻る");
}

// looked keeps what people see, where somebody wants to look (LOOK=/tmp/x).
async function looked(page, name) {
  if (!process.env.LOOK) return;
  for (const [size, viewport] of [["375", narrow], ["1280", { width: 1280, height: 900 }]]) {
    for (const lang of ["ja", "en"]) {
      await page.setViewportSize(viewport);
      const url = page.url();
      await page.goto(`${server.url}/help?lang=${lang}`);
      await page.goto(url);
      await page.screenshot({ path: `${process.env.LOOK}/${name}-${size}-${lang}.png`, fullPage: true });
    }
  }
  await page.goto(`${server.url}/help?lang=ja`);
  await page.goBack();
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with script" : "without script";

  test(`three units are asked, one draft is gathered, ${how}`, async () => {
    const options = { javaScriptEnabled };
    const head = await visit(browser, server, "operator-filer", `/reporting/procedures/${number}`, options);
    const page = head.page;
    page.setDefaultTimeout(8000);
    await press(page, /書き始める/);
    await page.fill("#contact", "本社 山﨑 03-0000-2002");
    await press(page, "下書きを保存");
    await follow(page, "社内取りまとめ");
    const board = path(page);
    assert.match(board, /^\/reporting\/collections\//);
    assert.match(await says(page), /まだどの部署にも頼んでいません/);
    await follow(page, "部署に頼む");
    await follow(page, "すべての部署を選ぶ");
    await page.locator("input[name=step][value=about]").uncheck();
    await page.fill("#note", "10月末の時点で書いてください");
    await press(page, "この内容で頼む");
    assert.match(await says(page), /社内締切/, "a day is wanted");
    await page.fill("#due", "令和9年1月31日");
    if (javaScriptEnabled) { await axe(page, "ask"); await page.setViewportSize(narrow); await noSideways(page); }
    await press(page, "この内容で頼む");
    assert.equal(path(page), board, await says(page));
    assert.match(await says(page), /部署に頼みました[^]*確認を終えた部署: \d+件のうち0件[^]*未着手/);

    const site = await visit(browser, server, "operator-site-filer", "/operator/home", options);
    const form = site.page;
    form.setDefaultTimeout(8000);
    const waits = form.locator("main .todo li", { hasText: "部署の分を記入する" }).first();
    await waits.getByRole("link").first().click();
    const part = path(form);
    assert.match(part, /^\/reporting\/asked\//);
    assert.match(await says(form), /10月末の時点で書いてください/);
    assert.doesNotMatch(await says(form), /連絡先を|どなたに連絡/, "what was not asked is not shown");
    await follow(form, "記入する");
    await fill(form, [["N-1", "富士通", "RX1330", "1階"], ["N-2", "シスコ", "C9300", "共用室"]]);
    await press(form, "次へ");
    assert.equal(path(form), part, "the last page of a part is its own");
    await press(form, "部署確認済みにする");
    assert.match(await says(form), /部署確認済み[^]*確認を取り下げて直す/);
    if (javaScriptEnabled) { await axe(form, "part"); await form.setViewportSize(narrow); await noSideways(form); }
    const check = await form.request.get(`${server.url}${part.replace("asked", `procedures/${number}`)}/send`);
    assert.match(check.url(), /\/reporting\/asked\//, "a part is not sent by itself");

    await page.goto(`${server.url}${board}`);
    const rows = page.locator("#units tbody tr");
    const others = (await rows.locator("th a").evaluateAll((all) => all.map((a) => a.getAttribute("href")))).filter((to) => to !== part);
    assert.ok(others.length >= 2, `${others.length} other units`);
    const hidden = await form.request.get(`${server.url}${others[0]}`);
    const absent = await form.request.get(`${server.url}/reporting/asked/D-R8-2222-2222-2`);
    assert.equal(hidden.status(), 404);
    assert.equal(absent.status(), 404);
    assert.equal((await form.request.get(`${server.url}${board}`)).status(), 404, "the head's draft is not a unit's");

    await page.goto(`${server.url}${others[0]}`);
    await follow(page, "記入する");
    await fill(page, [["S-1", "シスコ", "C9300", "共用室"], ["S-2", "富士通", "", ""]]);
    await page.goto(`${server.url}${others[0]}`);
    assert.match(await says(page), /直すところ[^]*2行目 製品名/);
    await press(page, "部署確認済みにする");
    await page.goto(`${server.url}${others[1]}`);
    await press(page, "該当なしと答える");

    await page.goto(`${server.url}${board}`);
    if (others.length > 2) {
      await page.fill("#note", "お待ちしています");
      await press(page, /^催促する$/);
      assert.match(await says(page), /部署に催促しました/);
      assert.match(await says(page), /未把握の部署/);
    }
    if (javaScriptEnabled) { await axe(page, "board"); await looked(page, "board"); }

    await page.goto(`${server.url}${board}/merge`);
    assert.match(await says(page), /重なる内容[^]*選んでいないものが1件[^]*新規 1[^]*選択待ち 1/);
    if (javaScriptEnabled) { await axe(page, "merge"); await looked(page, "merge"); await page.setViewportSize(narrow); await noSideways(page); }
    await page.locator("input[type=radio][name^='d.']").first().check();
    await press(page, "選択を保存する");
    assert.match(await says(page), /1件の選択を保存しました[^]*すべて選んであります/);
    await press(page, /部署をすべて取り込む/);
    assert.match(await says(page), /部署の内容を取り込みました[^]*取り込み済み/);
    await page.goto(`${server.url}/reporting/procedures/${number}/${board.split("/").pop()}/check`);
    const said = await says(page);
    assert.match(said, /C9300/);
    assert.equal(said.match(/C9300/g).length, 1, "what is said twice comes once");
    if (others.length > 2) assert.match(said, /未把握の部署: [^]*このままでも提出できます/);

    await page.goto(`${server.url}${board}/merge`);
    await page.locator("details.why summary").first().click();
    await page.locator("details.why").first().getByRole("button", { name: /差し戻す/ }).click();
    assert.match(await says(page), /1部署に差し戻しました/);
    await page.goto(`${server.url}${others[0]}`);
    assert.match(await says(page), /差戻し[^]*次のところを直してください[^]*製品名/);
    await looked(page, "part-returned");
    await page.goto(`${server.url}${board}/merge`);
    await page.locator("main .todo li", { hasText: "取り込み済み" }).first().getByRole("button", { name: /取り込みを取り消す/ }).click();
    assert.match(await says(page), /取り込みを取り消しました/);
    await page.goto(`${server.url}/reporting/collections`);
    assert.match(await says(page), /頼んでいる取りまとめ/);
    for (const [at, name] of [[board + "/ask", "ask"], ["/reporting/collections", "list"]]) { await page.goto(`${server.url}${at}`); if (javaScriptEnabled) await looked(page, name); }
    assert.deepEqual(head.complaints, []);
    await site.close();
    await head.close();
  });
}
