// A headless Chromium that stays on this machine, and the checks that every page must pass.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// The shell without the parts of a browser that nobody sees here costs half the processor time of the whole.
const executable = process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell";

// load imports a module of web/node_modules, or says how to get it.
async function load(name) {
  try {
    return await import(name);
  } catch (cause) {
    throw new Error(`${name} is missing. Run: cd web && npm install --no-save`, { cause });
  }
}

// open starts the browser. Close it with await browser.close().
export async function open() {
  if (!existsSync(executable)) throw new Error(`${executable} is missing. Run: apt-get install -y chromium-headless-shell`);
  const { chromium } = await load("playwright-core");
  const profile = mkdtempSync(join(tmpdir(), "kanmin-chromium-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: executable,
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
    timezoneId: "Asia/Tokyo",
    locale: "ja-JP",
  });
  settled(browser.pages()[0]);
  const inner = browser.browser();
  const close = browser.close.bind(browser);
  return {
    context: (options) => inner.newContext({ timezoneId: "Asia/Tokyo", locale: "ja-JP", ...options }),
    close: async () => { await close(); rmSync(profile, { recursive: true, force: true }); },
  };
}

// settled lets a click, a key and a choice end when the page that they led to is there. Playwright waits only until the new page has
// begun: what is read at once may then be an empty part of it, on a busy machine.
function settled(page) {
  const kind = Object.getPrototypeOf(page.locator("body"));
  if (kind.settled) return;
  kind.settled = true;
  for (const act of ["click", "press", "check", "uncheck", "selectOption"]) {
    const plain = kind[act];
    kind[act] = async function (...options) {
      const result = await plain.apply(this, options);
      if (!this.page().isClosed()) await this.page().waitForLoadState("domcontentloaded");
      return result;
    };
  }
}

// The sizes at which every page is looked at. 200 % zoom of 1280 px is a viewport of 640 px.
export const narrow = { width: 375, height: 812 };
export const zoomed = { width: 640, height: 512 };
export const wide = { width: 1280, height: 900 };

// watch collects what a page complains about: script errors, CSP violations, failed requests.
export function watch(page) {
  const complaints = [];
  page.on("pageerror", (e) => complaints.push(`script: ${e.message}`));
  page.on("console", (m) => { if (m.type() === "error" && !/Failed to load resource/.test(m.text())) complaints.push(`console: ${m.text()}`); });
  page.on("requestfailed", (r) => { if (r.failure()?.errorText !== "net::ERR_ABORTED") complaints.push(`request: ${r.url()} ${r.failure()?.errorText}`); });
  return complaints;
}

// axe runs every WCAG A and AA rule up to 2.2 and the best practices, and fails on any finding. without names rules that
// cannot hold on a page that shows the same part several times.
export async function axe(page, { without = [] } = {}) {
  const { AxeBuilder } = await load("@axe-core/playwright");
  // Our pages have no frame of another origin, so axe needs no second page to gather in; that halves what a look costs.
  const result = await new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode().withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).disableRules(without).analyze();
  assert.ok(result.passes.length > 10, "axe found nothing to check");
  assert.deepEqual(result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join(" | ")}`), []);
}

// noSideways fails when the page can be scrolled sideways, and names what sticks out.
export async function noSideways(page) {
  const out = await page.evaluate(() => {
    const w = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= w) return [];
    const right = (e) => { const words = document.createRange(); words.selectNodeContents(e); return Math.round(Math.max(e.getBoundingClientRect().right, words.getBoundingClientRect().right)); }; // words stick out of a box that fits
    const found = [...document.querySelectorAll("body *")].filter((e) => right(e) > w + 1 && !e.closest(".vh, .skip")).map((e) => `${e.tagName}.${e.className} ${right(e)}>${w}`);
    return found.length > 0 ? found.slice(-5) : [`the page is ${document.documentElement.scrollWidth} wide`];
  });
  assert.deepEqual(out, []);
}

// shown writes what a page looks like at both widths and on paper into the directory LOOK, for people to look at; without LOOK it
// does nothing.
export async function shown(page, name) {
  const dir = process.env.LOOK;
  if (!dir) return;
  const before = page.viewportSize();
  for (const viewport of [narrow, wide]) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: `${dir}/${name}-${viewport.width}.png`, fullPage: true });
  }
  await page.setViewportSize(before);
  await page.pdf({ path: `${dir}/${name}.pdf`, preferCSSPageSize: true });
}
