// 機器台帳: a facility with its segments, its machines one by one and from a sheet, many changed at once, and what of it all would be filed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown, wide } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);

test("a facility, a machine, a sheet with a bad cell, many rows at once, and the projection, without script on a phone", async () => {
  const { page, complaints, close } = await at("operator-filer", "/operator/inventory", { viewport: narrow, javaScriptEnabled: false });
  await page.getByRole("link", { name: "設備と区画" }).first().click();
  await page.getByRole("link", { name: "設備を加える" }).first().click();
  await page.fill("#name", "給電制御システムX");
  await page.selectOption("#business", { index: 1 });
  await page.locator("input[name=internet][value=connected]").check();
  await page.locator("input[name=cloud][value=none]").check();
  await page.locator("input[name=in_place][value=yes]").check();
  await page.fill("[name='segments[0].name']", "制御LAN");
  await page.selectOption("[name='segments[0].role']", "facility");
  await page.fill("[name='segments[1].name']", "DMZ");
  await page.selectOption("[name='segments[1].role']", "dmz");
  await page.getByRole("button", { name: "保存する" }).click();
  await page.locator(".notice", { hasText: "設備を保存しました" }).waitFor();

  await page.goto(`${server.url}/operator/inventory/items/new`);
  await page.getByRole("button", { name: "保存する", exact: true }).click();
  await page.locator("#problems").waitFor();
  await page.selectOption("#facility", "給電制御システムX");
  await page.fill("#segment", "制御LAN");
  await page.fill("#machine", "監視サーバー1号");
  await page.locator("input[name=kind][value=software]").check();
  await page.locator("input[name=layer][value=os]").check();
  await page.fill("#maker", "サンプル電機");
  await page.fill("#product", "SampleOS Server");
  await page.fill("#version", "12.4");
  await page.locator("input[name=roles][value=is_facility]").check();
  await page.locator("input[name=in_place][value=yes]").check();
  await page.getByRole("button", { name: "保存する", exact: true }).click();
  await page.locator(".notice", { hasText: "加えました" }).waitFor();

  await page.getByRole("link", { name: "Excelから取り込む" }).first().click();
  const heads = "ホスト名,システム名,セグメント,種類,メーカー,製品名,バージョン,既設,役割";
  await page.fill("#text", `${heads}\n監視サーバー2号,給電制御システムX,制御LAN,ソフトウェア,サンプル電機,SampleOS Server,12.5,はい,設備そのものである\n壁,ない設備,DMZ,アプライアンス,髙橋製作所,W-1,3,はい,\n`);
  await page.getByRole("button", { name: "読み取って確かめる" }).click();
  assert.match(await page.locator("main").innerText(), /B3/);
  await page.fill("#text", `${heads}\n監視サーバー2号,給電制御システムX,制御LAN,ソフトウェア,サンプル電機,SampleOS Server,12.5,はい,設備そのものである\n壁,給電制御システムX,DMZ,アプライアンス,髙橋製作所,W-1,3,はい,グローバルIPアドレスがある\n`);
  await page.getByRole("button", { name: "読み取って確かめる" }).click();
  await page.getByRole("button", { name: "取り込む", exact: true }).click();
  await page.locator(".notice", { hasText: "取り込みました" }).waitFor();

  await page.locator("form.filter [name=q]").fill("サーバー");
  await page.getByRole("button", { name: "絞り込む" }).click();
  await page.getByLabel("絞り込んだすべての行").check();
  await page.selectOption("#column", "place");
  await page.getByRole("button", { name: "値を入れる" }).click();
  await page.fill("#place", "中央給電指令所 2階");
  await page.getByRole("button", { name: "変わる行を確かめる" }).click();
  await page.getByRole("button", { name: "まとめて変える" }).click();
  await page.locator(".notice", { hasText: "まとめて変更しました" }).waitFor();

  await page.goto(`${server.url}/operator/inventory/filing`);
  const filed = await page.getByRole("region", { name: "届け出る行", exact: true }).innerText();
  assert.match(filed, /SampleOS Server/);
  assert.match(filed, /監視サーバー1号[\s\S]*監視サーバー2号/, "two machines with one product are one row");
  assert.doesNotMatch(filed, /12\.4|中央給電指令所/, "nothing of the organisation's own is filed");
  await page.getByRole("button", { name: /の下書きを作る/ }).click();
  await page.locator("main h1").waitFor();
  const draft = await page.locator("main").innerText();
  assert.match(draft, /SampleOS Server/);
  assert.match(draft, /W-1/);
  assert.deepEqual(complaints, []);
  await close();

  for (const who of ["ministry-officer", "platform-admin", "operator-admin"]) {
    const other = await at(who, "/operator/inventory");
    assert.doesNotMatch(await other.page.locator("body").innerText(), /SampleOS/);
    await other.close();
  }
});

test("both widths and languages: nothing runs out sideways, and axe finds nothing", async () => {
  for (const [viewport, lang] of [[narrow, "ja"], [wide, "en"]]) {
    for (const path of ["", "/items/new", "/places", "/places/new", "/sheet", "/filing"]) {
      const { page, close } = await at("operator-filer", `/operator/inventory${path}`, { viewport, lang });
      if (lang === "ja") await shown(page, `inventory${path.replaceAll("/", "-")}`);
      await noSideways(page);
      await axe(page);
      await close();
    }
  }
});
