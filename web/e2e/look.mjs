// Writes a screenshot of every page of pages.mjs at 375 and 1280 px, in Japanese and English, into
// docs/look/, for people to look at:   node web/e2e/look.mjs [name…]
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { narrow, open, wide } from "./lib/browser.mjs";
import { demo, story } from "./lib/server.mjs";
import { pages } from "./pages.mjs";

const out = join(dirname(fileURLToPath(import.meta.url)), "../../docs/look");
const only = process.argv.slice(2);
const chosen = pages.filter((p) => only.length === 0 || only.includes(p.name));
if (chosen.length === 0) throw new Error(`no such page; there are: ${pages.map((p) => p.name).join(" ")}`);
mkdirSync(out, { recursive: true });

const starters = { story, demo };
const servers = {};
const browser = await open();
let written = 0;
try {
  for (const server of new Set(chosen.map((p) => p.server))) servers[server] = await starters[server]();
  for (const page of chosen) {
    for (const [size, viewport] of [["375", narrow], ["1280", wide]]) {
      for (const lang of ["ja", "en"]) {
        const context = await browser.context({ viewport });
        const tab = await context.newPage();
        await tab.goto(`${servers[page.server].url}/?lang=${lang}`);
        await page.go(tab, servers[page.server]);
        await tab.evaluate(() => document.fonts.ready);
        await tab.screenshot({ path: join(out, `${page.name}-${size}-${lang}.png`), fullPage: true });
        written++;
        await context.close();
      }
    }
  }
} finally {
  await browser.close();
  for (const s of Object.values(servers)) await s.close();
}
console.log(`docs/look: ${written} screenshots of ${chosen.length} pages`);
