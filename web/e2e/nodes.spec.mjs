// Two nodes on one PostgreSQL database, with TLS: what ends on one node is over with the next request on the other. And
// client certificates, in a real handshake of a real browser, with and without JavaScript.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accept, passphrase, shown } from "./lib/account.mjs";
import { axe, narrow, noSideways, open, watch, wide } from "./lib/browser.mjs";
import { twin } from "./lib/server.mjs";

let browser, house, first, seed;
before(async () => { [browser, house] = await Promise.all([open(), twin()]); });
after(async () => { await browser?.close(); await house?.close(); });

// tab is a browser of its own; with a card it has a certificate for the listener that asks.
async function tab({ card = false, ...options } = {}) {
  const pem = (name) => readFileSync(join(house.files, name));
  const context = await browser.context({
    viewport: wide, ignoreHTTPSErrors: true, ...options,
    ...(card ? { clientCertificates: [{ origin: house.asking, cert: pem("mine.pem"), key: pem("mine.key") }] } : {}),
  });
  const page = await context.newPage();
  return { page, context, complaints: watch(page), go: (path, at = house.url) => page.goto(at + path), close: () => context.close() };
}

async function signIn(t, mail, own) {
  await t.go("/signin");
  await t.page.fill("#mail", mail);
  await t.page.fill("#passphrase", passphrase);
  await t.page.fill("#code", shown(own, Date.now() + 30_000)); // the next one: each is good once
  await t.page.locator("section", { hasText: "パスワードと確認コード" }).getByRole("button").click();
  await t.page.waitForURL((u) => !u.pathname.startsWith("/signin"));
}

test("a session that is ended on one node is over on the other with the next request", async () => {
  first = await tab();
  seed = await accept(first.page, house.founders[0].link, house.founders[0].code);
  const lost = await tab({ javaScriptEnabled: false });
  await signIn(lost, "saeki@example.jp", seed);
  await lost.go("/account", house.second);
  assert.match(await lost.page.locator("main").innerText(), /佐伯 恵/, "the session is good on the second node");
  await first.page.reload();
  await first.page.locator("section", { hasText: "サインイン中" }).locator(".todo button").first().click();
  await first.page.waitForLoadState();
  await lost.go("/account", house.second);
  assert.match(lost.page.url(), /\/signin\?/, "the next request on the second node is a stranger's");
  await first.go("/account", house.second);
  assert.match(await first.page.locator("main").innerText(), /佐伯 恵/, "the control: another session goes on");
  await lost.close();
});

test("every session of an organisation is ended by the platform: both nodes refuse them", async () => {
  const second = await tab();
  await accept(second.page, house.founders[1].link, house.founders[1].code);
  await first.go("/admin/account");
  await first.page.locator("main").getByRole("link", { name: /運営/ }).first().click();
  await first.page.getByRole("link", { name: "この組織のサインインをすべて終わらせる" }).click();
  await axe(first.page);
  await first.page.setViewportSize(narrow);
  await noSideways(first.page);
  await first.page.setViewportSize(wide);
  await second.go("/admin/status", house.second);
  assert.match(second.page.url(), /\/admin\/status$/);
  await first.page.getByRole("button", { name: "確認へ進む" }).click();
  await first.page.getByRole("button", { name: "すべて終わらせる" }).click();
  await first.page.waitForURL(/\/signin/);
  await second.go("/admin/status", house.second);
  assert.match(second.page.url(), /\/signin\?/);
  await second.close();
});

test("an organisation names an issuer, a person registers a card, and the card signs in on the other node", async () => {
  await first.close();
  const t = await tab({ card: true });
  await new Promise((r) => setTimeout(r, 30_000 - Date.now() % 30_000 + 500)); // the code after the one that was used
  await signIn(t, "saeki@example.jp", seed);
  await t.go("/organisation/signin/certificate");
  await axe(t.page);
  await t.page.fill("#text", "これは証明書ではありません");
  await t.page.getByRole("button", { name: "発行元を登録する" }).click();
  await t.page.getByText("証明書として読めません").first().waitFor();
  await t.page.setInputFiles("#authority", join(house.files, "authority.pem"));
  await t.page.getByRole("button", { name: "発行元を登録する" }).click();
  await t.page.getByText("発行元を登録しました").waitFor();
  await t.go("/organisation/signin");
  await t.page.getByLabel("クライアント証明書").check();
  await t.page.getByRole("button", { name: "この方法にする" }).click();
  await t.page.getByText("サインインの方法を変えました").waitFor();
  await t.go("/account/certificate");
  await axe(t.page);
  await t.page.getByRole("link", { name: "証明書を選ぶ" }).click();
  await t.page.getByText("CN=佐伯 恵").waitFor();
  await t.page.getByRole("button", { name: "この証明書を登録する" }).click();
  await t.page.waitForURL(house.url + "/account");
  await t.page.locator(".todo", { hasText: "クライアント証明書" }).first().waitFor();
  await t.page.getByRole("button", { name: "サインアウト" }).click();

  for (const javaScriptEnabled of [true, false]) {
    const card = await tab({ card: true, javaScriptEnabled, viewport: narrow });
    await card.go("/signin");
    await card.page.getByRole("link", { name: "証明書で進む" }).click();
    await card.page.getByRole("link", { name: "証明書を選ぶ" }).click();
    if (javaScriptEnabled) { await axe(card.page); await noSideways(card.page); }
    await card.page.getByRole("button", { name: "この証明書でサインインする" }).click();
    await card.page.waitForURL((u) => u.origin === house.url && !u.pathname.startsWith("/signin"));
    await card.go("/account", house.second);
    assert.match(await card.page.locator("main").innerText(), /佐伯 恵/);
    if (javaScriptEnabled) assert.deepEqual(card.complaints, []);
    await card.close();
  }
  const none = await tab();
  await none.page.goto(`${house.asking}/signin/certificate`);
  await none.page.getByText("証明書が示されていません").waitFor();
  await none.close();
});

test("a card that its issuer revoked signs in no more", async () => {
  const t = await tab({ card: true });
  await t.page.goto(`${house.asking}/signin/certificate`);
  await t.page.getByRole("button", { name: "この証明書でサインインする" }).click();
  await t.page.waitForURL((u) => u.origin === house.url);
  await t.go("/organisation/signin/certificate");
  await t.page.locator("summary", { hasText: "失効リスト" }).click();
  await t.page.locator("details input[type=file]").setInputFiles(join(house.files, "revoked.pem"));
  await t.page.getByRole("button", { name: "このリストにする" }).click();
  await t.page.waitForURL(/\/signin/); // the list names the card that opened this very session
  const card = await tab({ card: true });
  await card.page.goto(`${house.asking}/signin/certificate`);
  await card.page.getByRole("button", { name: "この証明書でサインインする" }).click();
  await card.page.getByText("発行元が失効させています").waitFor();
  await card.close();
  await t.close();
});
