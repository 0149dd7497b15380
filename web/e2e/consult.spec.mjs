// 相談窓口 (S18, R19): a question with the 範囲整理表, line by line with the office, a changed version, an answer, a further question.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, noSideways, open, shown } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const says = (page) => page.locator("main").innerText();

async function looked(page, name, script = false) {
  if (script) await axe(page, name);
  await noSideways(page);
  await shown(page, name);
}

async function facility(page, name) {
  await page.goto(`${server.url}/operator/inventory/places/new`);
  await page.fill("#name", name);
  await page.selectOption("#business", { index: 1 });
  await page.locator("input[name=internet][value=connected]").check();
  await page.locator("input[name=cloud][value=none]").check();
  await page.fill("[name='segments[0].name']", "制御LAN");
  await page.selectOption("[name='segments[0].role']", "facility");
  await page.getByRole("button", { name: "保存する" }).click();
  await page.locator(".notice", { hasText: "設備を保存しました" }).waitFor();
}

async function machine(page, at, name, product) {
  await page.goto(`${server.url}/operator/inventory/items/new`);
  await page.selectOption("#facility", at);
  await page.fill("#segment", "制御LAN");
  await page.fill("#machine", name);
  await page.locator("input[name=kind][value=software]").check();
  await page.locator("input[name=layer][value=os]").check();
  await page.fill("#maker", "サンプル電機");
  await page.fill("#product", product);
  await page.locator("input[name=roles][value=is_facility]").check();
  await page.getByRole("button", { name: "保存する", exact: true }).click();
  await page.locator(".notice", { hasText: "加えました" }).waitFor();
}

test("from the 範囲整理表 to its confirmation and the answer, without script", async () => {
  const own = await visit(browser, server, "operator-filer", "/operator/notification", { javaScriptEnabled: false });
  const { page } = own;
  await facility(page, "給電制御システムX");
  await machine(page, "給電制御システムX", "kanshi-secret-01", "SampleOS Server");
  await page.goto(`${server.url}/operator/notification`);
  await page.getByRole("link", { name: "範囲整理表" }).first().click();
  assert.match(await says(page), /作成中 3/);
  await looked(page, "consult-scope");
  await page.getByRole("link", { name: "この範囲整理表で相談する" }).click();
  await page.getByRole("button", { name: "次へ" }).or(page.locator("main form button").first()).first().click();
  assert.match(await page.locator("#problems").innerText(), /件名/);
  await looked(page, "consult-wrong");
  await page.fill("#subject", "監視用サーバーは届出の対象か");
  await page.fill("#question", "給電制御と同じ区画にある監視用サーバーを、設備そのものとして届け出るべきか迷っています。");
  await page.locator("main form button").first().click();
  assert.match(await says(page), /SampleOS Server/);
  assert.doesNotMatch(await says(page), /kanshi-secret/, "no name of a machine goes along");
  await looked(page, "consult-check");
  await page.getByRole("button", { name: "この内容で相談する" }).click();
  assert.match(await says(page), /相談を送りました[\s\S]*受付|受付[\s\S]*相談を送りました/);

  const office = await visit(browser, server, "ministry-officer", "/ministry/today");
  const desk = office.page;
  await desk.locator("#consults li", { hasText: "監視用サーバー" }).getByRole("link").click();
  await desk.getByRole("button", { name: "確認を始める" }).click();
  await desk.locator("select[name=mark]").nth(0).selectOption("yes");
  await desk.locator("select[name=mark]").nth(2).selectOption("no");
  await desk.getByRole("button", { name: "確認を記録する" }).click();
  assert.match(await desk.locator("#problems").innerText(), /コメント/);
  await looked(desk, "consult-office-wrong");
  await desk.locator("textarea[name=comment]").nth(2).fill("製品名を正式名にしてください。");
  await desk.getByRole("button", { name: "確認を記録する" }).click();
  assert.match(await says(desk), /確認 1行、要確認 1行、まだ 1行/);
  await looked(desk, "consult-office", true);
  await desk.getByRole("link", { name: "印刷用に開く" }).click();
  await looked(desk, "consult-paper");

  await page.reload();
  assert.match(await says(page), /製品名を正式名にしてください。/);
  assert.doesNotMatch(await says(page), /髙木/);
  await machine(page, "給電制御システムX", "kanshi-02", "SampleOS Server 2026");
  await page.goto(`${server.url}/operator/scope`);
  assert.match(await says(page), /作成中 1、相談中 1、要確認 1、確認済み 1/);
  await page.getByRole("link", { name: "相談を開く" }).first().click();
  await page.getByRole("link", { name: "新しい版の範囲整理表を送る" }).click();
  await page.fill("#text", "製品を正式名で加えました。");
  await looked(page, "consult-next");
  await page.getByRole("button", { name: "この版を送る" }).click();
  assert.match(await says(page), /第2版[\s\S]*全4行のうち、確認 1行/);

  await desk.goBack();
  await desk.reload();
  await desk.getByRole("button", { name: "残りをすべて確認にする" }).click();
  assert.match(await says(desk), /すべての行が確認されました/);
  await desk.locator("#answered").fill("同じ区画にあり制御に用いるものは、設備そのものとして届け出てください。");
  await desk.getByRole("button", { name: "回答する" }).click();
  assert.match(await desk.locator("#answer").innerText(), /設備そのものとして/);
  await looked(desk, "consult-answered");

  await page.reload();
  assert.match(await page.locator("#answer").innerText(), /届け出てください/);
  await page.goto(`${server.url}/operator/inventory/filing`);
  assert.match(await says(page), /第\d版で合意/);
  await looked(page, "scope-agreed");
  await page.goBack();
  await page.locator("#reopened").fill("予備機も同じ扱いですか。");
  await page.getByRole("button", { name: "再質問する" }).click();
  assert.match(await says(page), /再質問を送りました/);
  await looked(page, "consult-own");
  await own.close();

  for (const who of ["other-operator-filer", "other-ministry-officer", "platform-admin"]) {
    const to = new URL(desk.url()).pathname;
    for (const at of [to, to.replace("/ministry/", "/operator/")]) {
      const other = await visit(browser, server, who, at);
      assert.match(await says(other.page), /ページが見つかりません|今の立場ではできません/);
      await other.close();
    }
  }
  await office.close();
});

test("from the result of the assessment, with its facts or without", async () => {
  const { page, close } = await visit(browser, server, "operator-filer", "/operator/consult/new");
  await axe(page, "consult-new");
  await close();
  const facts = JSON.stringify({ notification: { operator: { designated: "yes" }, businesses: [{ id: "b1", sector: "electricity", facilities: [{ id: "f1", name: "給電指令設備", internet: "connected", machines: [{ id: "m1", name: "監視端末", used: "yes", is_facility: "yes", kind: "general", software: [{ layer: "os", maker: "サンプル電機", product: "SampleOS" }] }] }] }] } });
  const result = await visit(browser, server, "operator-filer", "/assess/notification");
  await result.page.evaluate((facts) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = "/assess/notification?lang=ja";
    for (const [name, value] of [["facts", facts], ["at", "result"]]) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  }, facts);
  await result.page.getByRole("heading", { name: "判定の結果" }).or(result.page.locator("#machines-h")).first().waitFor();
  await result.page.getByRole("button", { name: "この結果を付けて、所管の窓口に相談する" }).click();
  await result.page.fill("#subject", "監視端末について");
  await result.page.fill("#question", "対象になりますか。");
  await result.page.locator("main form button").first().click();
  assert.match(await says(result.page), /判定の回答[\s\S]*監視端末/);
  await looked(result.page, "consult-facts-check", true);
  await result.page.getByRole("button", { name: "この内容で相談する" }).click();
  assert.match(await says(result.page), /相談を送りました/);
  await result.close();
});

test("an answer is published by two as よくある相談, cited, and shown before the next question, without script", async () => {
  const first = await visit(browser, server, "ministry-officer", "/ministry/consult?state=answered", { javaScriptEnabled: false });
  const { page } = first;
  await page.getByRole("link", { name: "訓練用の端末は届出の対象か" }).click();
  await page.getByRole("link", { name: "よくある相談として公開の案を出す" }).click();
  await page.fill("#question", "給電指令設備の訓練用の端末は、届出の対象になりますか。");
  await page.fill("#answer", "訓練だけに使い、設備の制御に用いない端末は、設備そのものには当たりません。");
  await page.fill("#basis", "法4条1項");
  await page.locator("input[name=topics][value=is_facility]").check();
  await page.getByRole("button", { name: "公開の案を出す" }).click();
  assert.match(await says(page), /相談にある設備・区画・機器の名前「給電指令設備」/);
  await looked(page, "faq-wrong");
  await page.fill("#question", "訓練だけに使う端末は、届出の対象になりますか。");
  await page.getByRole("button", { name: "公開の案を出す" }).click();
  assert.match(await says(page), /公開には二人目が要ります/);
  const at = new URL(page.url()).pathname;
  const early = await visit(browser, server, "operator-filer", at);
  assert.match(await says(early.page), /ページが見つかりません/);
  await early.close();

  const second = await visit(browser, server, "ministry-supervisor", at);
  await looked(second.page, "faq-second", true);
  await second.page.getByRole("button", { name: "確かめて公開する" }).click();
  await second.page.locator(".notice", { hasText: "公開しました" }).waitFor();
  await second.close();

  const own = await visit(browser, server, "operator-filer", "/operator/consult/new", { javaScriptEnabled: false });
  await own.page.fill("#subject", "訓練に使う端末");
  await own.page.fill("#question", "訓練だけに使う端末の届出は要りますか。");
  await own.page.locator("main form button").first().click();
  await own.page.locator("#near summary").click();
  assert.match(await own.page.locator("#near").innerText(), /設備そのものには当たりません[\s\S]*答-R8/);
  await looked(own.page, "faq-near");
  await own.page.goto(`${server.url}/faq?topic=is_facility`);
  await looked(own.page, "faq-list");
  await own.page.getByRole("link", { name: "訓練だけに使う端末" }).click();
  assert.match(await says(own.page), /法4条1項/);
  assert.doesNotMatch(await says(own.page), /談-R8|髙木|石﨑/);
  await looked(own.page, "faq-read");
  await own.close();

  const facts = JSON.stringify({ notification: { operator: {}, businesses: [{ id: "b1", facilities: [{ id: "f1", machines: [{ id: "m1" }] }] }] } });
  const walk = await visit(browser, server, "other-operator-filer", "/assess/notification");
  await walk.page.evaluate((facts) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = "/assess/notification?lang=ja";
    for (const [name, value] of [["facts", facts], ["at", "operator.designated"], ["do", "at:businesses[0].facilities[0].machines[0].is_facility"]]) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  }, facts);
  await walk.page.locator("summary", { hasText: "訓練だけに使う端末" }).click();
  assert.match(await says(walk.page), /答-R8[\s\S]*公開/);
  await looked(walk.page, "faq-cited", true);
  await walk.close();

  await page.reload();
  await page.fill("#reason", "考え方を改めました。");
  await page.getByRole("button", { name: "取り下げる" }).click();
  assert.match(await says(page), /に取り下げられました[\s\S]*考え方を改めました/);
  await looked(page, "faq-withdrawn");
  await first.close();
});
