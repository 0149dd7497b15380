// 四半期の棚卸し and 期限カレンダー: what the machines still need, drafted with one press; all dates in one list, as a month and as files.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, shown, wide } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const at = (...visited) => visit(browser, server, ...visited);
const stocktake = "/operator/inventory/stocktake", calendar = "/operator/calendar";

test("from an empty page to a draft with both dates of 一体運用, without script on a phone", async () => {
  const { page, complaints, close } = await at("operator-filer", stocktake, { viewport: narrow, javaScriptEnabled: false });
  assert.match(await page.locator(".empty").innerText(), /比べるものがまだありません/);
  await shown(page, "stocktake-empty");
  await page.goto(`${server.url}/operator/inventory/places/new`);
  await page.fill("#name", "給電制御システムX");
  await page.selectOption("#business", { index: 1 });
  await page.locator("input[name=role][value=critical]").check();
  await page.locator("input[name=internet][value=connected]").check();
  await page.locator("input[name=cloud][value=none]").check();
  await page.locator("input[name=in_place][value=yes]").check();
  await page.fill("[name='segments[0].name']", "制御LAN");
  await page.selectOption("[name='segments[0].role']", "facility");
  await page.getByRole("button", { name: "保存する" }).click();
  await page.locator(".notice", { hasText: "設備を保存しました" }).waitFor();
  await page.goto(`${server.url}/operator/inventory/sheet`);
  await page.fill("#text", `ホスト名,システム名,セグメント,種類,メーカー,製品名,既設,導入日,一体運用,役割
監視1,給電制御システムX,制御LAN,ソフトウェア,サンプル電機,SampleOS,はい,,,設備そのものである
監視2,給電制御システムX,制御LAN,ソフトウェア,サンプル電機,SampleDB,いいえ,2026-11-15,はい,設備そのものである
監視3,給電制御システムX,制御LAN,ソフトウェア,髙橋製作所,𠮷田監視,いいえ,,いいえ,設備そのものである`);
  await page.getByRole("button", { name: "読み取って確かめる" }).click();
  await page.getByRole("button", { name: "取り込む", exact: true }).click();
  await page.locator(".notice", { hasText: "取り込みました" }).waitFor();

  await page.goto(`${server.url}/operator/inventory`);
  await page.getByRole("link", { name: "四半期の棚卸し" }).first().click();
  const said = await page.locator("main").innerText();
  assert.match(said, /令和9年3月15日[\s\S]*令和9年3月31日/, "T17: both dates, the earlier on top");
  assert.match(said, /日が分からず、期限を数えられない行が1件/);
  await page.selectOption("#quarter", "2027-03-31");
  await page.getByRole("button", { name: "この四半期で見る" }).click();
  await page.locator(".notice", { hasText: "より前に、期限" }).waitFor();
  await noSideways(page);
  await shown(page, "stocktake");
  await page.getByRole("button", { name: /の下書きを作る/ }).click();
  assert.match(await page.locator("main").innerText(), /SampleDB/);
  await page.goto(server.url + stocktake);
  assert.match(await page.locator("main").innerText(), /書きかけ/);

  await page.goto(server.url + "/operator/home");
  await page.getByRole("link", { name: "期限カレンダーを開く" }).click();
  const list = page.getByRole("region", { name: "期限の一覧" });
  assert.match(await list.innerText(), /詳報[\s\S]*機器台帳の1行/);
  await page.goto(`${server.url}${calendar}?month=2027-03#month`);
  await shown(page, "calendar");
  await page.getByRole("region", { name: "2027年3月" }).getByRole("link", { name: "31(1件)" }).click();
  assert.match(await list.innerText(), /1件/);
  assert.deepEqual(complaints, []);
  await close();
});

test("approval days move the internal dates; offices are told nothing", async () => {
  const { page, close } = await at("operator-approver", calendar, { viewport: wide });
  await page.fill("#days", "たくさん");
  await page.getByRole("button", { name: "日数を変える" }).click();
  assert.match(await page.locator("#problems").innerText(), /0から250まで/);
  assert.equal(await page.inputValue("#days"), "たくさん");
  await page.fill("#days", "15");
  await page.getByRole("button", { name: "日数を変える" }).click();
  await page.locator(".notice", { hasText: "日数を変えました" }).waitFor();
  await shown(page, "calendar-wide");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /\.ics/ }).click()]);
  assert.equal(file.suggestedFilename(), "kanmin.ics");
  await close();
  for (const who of ["ministry-officer", "platform-admin"]) {
    for (const path of [stocktake, calendar]) {
      const other = await at(who, path);
      assert.doesNotMatch(await other.page.locator("body").innerText(), /SampleOS|社内締切/);
      await other.close();
    }
  }
});

test("both widths and languages: nothing runs out sideways, and axe finds nothing", async () => {
  for (const [viewport, lang] of [[narrow, "ja"], [wide, "en"]]) {
    for (const path of [stocktake, calendar]) {
      const { page, close } = await at("operator-filer", path, { viewport, lang });
      await shown(page, `${path.split("/").at(-1)}-${lang}`);
      await noSideways(page);
      await axe(page);
      await close();
    }
  }
});
