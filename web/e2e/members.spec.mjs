// An organisation says who acts for it: invite, accept, change, end; hand over on 1 April; join with an account of one's own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { answer, arrived, mailed, signIn } from "./lib/account.mjs";
import { axe, narrow, noSideways, open, wide, zoomed } from "./lib/browser.mjs";
import { api, as, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);

const next = (page, name) => page.locator("main").getByRole("button", { name }).click();

// invite offers a hat and returns the code that the page shows once.
async function invite(page, { name, mail, role }) {
  await page.goto(`${server.url}/organisation/members/invite`);
  await page.fill("#name", name);
  await page.fill("#mail", mail);
  await page.getByRole("checkbox", { name: role }).check();
  await page.locator("#mail").press("Enter"); // Enter only checks
  assert.match(await page.locator(".answers").innerText(), new RegExp(name));
  await next(page, "この内容で招待する");
  return page.locator("#code").innerText();
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with script" : "without script";
  test(`${how}: invite, accept, change the role, end: each effective on the next request`, async () => {
    const mail = `nagisa-${javaScriptEnabled}@example.jp`, name = `𠮷岡 渚${javaScriptEnabled ? "" : "子"}`;
    const admin = await at("operator-admin", "/organisation/members", { javaScriptEnabled });
    const code = await invite(admin.page, { name, mail, role: "閲覧者" });
    assert.match(code, /^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    const { link, body } = await mailed(server, mail);
    assert.ok(!body.includes("あおぞら") && !body.includes(name) && !body.includes(code), "the mail says more than it must");
    await admin.page.goto(`${server.url}/organisation/members`);
    await admin.page.locator("main").getByRole("link", { name: "招待の状況" }).first().click();
    const mine = admin.page.locator("li", { hasText: name });
    assert.match(await mine.innerText(), /送信済み|送信待ち/, "the invitation is not listed");

    const guest = await at(null, "/help", { javaScriptEnabled });
    for (let i = 0; i < 5; i++) assert.equal((await guest.page.request.get(link)).status(), 200); // a link scanner
    await admin.page.reload();
    assert.match(await mine.innerText(), /送信済み/, "a scanner opened it");
    const seed = await answer(guest.page, link, code.toLowerCase().replaceAll("-", " "));
    assert.match(await guest.page.locator("main").innerText(), /管理者の確認待ち/);
    if (javaScriptEnabled) await axe(guest.page);
    await guest.page.goto(`${server.url}/account`);
    assert.match(guest.page.url(), /\/signin/, "somebody is in whom one administrator alone knows");
    await admin.page.reload();
    assert.match(await mine.innerText(), /二人目の確認待ち.*コードで確認.*あと1人/s);
    assert.equal(await mine.getByRole("button", { name: /本人を確かめた/ }).count(), 0, "one administrator can give both words");
    if (javaScriptEnabled) await axe(admin.page);
    const house = await at("platform-admin", "/admin/letter", { javaScriptEnabled }); // the organisation has one administrator
    await house.page.getByRole("checkbox", { name: new RegExp(name) }).check();
    await house.page.getByRole("button", { name: "選んだ人の本人確認を記録する" }).click();
    await house.page.locator(".notice", { hasText: "本人の確認を記録しました" }).waitFor();
    await house.close();
    const told = await arrived(server, mail, /アカウントを使えるようになりました/);
    assert.ok(!told.body.includes("http") && !told.body.includes("あおぞら") && !told.body.includes(name), "the mail says more than it must");
    await admin.page.reload();
    assert.match(await admin.page.locator("section[aria-labelledby=over] tr", { hasText: name }).first().innerText(), /利用開始.*令和.*令和/s, "when the person was told is not shown");
    await signIn(guest.page, server.url, mail, seed);
    await guest.page.goto(`${server.url}/account`);
    assert.match(await guest.page.locator(".who").innerText(), /あおぞら送配電株式会社\/閲覧者/);
    assert.equal((await guest.page.request.get(`${server.url}/reporting/prompt`)).status(), 404);

    await admin.page.goto(`${server.url}/organisation/members?q=${encodeURIComponent("渚")}`);
    await admin.page.getByRole("link", { name, exact: true }).click();
    await admin.page.getByRole("link", { name: "役割・部署を変える" }).click();
    await admin.page.getByRole("checkbox", { name: "閲覧者" }).uncheck();
    await admin.page.getByRole("checkbox", { name: "届出・報告担当" }).check();
    await next(admin.page, "確認へ進む");
    assert.match(await admin.page.locator(".answers").innerText(), /今は 閲覧者/);
    await next(admin.page, "この内容に変える");
    await admin.page.locator(".notice", { hasText: "次の操作から効きます" }).waitFor();
    await guest.page.reload();
    assert.match(await guest.page.locator(".who").innerText(), /届出・報告担当/);
    assert.equal((await guest.page.request.get(`${server.url}/reporting/prompt`)).status(), 200);

    await admin.page.goto(`${server.url}/organisation/members?q=${encodeURIComponent("渚")}`);
    await admin.page.getByRole("link", { name, exact: true }).click();
    await admin.page.getByRole("link", { name: "立場を終わらせる" }).click();
    await next(admin.page, "確認へ進む");
    await next(admin.page, "終わらせる");
    await admin.page.locator(".notice", { hasText: "終了を登録しました" }).waitFor();
    await arrived(server, mail, /あなたの立場に変更がありました/);
    await guest.page.goto(`${server.url}/reporting/prompt`);
    assert.match(guest.page.url(), /\/signin/, "an ended hat is still worn");
    await admin.page.goto(`${server.url}/organisation/members?state=past`);
    assert.equal(await admin.page.getByRole("link", { name, exact: true }).count(), 1, "the name is gone from history");
    assert.deepEqual([...admin.complaints, ...guest.complaints], []);
    await admin.close();
    await guest.close();
  });
}

// the next 1 April that lies ahead.
function april() {
  const now = new Date();
  const y = now.getMonth() > 2 ? now.getFullYear() + 1 : now.getFullYear();
  return { iso: `${y}-04-01`, typed: `令和${y - 2018}年４月１日` };
}

for (const javaScriptEnabled of [true, false]) {
  test(`${javaScriptEnabled ? "with" : "without"} script: a hand-over on 1 April is planned, shown, taken back; a leaver cannot follow`, async () => {
    const { page, complaints, close } = await at("operator-admin", "/organisation/handover/new", { javaScriptEnabled });
    const choose = async (id, name) => page.selectOption(id, await page.locator(`${id} option`, { hasText: name }).first().getAttribute("value"));
    await choose("#leaver", "山﨑 さくら");
    await choose("#heir", "岡 大輔");
    await page.fill("#on", april().typed);
    await page.fill("#note", "金庫の鍵は総務にあります。");
    await next(page, "確認へ進む");
    const answers = await page.locator(".answers").innerText();
    assert.match(answers, /山﨑 さくら さんは令和\d+年4月1日.*の24時まで/);
    assert.match(answers, /岡 大輔 さんは令和\d+年4月1日.*の0時から/);
    await next(page, "この内容で登録する");
    await page.locator(".notice", { hasText: "引継ぎを登録しました" }).waitFor();
    assert.match(await page.locator("section[aria-labelledby=planned]").innerText(), /山﨑 さくら さんから 岡 大輔 さんへ/);
    const planned = await api(server, "operator-admin", "GET", "/organisation/handovers");
    assert.equal(planned.handovers[0].from_at, `${april().iso}T00:00:00+09:00`);
    assert.equal(Date.parse(planned.handovers[0].until_at) - Date.parse(planned.handovers[0].from_at), 86_400_000, "the leaver's rights end at 24:00 of the day");
    await page.getByRole("button", { name: /^取り消す/ }).click();
    await page.locator(".notice", { hasText: "取り消しました" }).waitFor();
    assert.equal((await api(server, "operator-admin", "GET", "/organisation/handovers")).handovers.length, 0);

    await page.goto(`${server.url}/organisation/handover/many`);
    await page.fill("#sheet", `person12@example.jp\tperson15@example.jp\t${april().iso}\nperson99@example.jp\tperson15@example.jp\tR9.2.30`);
    await next(page, "確認へ進む");
    const bad = await page.locator(".problems").innerText();
    assert.match(bad, /2行目.*person99@example.jp/s);
    assert.match(bad, /2行目.*その日付はありません|読み取れません/s);
    assert.equal((await api(server, "operator-admin", "GET", "/organisation/handovers")).handovers.length, 0);
    assert.deepEqual(complaints, []);
    await close();
  });
}

for (const javaScriptEnabled of [true, false]) {
  test(`${javaScriptEnabled ? "with" : "without"} script: who has not signed in for long is listed, locked, let in again, kept with a reason`, async () => {
    const admin = await at("operator-admin", "/organisation", { javaScriptEnabled });
    const { page } = admin;
    await page.getByRole("link", { name: "使われていないアカウント" }).click();
    await page.fill("#days", "7");
    await next(page, "この日数にする");
    assert.match(await page.locator(".problems").innerText(), /30から730まで/);
    await page.fill("#days", "３０");
    await next(page, "この日数にする");
    await page.locator(".notice", { hasText: "日数を変えました" }).waitFor();
    const [who, token] = javaScriptEnabled ? ["佐藤 一郎", "operator-approver"] : ["岡 大輔", "operator-viewer"];
    const listed = page.locator("section[aria-labelledby=list] li", { hasText: who }), locked = page.locator("section[aria-labelledby=locked] li", { hasText: who });
    assert.match(await listed.innerText(), /日使われていません.*(サインインの記録なし|最後の利用).*自動停止の予定/s);
    await listed.getByRole("button", { name: /停止する/ }).click();
    await page.locator(".notice", { hasText: "次の操作から使えません" }).waitFor();
    await assert.rejects(api(server, token, "GET", "/reports"), /401/, "a token acts on");
    assert.match(await locked.innerText(), /鈴木 みどり/);
    await locked.getByRole("button", { name: /解除/ }).click();
    await page.locator(".notice", { hasText: "停止を解除しました" }).waitFor();
    assert.equal(await listed.count() + await locked.count(), 0);
    const other = page.locator("section[aria-labelledby=list] li").first();
    const name = (await other.locator(".todo-what").innerText()).split(" ").slice(1).join(" ");
    await other.locator("summary").click();
    await other.getByRole("button", { name: "理由を残して継続する" }).click();
    assert.match(await page.locator(".problems").innerText(), /継続する理由/);
    await page.locator("details[open] input[name=reason]").fill("育児休業中");
    await page.locator("details[open]").getByRole("button").click();
    await page.locator(".notice", { hasText: "継続を記録しました" }).waitFor();
    assert.equal(await page.locator("section[aria-labelledby=list] li", { hasText: name }).count(), 0);
    assert.deepEqual(admin.complaints, []);
    await admin.close();
  });
}

test("a hand-over today: the heir has the hat at once, by the switch in the header", async () => {
  const list = (await api(server, "operator-admin", "GET", "/organisation/members")).members;
  const [leaver, heir] = ["辻 和也", "岡 大輔"].map((n) => list.find((m) => m.name === n));
  const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
  await api(server, "operator-admin", "POST", "/organisation/handovers", { leaver: leaver.id, heir: heir.id, on: today });
  const { page, close } = await at("operator-viewer", "/account/hat");
  await page.locator("li", { hasText: "届出・報告担当" }).getByRole("button").click();
  await page.goto(`${server.url}/help`);
  assert.match(await page.locator(".who").innerText(), /届出・報告担当/);
  await close();
});

test("somebody of three organisations: the acting one stands in the header, joins by consent, nothing crosses", async () => {
  const { page, close } = await at("group-csirt", "/account/hat");
  const hats = await page.locator(".todo li").allInnerTexts();
  assert.equal(hats.length, 3, hats.join("\n"));
  await page.locator("li", { hasText: "あおぞら発電株式会社" }).getByRole("button").click();
  await page.goto(`${server.url}/reporting/reports`);
  assert.match(await page.locator(".who").innerText(), /あおぞら発電株式会社/);
  assert.ok(!(await page.locator("main").innerText()).includes("あおぞら送配電"), "the grid company's reports are shown");
  const grid = await api(server, "operator-admin", "GET", "/organisation/members");
  assert.ok(!JSON.stringify(grid).includes("発電") && !JSON.stringify(grid).includes("ホールディングス"), "one organisation is told of the other");
  await close();
});

for (const [javaScriptEnabled, who, name] of [[true, "other-operator-filer", "中島 恵"], [false, "maintainer", "森田 剛"]]) {
  test(`${javaScriptEnabled ? "with" : "without"} script: an address that has an account is invited as any other: its person agrees, two administrators stand by it`, async () => {
    const mail = javaScriptEnabled ? "person17@example.jp" : "person31@example.jp";
    const gen = await at("operator-admin", "/organisation/members", { javaScriptEnabled });
    const called = `招かれた人 ${javaScriptEnabled ? "甲" : "乙"}`;
    const code = await invite(gen.page, { name: called, mail, role: "届出・報告担当" });
    const { link } = await mailed(server, mail);
    const they = await at(who, "/help", { javaScriptEnabled });
    await they.page.goto(link);
    await they.page.fill("#code", code);
    await they.page.locator("main form button").click();
    await they.page.waitForURL(/\/account\/joining/);
    assert.match(await they.page.locator(".answers").innerText(), /あおぞら送配電株式会社/);
    const joined = async () => (await api(server, "operator-admin", "GET", "/organisation/members")).members.find((m) => m.mail === mail);
    assert.equal(await joined(), undefined, "somebody joined without agreeing");
    if (javaScriptEnabled) await axe(they.page);
    await they.page.getByRole("button", { name: "同意して加わる" }).click();
    await they.page.locator("main", { hasText: "同意を受け付けました" }).waitFor();
    if (javaScriptEnabled) await axe(they.page);
    assert.equal(await joined(), undefined, "one administrator's word was enough");
    await gen.page.goto(`${server.url}/organisation/members/invitations`);
    assert.match(await gen.page.locator("section[aria-labelledby=waiting] li", { hasText: called }).innerText(), /あと1人/);
    const house = await at("platform-admin", "/admin/letter", { javaScriptEnabled }); // the organisation has one administrator
    await house.page.getByRole("checkbox", { name: new RegExp(called) }).check();
    await house.page.getByRole("button", { name: "選んだ人の本人確認を記録する" }).click();
    await house.page.locator(".notice", { hasText: "本人の確認を記録しました" }).waitFor();
    await arrived(server, mail, /アカウントを使えるようになりました/);
    assert.equal((await joined()).name, name);
    await they.page.goto(`${server.url}/account/hat`);
    assert.equal(await they.page.locator(".todo li", { hasText: "あおぞら送配電" }).count(), 1);
    assert.deepEqual([...gen.complaints, ...they.complaints, ...house.complaints], []);
    for (const one of [house, they, gen]) await one.close();
  });
}

test("nobody ends their own hat: they ask, and another administrator ends it", async () => {
  const list = async () => (await api(server, "ministry-supervisor", "GET", "/organisation/members")).members;
  const [me, other] = ["石﨑 浩二", "髙木 真理子"].map((n) => (name) => name.find((m) => m.name === n));
  const { id, unit, roles } = other(await list());
  await api(server, "ministry-supervisor", "POST", `/organisation/members/${id}/change`, { unit, roles: [...roles, "supervisor"] });
  const mine = me(await list()).id;
  const { page, close } = await at("ministry-supervisor", `/organisation/members/${mine}/end`);
  await next(page, "確認へ進む");
  await next(page, "終わらせる");
  await page.locator(".problems, .notice", { hasText: "自分の立場は、自分では終えられません" }).waitFor();
  await page.goto(`${server.url}/account/leaving`);
  await next(page, "離任を申し出る");
  await page.locator("main", { hasText: "離任を申し出ました" }).waitFor();
  assert.equal(me(await list()).leaving, true);
  await assert.rejects(api(server, "ministry-supervisor", "POST", `/organisation/members/${mine}/end`, {}), /409/);
  await api(server, "ministry-supervisor", "POST", `/organisation/members/${id}/change`, { unit, roles });
  await close();
});

test("who administers nothing finds nothing, and only what is below is shown", async () => {
  for (const who of ["operator-filer", "operator-viewer", "ministry-officer", "platform-admin"]) {
    const { page, close } = await at(who, "/help");
    for (const path of ["/organisation/members", "/organisation/members/invite", "/organisation/handover", "/organisation/stale", "/organisation/export/members/csv"]) {
      assert.equal((await page.request.get(server.url + path)).status(), 404, `${who} ${path}`);
    }
    await close();
  }
  const { page, close } = await at("ministry-supervisor", "/organisation/members");
  const text = await page.locator("main").innerText();
  assert.ok(text.includes("髙木 真理子") && !text.includes("三浦 京子"), "another office's people are shown");
  await close();
});

test("invitations: a second letter is a word, sent again the code before is over, withdrawn nothing opens", async () => {
  const admin = await at("operator-admin", "/organisation/members");
  const name = "髙橋 まなぶ", mail = "manabu@example.jp";
  const code = await invite(admin.page, { name, mail, role: "閲覧者" });
  const { link } = await mailed(server, mail);
  await admin.page.goto(`${server.url}/organisation/members/invitations`);
  const row = admin.page.locator("li", { hasText: name });
  await row.getByRole("button", { name: /招待を出し直す|出し直す/ }).click();
  const newer = await admin.page.locator("#code").innerText();
  assert.notEqual(newer, code);
  const guest = await at(null, "/help");
  await guest.page.goto(link);
  await guest.page.fill("#code", code);
  await guest.page.locator("main form button").click();
  await guest.page.locator(".problems").waitFor();
  await admin.page.goto(`${server.url}/organisation/members/invitations`);
  await row.getByRole("button", { name: /封書を印刷する/ }).click();
  await admin.page.locator("article.letter").waitFor();
  assert.match(await admin.page.locator("article.letter").innerText(), /髙橋 まなぶ[^]*[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/);
  await axe(admin.page);
  await admin.page.goto(`${server.url}/organisation/members/invitations`);
  await row.getByRole("button", { name: /取り消す|取消/ }).click();
  await admin.page.locator(".notice", { hasText: "取り消しました" }).waitFor();
  const { invitations } = await api(server, "operator-admin", "GET", "/organisation/invitations");
  assert.deepEqual(invitations.filter((i) => i.mail === mail).map((i) => i.state), ["withdrawn", "withdrawn"]);
  await guest.close();
  await admin.close();
});

for (const [name, viewport, lang] of [["375 px ja", narrow, "ja"], ["1280 px en", wide, "en"], ["200 % zoom ja", zoomed, "ja"]]) {
  test(`pages of the organisation at ${name}: axe finds nothing, nothing sticks out, nothing is blocked`, async () => {
    const { page, complaints, close } = await at("operator-admin", "/organisation", { viewport, lang });
    const { members } = await api(server, "operator-admin", "GET", "/organisation/members");
    const one = members.find((m) => m.name === "佐藤 一郎").id;
    for (const path of ["", "/members", "/members?q=nobody", "/members/invite", "/members/invitations", `/members/${one}`, `/members/${one}/change`, `/members/${one}/end`, "/handover", "/handover/new", "/handover/many", "/deputy", "/contact"]) {
      await page.goto(`${server.url}/organisation${path}`);
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      if (viewport !== zoomed) await axe(page);
      await noSideways(page);
      assert.deepEqual(complaints, [], path);
    }
    await page.goto(`${server.url}/organisation/members/invite`);
    await page.locator("button[value=check]").click();
    await page.locator(".problems").waitFor();
    if (viewport !== zoomed) await axe(page);
    await close();
  });
}
