import { open, narrow, wide } from "./lib/browser.mjs";
const [,, vp, path, y, h, out] = process.argv;
const b = await open(); const c = await b.context({ viewport: vp==="wide"?wide:narrow });
const p = await c.newPage(); await p.goto("http://127.0.0.1:8099"+path); await p.waitForLoadState("networkidle");
for (const [i, yy] of y.split(",").entries()) await p.screenshot({ path: `${out}-${i}.png`, fullPage: true, clip: { x: 0, y: +yy, width: vp==="wide"?1280:375, height: +h } });
await b.close();
