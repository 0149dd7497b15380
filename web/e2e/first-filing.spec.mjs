// The first 届出 of an operator from beginning to end: assessed, 1,200 products collected from 40 units, approved in three steps, filed, its form
// checked, a correction asked for and made, and the receipt proved.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { device, walk } from "./lib/assess.mjs";
import { axe, narrow, noSideways, open, shown } from "./lib/browser.mjs";
import { api, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

const bin = process.env.KANMIN_BIN ?? join(dirname(fileURLToPath(import.meta.url)), "../../bin/kanmin");
let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const [filer, units, each] = ["operator-filer", 40, 30];
const path = (page) => new URL(page.url()).pathname;
const says = (page) => page.locator("main").innerText();
const press = (page, name) => page.locator("main").getByRole("button", { name }).first().click();
const ask = (who, to, body) => api(server, who, body ? "POST" : "GET", to, body);

// peopled gives the operator forty units to ask and three people who approve.
async function peopled(asked) {
  const { organisations } = await ask("platform-admin", `/admin/organisations?q=${encodeURIComponent("あおぞら送配電")}`);
  const org = organisations[0].id;
  for (let n = asked; n < units; n++) await ask("platform-admin", `/admin/organisations/${org}/units`, { name: `第${n + 1}変電所` });
  const { members } = await ask("operator-admin", "/organisation/members");
  const head = members.find((m) => m.name === "佐藤 一郎").unit;
  for (const name of ["岡 大輔", "辻 和也"]) {
    const { id, roles } = members.find((m) => m.name === name);
    await ask("operator-admin", `/organisation/members/${id}/change`, { unit: head, roles: [...roles, "operator-approver"] });
  }
  const any = { role: "operator-approver" };
  await ask("operator-admin", "/organisation/approval", { procedure: "asset.new", mode: "before", rev: 0, steps: [any, any, any] });
}

test("assessed, collected from forty units, approved in three steps, filed, checked, corrected, proved", async () => {
  const { page, complaints, close } = await visit(browser, server, filer, "/assess/notification");
  await walk(page, device);
  assert.match(await says(page), /届出が要る機器が、1件/);

  // The head begins the 届出 and asks every unit for its products.
  await page.goto(`${server.url}/operator/notification`);
  await page.locator("main").getByRole("link", { name: "新しく届け出る" }).first().click();
  await press(page, /書き始める/);
  const at = path(page).replace(/\/about$/, "");
  const draft = at.split("/").pop();
  const facilities = [{ no: "S1", name: "給電指令システム", role: "critical", integrated: "no", internet: "connected", media: "none", cloud: "none" }];
  await api(server, filer, "PATCH", `/drafts/${draft}`, { answers: { facilities: { value: facilities } } });
  const before = await ask(filer, `/collections/${draft}`);
  await peopled(before.units.length);
  const asked = (await ask(filer, `/collections/${draft}`)).units.slice(0, units);
  assert.equal(asked.length, units);
  const { parts } = await ask(filer, `/collections/${draft}/ask`, { steps: ["goods"], units: asked.map((u) => u.id), due: "2027-01-31" });
  await page.goto(`${server.url}/reporting/collections/${draft}`);
  assert.match(await says(page), /確認を終えた部署: 40件のうち0件/);
  for (const [n, part] of parts.entries()) await gathered(n, part.number_ascii);
  await page.reload();
  assert.match(await says(page), /確認を終えた部署: 40件のうち40件/);
  await axe(page);
  await shown(page, "first-board");

  // It looks at what would come, takes all of it over, and has the one product that two units share once.
  await page.goto(`${server.url}/reporting/collections/${draft}/merge`);
  await press(page, /部署をすべて取り込む/);
  assert.match(await says(page), /部署の内容を取り込みました/);
  await page.goto(`${server.url}${at}/check`);
  assert.match(await says(page), /共通監視ソフト/);
  await shown(page, "first-check");

  const round = await putUp(page, at);
  await approved(round);
  await page.goto(`${server.url}${at}/check`);
  await send(page);
  const filed = path(page).split("/").pop();
  assert.equal((await ask(filer, `/reports/${filed}`)).answers.products.length, units * each);
  await shown(page, "first-filed");
  await corrected(page, filed);
  await proved(page, filed);
  assert.deepEqual(complaints, []);
  await close();
});

// gathered writes the products of one unit into its part and says that it is done. All but one unit's last row are its own.
async function gathered(n, part) {
  const rows = Array.from({ length: each }, (_, i) => ({ kind: "software", product: `制御ソフト ${n}-${i}`, maker: `架空製作所${i}`, types: ["a", "b", "c", "d", "e", "f"], facility: "S1", existing: "yes" }));
  if (n < 2) rows.push({ ...rows[0], product: "共通監視ソフト" });
  if (n === 0) rows.shift();
  await api(server, filer, "PATCH", `/drafts/${part}`, { answers: { products: { value: rows } } });
  await ask(filer, `/asked/${part}/answer`, { to: "done", rev: (await ask(filer, `/asked/${part}`)).rev });
}

// putUp asks for approval of what the draft says and returns the address of the round.
async function putUp(page, at) {
  await page.goto(`${server.url}${at}/check`);
  for (const box of await page.locator("main form input[name=confirm]").all()) await box.check();
  await press(page, "承認を求めるページへ進む");
  await page.fill("#reference", "設備第8-31号");
  await press(page, "承認をお願いする");
  assert.match(path(page), /^\/reporting\/approvals\//, await says(page));
  return path(page);
}

// approved has the three approvers press, each in a browser of their own; whoever pressed cannot press for the next step.
async function approved(round) {
  for (const [n, who] of ["operator-approver", "operator-viewer", "operator-site-filer"].entries()) {
    const one = await visit(browser, server, who, round);
    assert.match(await says(one.page), /承認待ち[^]*設備第8-31号/);
    if (n === 0) {
      await one.page.setViewportSize(narrow);
      await noSideways(one.page);
    }
    await press(one.page, "承認する");
    assert.match(await says(one.page), n === 2 ? /承認済み/ : /承認待ち/);
    await one.close();
  }
}

async function send(page) {
  for (const box of await page.locator("main form input[name=confirm]").all()) await box.check();
  await press(page, "送信のページへ進む");
  await page.waitForURL(/\/send/);
  await page.locator("main form button.button-primary").click();
  await page.waitForURL(/\/reporting\/reports\/N-/);
}

// corrected has the office check the form and ask for a correction, which goes the same way and is seen with what it changed.
async function corrected(page, filed) {
  const office = await visit(browser, server, "ministry-officer", `/ministry/reports/${filed}`);
  assert.match(await says(office.page), /1,?200|1200/);
  await press(office.page, "形式確認済みにする");
  await office.page.locator("#formal .notice", { hasText: "形式確認済みにしました" }).waitFor();
  await office.page.locator("main").getByRole("link", { name: "補正のお願い" }).first().click();
  await office.page.fill("#text", "連絡先の電話番号を確かめてください。");
  await office.page.getByLabel("連絡先").first().check();
  await press(office.page, "送る前の確認へ");
  await press(office.page, "この内容で補正をお願いする");
  await page.reload();
  assert.match(await says(page), /補正のお願い[^]*連絡先の電話番号/);
  await press(page, "内容を訂正する");
  const at = path(page).replace(/\/[^/]+$/, "");
  await page.goto(`${server.url}${at}/contact`);
  await page.fill("#contact", "本社 山﨑 03-0000-2010");
  await press(page, "次へ");
  await page.goto(`${server.url}${at}/check`);
  assert.match(await says(page), /訂正で変わるところ[^]*03-0000-2002[^]*03-0000-2010/);
  if (await page.locator("main").getByRole("button", { name: "承認を求めるページへ進む" }).count() > 0) await approved(await putUp(page, at));
  await page.goto(`${server.url}${at}/check`);
  await send(page);
  assert.match(await says(page), /補正済み[^]*第2版/);
  await office.page.goto(`${server.url}/ministry/reports/${filed}`);
  assert.match(await says(office.page), /補正済み[^]*03-0000-2010/);
  assert.deepEqual(office.complaints, []);
  await office.close();
}

// proved keeps the receipt and has the command of the operator's own machine verify it.
async function proved(page, filed) {
  const { receipt } = await ask(filer, `/reports/${filed}`);
  const kept = join(mkdtempSync(join(tmpdir(), "kanmin-receipt-")), "receipt.txt");
  const answer = await page.request.get(server.url + receipt.provisional);
  writeFileSync(kept, await answer.body());
  const key = (await (await page.request.get(`${server.url}/receipt/key`)).text()).trim();
  const said = spawnSync(bin, ["receipt", "verify", "--provisional", "--key", key, kept], { encoding: "utf8" });
  assert.equal(said.status, 0, said.stdout + said.stderr);
}
