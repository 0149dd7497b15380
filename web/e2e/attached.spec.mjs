// 添付ファイル: files beside the answers, from the draft to the office that takes them out, with and without script; what cannot be kept
// is told, and the draft is as it was.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as ask } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, narrow, noSideways, open } from "./lib/browser.mjs";
import { visit } from "./lib/people.mjs";
import { written } from "./lib/prompt.mjs";
import { demo } from "./lib/server.mjs";
import { survey } from "./lib/survey.mjs";

let browser, server;
const dir = mkdtempSync(join(tmpdir(), "kanmin-attached-"));
const large = join(dir, "large.bin"); // one byte too many
writeFileSync(large, Buffer.alloc((20 << 20) + 1));
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); rmSync(dir, { recursive: true, force: true }); });

const path = (page) => new URL(page.url()).pathname;
const says = (page) => page.locator("main").innerText();
const press = (page, name) => page.locator("main").getByRole("button", { name }).first().click();
const follow = (page, name) => page.locator("main").getByRole("link", { name }).first().click();
const file = (name, body) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.isBuffer(body) ? body : Buffer.from(body) });

// add chooses files and presses 添える; expect is what the page says then, and did not say before: with script the press does not wait.
async function add(page, files, expect) {
  await page.setInputFiles("#file", files);
  await press(page, /^(添える|差し替える)$/);
  await page.locator("main").filter({ hasText: expect }).waitFor({ timeout: 15_000 }).catch(async () => assert.fail(`${expect} is not said: ${await says(page)}`));
}

const listed = (page) => page.locator(".todo-what").allInnerTexts();

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with script" : "without script";

  test(`files are added, taken off, put back, replaced, sent, and taken out by an office, ${how}`, async () => {
    const filer = await visit(browser, server, "operator-filer", "/operator/home", { javaScriptEnabled });
    const { page } = filer;
    page.setDefaultTimeout(8000);
    const draft = await written(page, server);
    await follow(page, "ファイルを添える・外す");
    assert.equal(path(page), `${draft}/files`);
    await add(page, [file("端末の記録 𠮷.log", "line one\n"), file("画面.png", "\x89PNG")], "添えました。");
    assert.deepEqual(await listed(page), ["端末の記録 𠮷.log", "画面.png"], "two at once");
    assert.match(await says(page), /SHA-256 31f21b1dae81d3f32f40e38134bc688e6f7df4f08dde1d7d2cda3c4b59104e1c/);

    await page.locator("summary").filter({ hasText: "検体" }).click();
    await page.locator("input[name=malware]").check();
    await add(page, file("sample.exe", "MZ evil"), "マルウェアの検体(パスワード付きZIP、パスワード: infected)");

    await press(page, /外す 画面.png/);
    assert.match(await says(page), /「画面.png」を外しました。/);
    await press(page, "元に戻す");
    assert.match(await says(page), /元に戻しました。/);
    assert.equal((await listed(page)).length, 3);

    await follow(page, /差し替える 画面.png/);
    assert.match(await says(page), /「画面.png」を差し替える/);
    await add(page, file("画面.png", "\x89PNG 2"), "添えました。");
    assert.equal((await listed(page)).length, 3, "one took the place of another");

    await page.setViewportSize(narrow);
    await noSideways(page);
    if (javaScriptEnabled) await axe(page);
    await follow(page, "確認に戻る");
    assert.deepEqual((await listed(page)).filter((n) => /\./.test(n)), ["端末の記録 𠮷.log", "sample.exe", "画面.png"]);
    await noSideways(page);
    await follow(page, "起案用に印刷する");
    assert.match(await says(page), /端末の記録 𠮷.log[^]*SHA-256 31f21b1d/, "the printed summary lists them");
    await page.goto(`${server.url}${draft}/check`);
    await press(page, "送信のページへ進む");
    assert.match(await says(page), /sample.exe/);
    await press(page, "送信する");
    assert.match(path(page), /^\/reporting\/reports\//, await says(page));
    await noSideways(page);
    const number = path(page).split("/").pop();

    const gone = await page.request.get(`${server.url}${draft}/files`);
    assert.equal(gone.status(), 409, "what was sent is not changed any more");

    const office = await visit(browser, server, "ministry-officer", `/ministry/reports/${number}`, { javaScriptEnabled });
    office.page.setDefaultTimeout(8000);
    assert.match(await says(office.page), /端末の記録 𠮷.log/);
    const [download] = await Promise.all([office.page.waitForEvent("download"), follow(office.page, "端末の記録 𠮷.log")]);
    assert.equal(download.suggestedFilename(), "端末の記録 𠮷.log");
    const out = await office.page.request.get(download.url());
    assert.equal(await out.text(), "line one\n");
    for (const [name, want] of [["content-disposition", /^attachment; filename=/], ["x-content-type-options", /nosniff/], ["content-security-policy", /^sandbox; default-src 'none'/], ["cache-control", /no-store/]]) {
      assert.match(out.headers()[name], want);
    }
    const [sample] = await Promise.all([office.page.waitForEvent("download"), follow(office.page, "sample.exe")]);
    assert.equal(sample.suggestedFilename(), "sample.exe.zip", "a sample leaves in its container");
    await office.page.setViewportSize(narrow);
    await noSideways(office.page);
    await office.close();

    const admin = await visit(browser, server, "operator-admin", `/organisation/seen?number=${number}`, { javaScriptEnabled });
    assert.match(await says(admin.page), /経済産業省[^]*添付/, "whose file was taken out is told so");
    await admin.close();
    assert.deepEqual(filer.complaints, []);
    await filer.close();
  });

  test(`what cannot be kept is told and changes nothing, ${how}`, async () => {
    const { page, close } = await visit(browser, server, "operator-filer", "/operator/home", { javaScriptEnabled });
    page.setDefaultTimeout(15_000);
    const draft = await written(page, server);
    await page.goto(`${server.url}${draft}/files`);
    await add(page, file("記録.log", "first"), "添えました。");
    for (const [what, expect] of [
      [file("記録.log", "other"), "という名前のファイルがもうあります"],
      [file("写し.log", "first"), "同じ内容のファイル「記録.log」がもう添えてあります"],
      [file("empty.txt", ""), "中身のないファイルは添えられません"],
      [file("a\u202egpj.exe", "x"), "確かめてください"],
      [file(`${"長".repeat(300)}.txt`, "x"), "120文字"],
    ]) {
      await add(page, what, expect);
      assert.deepEqual(await listed(page), ["記録.log"], `after ${what.name.slice(0, 20)}`);
    }
    await page.setInputFiles("#file", large);
    await press(page, "添える");
    await page.locator("main").filter({ hasText: "1件20 MiBまでです" }).first().waitFor();
    await page.goto(`${server.url}${draft}/files`);
    await press(page, "添える");
    assert.match(await says(page), /ファイルを選んでください/);
    // Some are taken, some are not; which is said by name.
    await add(page, [file("二.log", "two"), file("記録.log", "again"), file("三.log", "three")], "2件は添えました。");
    assert.match(await says(page), /記録.log: .*もうあります/);
    assert.deepEqual(await listed(page), ["記録.log", "二.log", "三.log"]);
    await page.setViewportSize(narrow);
    await noSideways(page);
    if (javaScriptEnabled) await axe(page);
    await page.goto(`${server.url}${draft}/check`);
    assert.match(await says(page), /身代金/, "the draft is as it was");
    await close();
  });
}

test("a correction begins with the files that arrived: one goes, one takes another's place, one comes; the office sees which", async () => {
  const number = await survey(browser, server);
  const filer = await visit(browser, server, "operator-filer", `/reporting/procedures/${number}`);
  const { page } = filer;
  page.setDefaultTimeout(10_000);
  await press(page, /書き始める/);
  await page.fill("#contact", "本社 山﨑 03-0000-2002");
  await press(page, "下書きを保存");
  const draft = path(page).replace(/\/[a-z_]+$/, "");
  await page.goto(`${server.url}${draft}/files`);
  await add(page, [file("図面.pdf", "%PDF one"), file("構成.txt", "old"), file("そのまま.txt", "same")], "添えました。");
  await page.goto(`${server.url}${draft}/check`);
  await press(page, "送信のページへ進む");
  await press(page, "送信する");
  await page.waitForURL(/\/reporting\/reports\//);
  const report = path(page), n = report.split("/").pop();

  await press(page, "内容を訂正する");
  await page.waitForURL(/\/reporting\/procedures\//);
  const again = path(page).replace(/\/[a-z_]+$/, "");
  assert.notEqual(again, draft);
  await page.goto(`${server.url}${again}/files`);
  assert.deepEqual(await listed(page), ["図面.pdf", "構成.txt", "そのまま.txt"]);
  await press(page, /外す 図面.pdf/);
  await page.locator(".notice", { hasText: "「図面.pdf」を外しました。" }).waitFor();
  await follow(page, /差し替える 構成.txt/);
  await add(page, file("構成.txt", "new"), "添えました。");
  await add(page, file("追加 𠮷.txt", "more"), "187897ce"); // its digest begins so
  await page.goto(`${server.url}${again}/check`);
  assert.match(await says(page), /訂正で変わるところ[^]*図面.pdf[^]*構成.txt[^]*追加 𠮷.txt/);
  await press(page, "送信のページへ進む");
  await press(page, "送信する");
  await page.waitForURL((url) => url.pathname === report);
  const office = await visit(browser, server, "ministry-officer", `/ministry/reports/${n}`);
  for (const [who, at] of [[page, report], [office.page, `/ministry/reports/${n}`]]) {
    const said = await says(who);
    assert.match(said, /第2版[^]*図面.pdf/, at);
    assert.match(said, /構成.txt[^]*追加 𠮷.txt/, at);
    await who.setViewportSize(narrow);
    await noSideways(who);
    const now = await Promise.all((await who.locator(`main a[href*="/files/"]`).evaluateAll((all) => all.map((a) => a.href))).map(async (to) => (await who.request.get(to)).text()));
    assert.deepEqual(now.sort(), ["more", "new", "same"], at);
  }
  assert.equal(await page.locator("main", { hasText: "そのまま.txt" }).count(), 1);
  assert.deepEqual([...filer.complaints, ...office.complaints], []);
  await office.close();
  await filer.close();
});

test("twenty files stand there, of two hundred", async () => {
  const { page, close } = await visit(browser, server, "operator-filer", "/operator/home", { javaScriptEnabled: false });
  const draft = await written(page, server);
  await page.goto(`${server.url}${draft}/files`);
  await add(page, Array.from({ length: 200 }, (_, i) => file(`${i + 1}.log`, `line ${i + 1}`)), "20件は添えました。");
  assert.equal((await listed(page)).length, 20);
  assert.match(await says(page), /21.log: 添えられるのは20件までです。/);
  assert.equal(await page.locator("#file").count(), 0, "there is no room to choose one more");
  assert.match(await says(page), /差し替えるか、外すことはできます/);
  await page.setViewportSize(narrow);
  await noSideways(page);
  await close();
});

// sent is an upload by hand, as browsers do not send it: broken off, endless.
function sent(draft, cookie, key, { length, pieces, breakOff }) {
  const head = `--b\r\nContent-Disposition: form-data; name="key"\r\n\r\n${key}\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="by hand.bin"\r\n\r\n`;
  return new Promise((resolve) => {
    const r = ask(`${server.url}${draft}/files`, { method: "POST", headers: { Cookie: cookie, "Content-Type": "multipart/form-data; boundary=b", "Content-Length": length, Origin: server.url } });
    let done = false, wrote = 0;
    r.on("response", (a) => { let text = ""; a.setEncoding("utf8"); a.on("data", (d) => { text += d; }); a.on("error", () => {}); a.on("end", () => { done = true; resolve({ status: a.statusCode, text, wrote }); r.destroy(); }); });
    r.on("error", () => resolve({ status: 0, text: "", wrote }));
    r.write(head);
    const piece = Buffer.alloc(1 << 20, 7);
    const more = () => {
      if (done) return;
      if (wrote >= pieces) { if (breakOff) r.destroy(); else r.end(); return; }
      wrote++;
      if (r.write(piece)) setImmediate(more); else r.once("drain", more);
    };
    more();
  });
}

test("a body that is cut off, and one of 2 GiB, leave the draft as it was", async () => {
  const { page, close } = await visit(browser, server, "operator-filer", "/operator/home");
  const draft = await written(page, server);
  await page.goto(`${server.url}${draft}/files`);
  const key = await page.locator("form[data-upload] input[name=key]").getAttribute("value");
  const cookie = (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join("; ");
  await sent(draft, cookie, key, { length: 10 << 20, pieces: 3, breakOff: true });
  const huge = await sent(draft, cookie, key, { length: 2 ** 31, pieces: 2048 });
  assert.equal(huge.status, 413);
  assert.match(huge.text, /by hand.bin: 大きすぎます。1件20 MiBまでです。/);
  assert.ok(huge.wrote < 1024, `${huge.wrote} MiB were read of it`);
  await page.goto(`${server.url}${draft}/files`);
  assert.match(await says(page), /添えたファイルはありません/);
  await add(page, file("by hand.bin", "whole"), "添えました。");
  await close();
});
