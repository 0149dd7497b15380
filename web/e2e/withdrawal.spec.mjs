// 届出の取下げ: from the page of a filing; both sides see it with the way between the two, what stood before stands again, and every later press says why not.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown, wide } from "./lib/browser.mjs";
import { api, tokens, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const path = (page) => new URL(page.url()).pathname;
const says = (page) => page.locator("main").innerText();
const press = (page, name) => page.locator("main").getByRole("button", { name }).first().click();
const who = "operator-filer";

const list = (...products) => ({
  business: "electricity", contact: "設備管理課 山﨑 03-0000-0000", facilities: [{ no: "S1", name: "𠮷野給電指令システム", role: "critical" }],
  products: products.map((product) => ({ product, maker: "髙﨑製作所", kind: "software", types: ["a", "b", "c", "d", "e", "f"], facility: "S1", existing: "yes" })),
});

const notify = (...products) => api(server, who, "POST", "/procedures/asset.new/filings", list(...products));

// refused is the sentence with which the API answers what it does not do.
async function refused(name, path, body) {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method: "POST", headers: { Authorization: `Bearer ${tokens(server)[name]}`, "Content-Type": "application/json", "Accept-Language": "ja", "Idempotency-Key": crypto.randomUUID() }, body: JSON.stringify(body),
  });
  assert.equal(answer.status, 409, path);
  return (await answer.json()).detail;
}

// withdraw withdraws the filing of a page.
async function withdraw(page, look = async () => {}) {
  await press(page, "届出を取り下げる");
  await page.getByLabel("誤って届け出た").check();
  await page.fill("#reason", "別の事業の設備を届け出ていました。");
  assert.match(await says(page), /取り下げる届出[^]*届-R8-/);
  await look("ground");
  await press(page, "次へ");
  await press(page, "次へ");
  assert.match(path(page), /\/check$/);
  await look("check");
  await send(page);
}

async function send(page) {
  for (const box of await page.locator("main form input[name=confirm]").all()) await box.check();
  await press(page, "送信のページへ進む");
  await page.waitForURL(/\/send/);
  await page.locator("main form button.button-primary").click();
  await page.waitForURL(/\/reporting\/reports\/N-/);
}

// looker looks at a page at both widths, and keeps pictures of it where LOOK says where.
const looker = (page, lang = "ja") => async (name) => {
  await axe(page);
  await page.setViewportSize(narrow);
  await noSideways(page);
  await page.setViewportSize(wide);
  await shown(page, `withdrawal-${name}${lang === "ja" ? "" : `-${lang}`}`);
};

test("a notification is withdrawn from its page, and both sides see it", async () => {
  const filed = await notify("HX-700", "監視端末");
  const at = `/reports/${filed.number_ascii}`;
  await api(server, "ministry-officer", "POST", `${at}/requests`, { kind: "fix", text: "製品名を確かめてください。" });
  const change = await api(server, who, "POST", `${at}/follow`, { procedure: "asset.change" });
  const { page, complaints, close } = await visit(browser, server, who, `/reporting${at}`);
  const look = looker(page);
  await withdraw(page, look);
  assert.match(await says(page), /届出を取り下げる届出です[^]*受付証[^]*別の事業の設備/);
  await look("by");
  await page.locator("main .notice a").first().click();
  assert.equal(path(page), `/reporting${at}`);
  assert.match(await says(page), /取下げ[^]*到達した記録は残ります[^]*届出が取り下げられたため/);
  assert.doesNotMatch(await says(page), /変更を届け出る|内容を訂正する|受理|却下/);
  await look("withdrawn");

  // The draft that was open keeps everything, and says why it cannot be sent.
  await page.goto(`${server.url}/reporting/procedures/asset.change/${change.number_ascii}/check`);
  assert.match(await says(page), /この下書きは、提出できません[^]*この下書きに残っています[^]*HX-700/);
  await look("draft");

  const office = await visit(browser, server, "ministry-officer", `/ministry${at}`);
  assert.match(await says(office.page), /取下げ[^]*終了\(届出の取下げ\)/);
  assert.equal(await office.page.locator("main").getByRole("link", { name: "補正のお願い", exact: true }).count(), 0);
  await looker(office.page)("office");
  await office.page.goto(`${server.url}/ministry${at}/ask?kind=fix`);
  assert.match(await says(office.page), /取り下げられた届出なので、補正をお願いできません[^]*照会で尋ねてください/);
  await looker(office.page)("ask");
  await office.page.goto(`${server.url}/ministry${at}`);
  await office.page.locator("main .notice a").first().click();
  assert.match(await says(office.page), /別の事業の設備/);
  assert.deepEqual(office.complaints, []);
  await office.close();

  for (const [name, path, body, said] of [
    [who, `${at}/correct`, {}, /取り下げられた届出[^]*新しく届け出てください/],
    [who, `${at}/follow`, { procedure: "asset.change" }, /取り下げられた届出/],
    [who, `${at}/follow`, { procedure: "asset.withdraw" }, /取り下げられた届出/],
    [who, `/drafts/${change.number_ascii}/send`, {}, /この下書きに残っています/],
    ["ministry-officer", `${at}/requests`, { kind: "fix", text: "x" }, /補正をお願いできません/],
  ]) assert.match(await refused(name, path, body), said);
  const told = await api(server, "ministry-officer", "GET", at);
  assert.equal(told.state, "withdrawn");
  assert.ok(told.withdrawn.number_ascii.startsWith("N-"));
  assert.equal((await api(server, who, "GET", `/reports/${told.withdrawn.number_ascii}`)).withdraws.number_ascii, filed.number_ascii);
  const english = await visit(browser, server, who, `/reporting${at}`, { lang: "en" });
  assert.match(await says(english.page), /Withdrawn on/);
  await looker(english.page, "en")("withdrawn");
  await english.close();
  assert.deepEqual(complaints, []);
  await close();
});

test("only the last of a chain is withdrawn; the one before stands again, without script", async () => {
  const filed = await notify("A-1", "B-2");
  const at = `/reports/${filed.number_ascii}`;
  const { page, complaints, close } = await visit(browser, server, who, `/reporting${at}`, { javaScriptEnabled: false });
  await press(page, "変更を届け出る");
  const draft = path(page).replace(/\/about$/, "");
  await page.goto(`${server.url}${draft}/goods/products`);
  const ended = page.locator(".fill-table tbody tr").nth(1);
  await ended.locator("td").nth(2).locator("select").selectOption({ label: "利用終了" });
  await ended.locator("td").nth(3).locator("input").fill("R8.11.20");
  await press(page, "保存して戻る");
  await page.goto(`${server.url}${draft}/check`);
  await send(page);
  const change = { ascii: path(page).split("/").pop(), number: (await page.locator(".page-meta .ref").first().innerText()).trim() };
  await page.goto(`${server.url}/reporting${at}`);
  assert.match(await says(page), new RegExp(`先に ${change.number} を取り下げてください`));
  assert.equal(await page.locator("main").getByRole("button", { name: "届出を取り下げる" }).count(), 0);
  await noSideways(page);
  assert.match(await refused(who, `${at}/follow`, { procedure: "asset.withdraw" }), /最後に届け出たものだけ/);
  await page.goto(`${server.url}/reporting/reports/${change.ascii}`);
  await withdraw(page);
  await page.goto(`${server.url}/reporting${at}`);
  assert.match(await says(page), /変更の届出\(取下げ\)/);
  await press(page, "変更を届け出る");
  await page.goto(page.url().replace(/\/about$/, "/check"));
  assert.match(await says(page), /A-1[^]*B-2/, "what ended by the change is there again");
  assert.deepEqual(complaints, []);
  await close();
});
