// Two cases of the law book, in the browser: a DDoS that fills the line (様式1), and a service in a cloud whose clock begins with the provider's notice.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { narrow, open } from "./lib/browser.mjs";
import { api, prompt, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

const path = (page) => new URL(page.url()).pathname;
const says = (page) => page.locator("main").innerText();
const press = async (page, name) => {
  const was = page.url();
  await page.locator("main").getByRole("button", { name }).first().click();
  await page.waitForURL((u) => u.href !== was);
};

test("a DDoS on the line: 様式1 asks for the attack by its technique, and for nothing of ransomware", async () => {
  const sent = await api(server, "operator-filer", "POST", "/reports/prompt", { ...prompt("回線が大量の通信で塞がった"), what_kind: ["obstruction"], which: "対外接続の回線", impact: "stopped" });
  const filer = await visit(browser, server, "operator-filer", `/reporting/reports/${sent.number_ascii}`, { viewport: narrow, javaScriptEnabled: false });
  const { page } = filer;
  await press(page, "詳報を送る");
  await page.locator("input[value=ddos]").check();
  await press(page, "次へ");
  await page.fill("#story", "10:15から上位の回線が塞がった。装置そのものに異常はない。");
  const seen = [];
  for (let n = 0; n < 14 && !path(page).endsWith("/check"); n++) {
    const step = path(page).split("/").pop();
    seen.push(step);
    if (step === "times") await page.fill("#occurred_at", "令和8年11月20日 3:00");
    if (step === "effect" || await page.locator("input[name=service_level]").count()) await page.locator("input[name=service_level][value=no]").check();
    if (step === "ddos") {
      assert.match(await says(page), /T1498/);
      await page.locator("input[name=ddos_types]").first().check();
      await page.fill("#ddos_volume", "40 Gbps");
    }
    if (await page.locator("#response").count()) await page.fill("#response", "回線事業者に遮断を依頼した。");
    if (await page.locator("input[name='indicators.unknown']").count()) await page.locator("input[name='indicators.unknown']").check();
    await press(page, "次へ");
  }
  assert.ok(seen.includes("ddos") && !seen.includes("ransom"), `steps: ${seen}`);
  assert.match(await says(page), /40 Gbps/);
  await press(page, "送信のページへ進む");
  await page.locator("main form button.button-primary").click();
  await page.waitForURL(/\/reporting\/reports\//);
  const office = await visit(browser, server, "ministry-officer", `/ministry/reports/${path(page).split("/").pop()}`);
  assert.match(await says(office.page), /様式1[^]*T1498[^]*40 Gbps/);
  for (const who of [filer, office]) { assert.deepEqual(who.complaints, []); await who.close(); }
});

test("a case in a cloud is counted from the provider's notice, and both times stand", async () => {
  const filer = await visit(browser, server, "operator-filer", "/operator/home", { viewport: narrow, javaScriptEnabled: false });
  const { page } = filer;
  const sent = await api(server, "operator-filer", "POST", "/reports/prompt", {
    ...prompt("認証サービスの事業者から侵害の通知を受けた"), what_kind: ["access"], aware_at: "2026-11-05T10:00+09:00", noticed_at: "2026-11-05T10:00+09:00", which: "クラウドの認証サービス",
  });
  await page.goto(`${server.url}/reporting/reports/${sent.number_ascii}`);
  const read = await says(page);
  assert.match(read, /令和8年12月7日\(月\)/, "30 days from the notice end on Saturday 12-05, which moves to Monday");
  assert.match(read, /委託先・クラウド事業者から連絡を受けた日時[^]*令和8年11月5日\(木\) 10:00/);
  await filer.close();
});
