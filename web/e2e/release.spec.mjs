// Who sees what of a report (提出先と見え方), without JavaScript: ransomware with personal data, of which each authority has another copy, and the
// clock of each beside the others. What is kept back from an office leaves no word there, and is shown by one press.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown } from "./lib/browser.mjs";
import { api, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const says = (page) => page.locator("main").innerText();

async function looked(page, name, script = false) {
  if (script) await axe(page, name); // it needs script itself
  await page.setViewportSize(narrow);
  await noSideways(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await shown(page, name);
}

test("ransomware with personal data: every authority has a copy of its own", async () => {
  const draft = await api(server, "operator-filer", "POST", "/drafts", {});
  const value = (v, base = 0) => ({ value: v, base });
  await api(server, "operator-filer", "PATCH", `/drafts/${draft.number_ascii}`, { answers: {
    what_kind: value(["malware"]), what_text: value("監視端末に脅迫文。顧客名簿が流出した可能性"), aware_at: value(new Date(Date.now() - 3_600_000).toISOString()),
    which: value("北部給電指令所の監視端末 CANARY"), impact: value("degraded"), callback: value("当直 03-0000-2002", 1),
  } });
  const { page } = await visit(browser, server, "operator-filer", `/reporting/prompt/${draft.number_ascii}/release`, { javaScriptEnabled: false });
  assert.match(await says(page), /法令により届きます。見せないことはできません。/);
  for (const summary of await page.locator("main summary").all()) await summary.click();
  await looked(page, "release");

  // What is wrong is said in its place and stays as it was typed.
  await page.locator("input[name=hold][value='0-computer']").check();
  await page.locator("#until-0-computer").fill("令和8年1月1日 9:00");
  await page.locator("#reason-0-computer").fill("捜査に支障があるため");
  await page.locator("main form button.button-primary").click();
  assert.match(await page.locator("#problems").innerText(), /過ぎた日時[\s\S]*報告命令4条3項/);
  assert.equal(await page.locator("#reason-0-computer").inputValue(), "捜査に支障があるため");
  await looked(page, "release-wrong");

  const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10) + " 09:00";
  await page.locator("#until-0-computer").fill(until);
  await page.locator("input[name=sure][value='0-computer']").check();
  await page.locator("details:has(#until-1-contact) summary").click();
  await page.locator("input[name=hold][value='1-contact']").check();
  await page.locator("#until-1-contact").fill(until);
  await page.locator("#reason-1-contact").fill("窓口を一つにするため");
  await page.locator("main form button.button-primary").click();
  await page.waitForURL(/\/check/);
  assert.match(await says(page), /システム・機器: .*まで見せません\(理由: 捜査に支障があるため\)/);
  assert.match(await page.locator("section[aria-labelledby=window]").innerText(), /個人情報保護委員会への速報[\s\S]*日早い/);
  await looked(page, "release-check");

  const sent = await api(server, "operator-filer", "POST", `/drafts/${draft.number_ascii}/send`, {});
  const at = `/ministry/reports/${sent.number_ascii}`;
  const meti = await visit(browser, server, "ministry-officer", at);
  const cao = await visit(browser, server, "cabinet-analyst", at);
  const told = async () => { await meti.page.goto(`${server.url}${at}`); return says(meti.page); };
  let [one, two] = [await told(), await says(cao.page)];
  assert.doesNotMatch(one, /CANARY|システム・機器|捜査|窓口を一つ/);
  assert.match(one, /03-0000-2002/);
  assert.match(two, /CANARY/);
  assert.doesNotMatch(two, /03-0000-2002|折り返し先|捜査|窓口を一つ/);
  await looked(meti.page, "release-office", true);

  await page.goto(`${server.url}/reporting/reports/${sent.number_ascii}`);
  await looked(page, "release-report");
  await page.locator("section[aria-labelledby=held] li", { hasText: "経済産業大臣" }).getByRole("button").click();
  assert.match(await says(page), /見せていなかった項目を、提出先に見せました。/);
  assert.match(await told(), /CANARY/);
  for (const who of [meti, cao]) await who.close();
});
