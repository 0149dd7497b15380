// Signing in: a passkey, a printed list with a colleague who stands by, one-time codes, a real OpenID provider; with and
// without WebAuthn, with and without JavaScript; a form that waits for a fresh sign-in; sessions ended by others.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open, watch, wide } from "./lib/browser.mjs";
import { as } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

let browser, server, provider, dir;
before(async () => {
  dir = mkdtempSync(join(tmpdir(), "kanmin-oidc-"));
  const { OAuth2Server } = await import("oauth2-mock-server").catch((cause) => { throw new Error("oauth2-mock-server is missing. Run: cd web && npm install --no-save", { cause }); });
  provider = new OAuth2Server();
  await provider.issuer.keys.generate("RS256");
  await provider.start(0, "localhost");
  const file = join(dir, "oidc.json");
  writeFileSync(file, JSON.stringify([{ key: "test", name: { ja: "試験の認証サービス", en: "Test service" }, issuer: provider.issuer.url, client_id: "kanmin", client_secret: "x", scopes: ["profile"] }]), { mode: 0o600 });
  [browser, server] = await Promise.all([open(), demo({ DEMO_OIDC: file })]);
});
after(async () => { await browser?.close(); await server?.close(); await provider?.stop(); if (dir) rmSync(dir, { recursive: true, force: true }); });

async function tab({ who, viewport = wide, ...options } = {}) {
  const context = await browser.context({ viewport, ...options });
  const page = await context.newPage();
  const complaints = watch(page);
  if (who) await as(page, server, who);
  return { page, complaints, go: (path) => page.goto(server.url + path), close: () => context.close() };
}

// choose switches ways in on, as the organisation's administrator.
async function choose(...words) {
  const t = await tab({ who: "operator-admin" });
  await t.go("/organisation/signin");
  for (const w of words) await t.page.getByLabel(w).check();
  await t.page.getByRole("button", { name: "この方法にする" }).click();
  await t.page.getByText("サインインの方法を変えました").waitFor();
  return t;
}

// mail is under which address somebody of the demo signs in.
async function mail(who) {
  const t = await tab({ who });
  await t.go("/account");
  const text = await t.page.locator("dl.facts dd").nth(1).innerText();
  await t.close();
  return text.trim();
}

// totp is what a device shows for a seed.
function totp(seed, at = Date.now()) {
  const bits = [...seed.replaceAll(" ", "")].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  return shown(Buffer.from(bits.match(/.{8}/g).map((b) => Number.parseInt(b, 2))), at, 6, 30);
}

// shown is what a device shows whose codes have so many digits and change every so many seconds.
function shown(key, at, digits, period) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 1000 / period)));
  const h = createHmac("sha1", key).update(counter).digest();
  return String((h.readUInt32BE(h[19] & 15) & 0x7fffffff) % 10 ** digits).padStart(digits, "0");
}

test("a passkey is added and signs in", async () => {
  const t = await tab({ who: "operator-approver" });
  const cdp = await t.page.context().newCDPSession(t.page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", { options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  await t.go("/account");
  await t.page.getByRole("button", { name: "パスキーを登録する" }).click();
  await t.page.locator(".todo", { hasText: "パスキー" }).first().waitFor();
  await t.page.getByRole("button", { name: "サインアウト" }).click();
  await t.go("/signin?with=key");
  await t.page.locator("[data-passkey=get] button").click();
  await t.page.waitForURL((u) => !u.pathname.startsWith("/signin"));
  await t.go("/account");
  assert.match(await t.page.locator("main").innerText(), /佐藤 一郎/);
  assert.deepEqual(t.complaints, []);
  await t.close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`a printed list signs in ${javaScriptEnabled ? "with" : "without"} JavaScript, and a colleague stands by`, async () => {
    const boss = await choose(/印刷した一覧/);
    await boss.page.locator("li", { hasText: "山﨑 さくら" }).getByRole("button", { name: /一覧を印刷する/ }).click();
    const codes = await boss.page.locator(".codes .ref").allInnerTexts();
    const number = await boss.page.locator("#number").innerText();
    assert.equal(codes.length, 40);
    await boss.page.emulateMedia({ media: "print" });
    assert.equal(await boss.page.locator("#number").isVisible(), false, "the number is not printed beside the codes");

    const t = await tab({ javaScriptEnabled, viewport: narrow });
    await t.go("/signin?with=key");
    await t.page.fill("#mail", await mail("operator-filer"));
    await t.page.fill("#passphrase", number);
    await t.page.fill("#code", codes[4].toLowerCase());
    await t.page.locator("section", { hasText: "パスワードと確認コード" }).getByRole("button").click();
    await t.page.waitForURL((u) => !u.pathname.startsWith("/signin"));
    await t.go("/account/tokens");
    await t.page.fill("#label", "夜間の連携");
    await t.page.getByRole("button", { name: "発行する" }).click();
    await t.page.getByRole("button", { name: "確認を頼む" }).click();
    await t.page.getByText("確認を待っています").waitFor();

    const mate = await tab({ who: "operator-approver" });
    await mate.go("/account/second");
    await mate.page.locator("li", { hasText: "山﨑 さくら" }).last().getByRole("button", { name: /本人と確かめた/ }).click();
    await mate.page.waitForLoadState();
    if (!javaScriptEnabled) await t.page.getByRole("link", { name: "状態を確かめる" }).click();
    await t.page.getByRole("link", { name: "元の画面に戻って続ける" }).click({ timeout: 20_000 });
    await t.page.getByRole("button", { name: "続ける" }).click();
    assert.match(await t.page.locator("#secret").innerText(), /^kanmin_/, "what was typed before went on");
    if (javaScriptEnabled) assert.deepEqual(t.complaints, []);
    for (const one of [boss, t, mate]) await one.close();
  });
}

test("one-time codes sign in without WebAuthn and without JavaScript", async () => {
  const t = await tab({ who: "operator-site-filer", javaScriptEnabled: false });
  await t.go("/account/code");
  const seed = await t.page.locator("#seed").innerText();
  await t.page.fill("#passphrase", "雨の日は傘をさして歩きます");
  await t.page.fill("#again", "雨の日は傘をさして歩きます");
  await t.page.fill("#code", totp(seed));
  await t.page.getByRole("button", { name: "登録する" }).click();
  await t.page.waitForURL(/\/account$/);
  const address = (await t.page.locator("dl.facts dd").nth(1).innerText()).trim();
  await t.page.getByRole("button", { name: "サインアウト" }).click();
  await t.go("/signin?with=key");
  assert.equal(await t.page.locator("[data-passkey=get] button").isVisible(), false);
  await t.page.fill("#mail", address);
  await t.page.fill("#passphrase", "雨の日は傘をさして歩きます");
  await t.page.fill("#code", totp(seed, Date.now() + 30_000)); // the next one: each is good once
  await t.page.locator("section", { hasText: "パスワードと確認コード" }).getByRole("button").click();
  await t.page.waitForURL((u) => !u.pathname.startsWith("/signin"));
  await t.go("/account");
  assert.match(await t.page.locator("main").innerText(), /辻 和也/);
  await t.close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`a hardware token ${javaScriptEnabled ? "with" : "without"} JavaScript: from the maker's file to a person, and out of use at once`, async () => {
    const seed = createHmac("sha1", `seed ${javaScriptEnabled}`).digest();
    const serial = javaScriptEnabled ? "KM-0001" : "KM-0002";
    const boss = await tab({ who: "operator-admin", javaScriptEnabled });
    await boss.go("/organisation/signin");
    await boss.page.getByRole("link", { name: "トークン機器" }).click();
    const hand = async (text) => {
      await boss.page.setInputFiles("#seeds", { name: "seeds.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
      await boss.page.getByRole("button", { name: "内容を確認する" }).click();
    };
    await hand(`serial,secret (hex),digits,period\n${serial},${seed.toString("hex")},8,60\n${serial},zz,7,45\n`);
    const wrong = await boss.page.locator("table").innerText();
    for (const why of ["3行目", "シードを読み取れませんでした", "桁数は6か8", "周期は30か60", "2行目にもあります"]) assert.match(wrong, new RegExp(why));
    await boss.page.getByRole("link", { name: "機器の登録に戻る" }).click();
    await hand(`serial,secret (hex),digits,period\n${serial},${seed.toString("hex")},8,60\n`);
    await boss.page.getByText("1台を読み取りました").waitFor();
    assert.doesNotMatch(await boss.page.content(), new RegExp(seed.toString("hex"), "i"), "a seed is not shown");
    await boss.page.getByRole("button", { name: "この内容で登録する" }).click();
    await boss.page.getByText("機器を登録しました").waitFor();
    await boss.page.fill("#serial", serial.toLowerCase());
    await boss.page.selectOption("#person", { label: "山﨑 さくら" });
    await boss.page.getByRole("button", { name: "割り当てる" }).click();
    await boss.page.getByText("割り当てました").waitFor();

    const t = await tab({ who: "operator-filer", javaScriptEnabled });
    await t.go("/account");
    await t.page.getByRole("link", { name: "トークン機器の確認" }).click();
    const pass = "夕立のあとは虹をさがします";
    const confirm = async (code) => {
      await t.page.fill("#passphrase", pass);
      await t.page.fill("#again", pass);
      await t.page.fill("#code", code);
      await t.page.getByRole("button", { name: "この機器を使い始める" }).click();
    };
    await confirm("00000000");
    await t.page.getByText("今表示されている8桁").first().waitFor();
    await confirm(shown(seed, Date.now(), 8, 60));
    await t.page.waitForURL(/\/account$/);
    await t.page.locator("li", { hasText: serial }).waitFor();
    const address = (await t.page.locator("dl.facts dd").nth(1).innerText()).trim();
    await t.page.getByRole("button", { name: "サインアウト" }).click();
    await t.go("/signin?with=key");
    await t.page.fill("#mail", address);
    await t.page.fill("#passphrase", pass);
    await t.page.fill("#code", shown(seed, Date.now() + 60_000, 8, 60)); // the next one: each is good once
    await t.page.locator("section", { hasText: "パスワードと確認コード" }).getByRole("button").click();
    await t.page.waitForURL((u) => !u.pathname.startsWith("/signin"));

    await boss.go("/organisation/signin/hardware?state=bound");
    const row = boss.page.locator("li", { hasText: serial });
    await row.locator("summary").click();
    await row.getByRole("button", { name: /失効させる/ }).click();
    await boss.page.getByText("シードは消えました").waitFor();
    await t.go("/account");
    assert.match(t.page.url(), /\/signin/, "the session that it opened has ended");
    if (javaScriptEnabled) assert.deepEqual([...t.complaints, ...boss.complaints], []);
    for (const one of [boss, t]) await one.close();
  });
}

for (const javaScriptEnabled of [true, false]) {
  test(`a real OpenID provider, ${javaScriptEnabled ? "with" : "without"} JavaScript: bound once, then it signs in; a stranger there opens nothing`, async () => {
    const boss = await choose(/ほかの認証サービス/);
    const subject = `subject-${javaScriptEnabled}`;
    const say = (token) => { token.payload.sub = subject; token.payload.email = "operator-filer@example.jp"; };
    provider.service.on("beforeTokenSigning", say);
    try {
      const t = await tab({ who: "operator-filer", javaScriptEnabled });
      await t.go("/account");
      await t.page.getByRole("button", { name: "試験の認証サービスへ進む" }).click();
      await t.page.locator(".todo", { hasText: "試験の認証サービス" }).first().waitFor();
      await t.page.getByRole("button", { name: "サインアウト" }).click();
      await t.go("/signin?with=key&return=/\\evil.example");
      await t.page.getByRole("button", { name: "試験の認証サービスへ進む" }).click();
      await t.page.waitForURL((u) => u.origin === server.url && !u.pathname.startsWith("/signin"));
      await t.go("/account");
      assert.match(await t.page.locator("main").innerText(), /山﨑 さくら/);
      await t.page.getByRole("button", { name: "サインアウト" }).click();
      provider.service.off("beforeTokenSigning", say);
      const other = (token) => { token.payload.sub = "somebody else"; token.payload.email = "operator-filer@example.jp"; };
      provider.service.on("beforeTokenSigning", other);
      await t.go("/signin?with=key");
      await t.page.getByRole("button", { name: "試験の認証サービスへ進む" }).click();
      await t.page.getByText("引継ぎです").waitFor();
      provider.service.off("beforeTokenSigning", other);
      await t.go("/account");
      assert.match(t.page.url(), /\/signin/);
      if (javaScriptEnabled) assert.deepEqual(t.complaints.filter((c) => !/Content.Security/.test(c)), []);
      await t.close();
    } finally {
      provider.service.off("beforeTokenSigning", say);
    }
    await boss.close();
  });
}

test("an administrator ends a colleague's session: the next press is a stranger's", async () => {
  const t = await tab({ who: "operator-viewer" });
  await t.go("/account");
  const boss = await tab({ who: "operator-admin" });
  await boss.go("/organisation/sessions");
  await boss.page.locator("li", { hasText: "岡 大輔" }).getByRole("button").click();
  await boss.page.getByText("サインインを終わらせました").waitFor();
  await t.go("/account");
  assert.match(t.page.url(), /\/signin/);
  await t.close();
  await boss.close();
});

for (const [name, viewport, lang] of [["375 px ja", narrow, "ja"], ["1280 px en", wide, "en"]]) {
  test(`pages of signing in at ${name}: axe finds nothing, nothing sticks out`, async () => {
    const t = await tab({ who: "operator-admin", viewport });
    if (lang !== "ja") await t.go(`/help?lang=${lang}`);
    for (const path of ["/organisation/signin", "/organisation/signin/hardware", "/account/hardware", "/organisation/sessions", "/account", "/account/tokens", "/account/second", "/signin?with=key&again=1"]) {
      await t.go(path);
      await axe(t.page);
      await noSideways(t.page);
    }
    assert.deepEqual(t.complaints, []);
    await t.close();
  });
}
