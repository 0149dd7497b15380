// 機能の公開: what is not open yet says so in the menu and at its address; a function is closed, opened to a ministry's operators,
// and goes back with every draft.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, wide } from "./lib/browser.mjs";
import { api, tokens, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);

const main = (page) => page.locator("main").innerText();

test("what does not exist yet is in the menu, says from when, and what to do until then; its address says the same to everybody", async () => {
  const { page, close } = await at("operator-filer", "/operator/home");
  const entry = page.locator(".site-nav a.later", { hasText: "脆弱性への対応" });
  assert.match(await entry.innerText(), /予定/);
  await entry.click();
  assert.match(await main(page), /令和9年春ごろ開始予定[\s\S]*使う様式[\s\S]*提出先/);
  const answers = new Set();
  for (const who of ["operator-filer", "ministry-officer", "platform-admin", null]) {
    const one = await at(who, "/operator/finding/new");
    assert.match(await main(one.page), /令和9年春ごろ開始予定/);
    answers.add(await main(one.page));
    await one.close();
  }
  assert.equal(answers.size, 1);
  const bytes = new Set();
  for (const who of ["operator-filer", "cabinet-analyst"]) {
    const answer = await fetch(`${server.url}/api/v1/findings`, { headers: { Authorization: `Bearer ${tokens(server)[who]}` } });
    assert.equal(answer.status, 403);
    bytes.add(await answer.text());
  }
  assert.equal(bytes.size, 1);
  assert.match([...bytes][0], /not-open/);
  await close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`${javaScriptEnabled ? "with" : "without"} script: closed for operators, opened to a ministry's, taken back: the draft is there all along`, async () => {
    const filer = await at("operator-filer", "/reporting/prompt", { javaScriptEnabled });
    await filer.page.locator("main form.form button").click();
    await filer.page.locator("input[value=malware]").check();
    await filer.page.fill("#what_text", "閉じても残る一行");
    await filer.page.locator("main form.form button[value=next]").click();
    const draft = new URL(filer.page.url()).pathname.replace(/\/[a-z]+$/, "/what");

    const admin = await at("platform-admin", "/functions/manage", { javaScriptEnabled });
    await admin.page.getByRole("link", { name: "公開を決める" }).click();
    await admin.page.locator("#function").selectOption("report");
    await admin.page.locator("input[value=close]").check();
    await admin.page.locator("input[name=reach][value=kind]").check();
    await admin.page.locator("#kind").selectOption("operator");
    await admin.page.fill("#address", "経済産業省 電力危機管理室 03-0000-1101");
    await admin.page.locator("main form button[value=check]").click();
    assert.match(await main(admin.page), /入力してください|必要/, "a ground is needed");
    await admin.page.fill("#ground", "点検のため");
    await admin.page.locator("main form button[value=check]").click();
    assert.match(await main(admin.page), /休止すると[\s\S]*点検のため/);
    await admin.page.locator("main form button[value=go]").click();
    assert.match(await main(admin.page), /決定しました/);

    await filer.page.goto(server.url + draft);
    assert.match(await main(filer.page), /いまは使えません[\s\S]*03-0000-1101[\s\S]*下書きは残っています/);
    assert.equal(await filer.page.getByText("閉じても残る一行").count(), 0);

    const chief = await at("ministry-supervisor", "/organisation", { javaScriptEnabled });
    await chief.page.locator("main").getByRole("link", { name: "公開の決定" }).click();
    await chief.page.getByRole("link", { name: "公開を決める" }).click();
    assert.equal(await chief.page.locator("input[value=close], input[value=everybody]").count(), 0, "a ministry is offered what it may not do");
    await chief.page.locator("#function").selectOption("report");
    await chief.page.locator("input[name=reach][value=ministry]").check();
    await chief.page.fill("#ground", "先行運用");
    await chief.page.locator("main form button[value=check]").click();
    await chief.page.locator("main form button[value=go]").click();
    await filer.page.goto(server.url + draft);
    assert.equal(await filer.page.inputValue("#what_text"), "閉じても残る一行");

    await chief.page.getByRole("button", { name: "この決定を取りやめる" }).click();
    assert.match(await main(chief.page), /取りやめ/);
    await filer.page.goto(server.url + draft);
    assert.match(await main(filer.page), /いまは使えません/);

    await admin.page.getByRole("button", { name: "この決定を取りやめる" }).click();
    await filer.page.goto(server.url + draft);
    assert.equal(await filer.page.inputValue("#what_text"), "閉じても残る一行");
    for (const who of [filer, admin, chief]) await who.close();
  });
}

test("the same through the API: a wrong decision names its places, a good one counts from the next request on", async () => {
  await assert.rejects(api(server, "ministry-supervisor", "POST", "/openings", { function: "report", way: "close", reach: "everybody", ground: "x" }), /422[\s\S]*way[\s\S]*reach/);
  await assert.rejects(api(server, "platform-admin", "POST", "/openings", { function: "vulnerability", way: "open", reach: "everybody", ground: "x" }), /422[\s\S]*way/);
  const shut = await api(server, "platform-admin", "POST", "/openings", { function: "names", way: "close", reach: "kind", of: "supplier", ground: "x" });
  await assert.rejects(api(server, "supplier", "GET", "/products/names"), /403[\s\S]*not-open/);
  assert.equal((await api(server, "supplier", "GET", "/functions")).functions.find((f) => f.id === "names").open, false);
  await api(server, "operator-filer", "GET", "/products/names");
  await api(server, "platform-admin", "POST", `/openings/${shut.id}/end`, {});
  await api(server, "supplier", "GET", "/products/names");
});

for (const [name, viewport, lang] of [["375 px ja", narrow, "ja"], ["375 px en", narrow, "en"], ["1280 px ja", wide, "ja"], ["1280 px en", wide, "en"]]) {
  test(`the pages at ${name}: axe finds nothing, nothing sticks out, nothing is blocked`, async () => {
    for (const [who, path, label] of [
      [null, "/functions", "all"], ["operator-filer", "/functions/vulnerability", "one"], ["operator-filer", "/operator/finding", "closed"], ["platform-admin", "/functions/manage", "manage"], ["platform-admin", "/functions/manage/new", "new"],
      ["council-member", "/help", "council"], ["operator-filer", "/operator/home", "home"],
    ]) {
      const { page, complaints, close } = await at(who, path, { viewport, lang });
      if ((viewport === narrow) === (lang === "ja")) await axe(page); // each width and each language once
      await noSideways(page);
      if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/functions-${label}-${name.replaceAll(" ", "-")}.png`, fullPage: true });
      assert.deepEqual(complaints.filter((c) => !/403/.test(String(c))), []);
      await close();
    }
  });
}
