// Ways in, as a person without a phone takes them: the mailed link, the code of the letter, a passphrase with codes.
import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const passphrase = "とても長い合言葉 correct horse";

// arrived waits for a mail to an address with something in its body; server.mail is the spool.
export async function arrived(server, address, what) {
  const spool = join(server.mail ?? join(server.data, "mail"), "new");
  for (let i = 0; i < 400; i++) {
    for (const name of readdirSync(spool)) {
      const text = readFileSync(join(spool, name), "utf8");
      if (!text.includes(address)) continue;
      const body = Buffer.from(text.split("\r\n\r\n")[1], "base64").toString();
      const found = what.exec(body);
      if (found) return { found: found[0], body, text };
    }
    await new Promise((r) => setTimeout(r, 50));
  }
  throw new Error(`no mail to ${address} with ${what}`);
}

// mailed waits for the invitation to an address and returns the link in it.
export async function mailed(server, address) {
  const { found, ...mail } = await arrived(server, address, /http\S+\/signin\/invitation\/\S+/);
  return { link: found, ...mail };
}

// shown is what a device shows for a seed at a time (TOTP, RFC 6238).
export function shown(seed, at = Date.now()) {
  const bits = [...seed.replace(/[\s=]/g, "")].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const h = createHmac("sha1", key).update(counter).digest();
  const o = h[19] & 15;
  return String(((h[o] & 127) << 24 | h[o + 1] << 16 | h[o + 2] << 8 | h[o + 3]) % 1_000_000).padStart(6, "0");
}

// accept takes an invitation up by both of its halves, and returns the seed of the codes. It ends signed in.
export async function accept(page, link, code) {
  const seed = await answer(page, link, code);
  await page.waitForURL(/\/account$/);
  return seed;
}

// answer registers a way in by both halves of an invitation; whether that opens anything is another question.
export async function answer(page, link, code) {
  await page.goto(link);
  await page.fill("#code", code);
  await page.locator("main form button").click();
  const seed = await page.locator("#seed").innerText();
  await page.fill("#passphrase", passphrase);
  await page.fill("#again", passphrase);
  await page.locator("main #code").fill(shown(seed));
  await page.locator("main form:has(#passphrase) button").last().click();
  await page.waitForURL(/\/account$|state=waiting/);
  return seed;
}

// signIn signs in by a passphrase with the next code of a seed: each is good once.
export async function signIn(page, url, mail, seed) {
  await page.goto(`${url}/signin?with=key`); // the demonstration lets one choose people else
  await page.fill("#mail", mail);
  await page.fill("#passphrase", passphrase);
  await page.fill("#code", shown(seed, Date.now() + 30_000));
  await page.locator("section", { hasText: "パスワードと確認コード" }).getByRole("button").click();
  await page.waitForURL((u) => !u.pathname.startsWith("/signin"));
}
