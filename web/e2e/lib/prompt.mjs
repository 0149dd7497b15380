// A 速報 in the browser, as far as the page before sending.
import assert from "node:assert/strict";

// written fills in a 速報 that lacks nothing and stops at the page before sending; it returns the draft's address.
export async function written(page, server) {
  await page.goto(`${server.url}/reporting/prompt`);
  await page.locator("main form.form button").first().click();
  const next = () => page.locator("main form.form button[value=next]").click();
  await page.locator("input[value=malware]").check();
  await page.fill("#what_text", "監視端末の画面に身代金を求める文が出ている");
  await next();
  await page.fill("#aware_at", "R8.11.20 10:15");
  await next();
  await page.fill("#which", "北部給電指令所の監視端末 3台");
  await next();
  await page.locator("input[value=degraded]").check();
  await next();
  await next();
  const at = new URL(page.url()).pathname;
  assert.match(at, /check$/, await page.locator("main").innerText());
  return at.replace(/\/check$/, "");
}
