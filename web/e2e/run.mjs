// Runs the end-to-end tests with node's own runner and ends with counts and their share of time.
//   node web/e2e/run.mjs [file…]
import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const named = process.argv.slice(2).map((f) => resolve(f));
const files = named.length > 0 ? named : readdirSync(here).filter((f) => f.endsWith(".spec.mjs")).sort().map((f) => join(here, f));

const counts = { pass: 0, fail: 0, skip: 0 };
const failed = [];
const began = Date.now();
const stream = run({ files, concurrency: 2, timeout: 900_000 }); // each has a house and a browser of its own, and waits for both more than it works
stream.on("test:pass", (e) => { if (e.details.type !== "suite" && !files.includes(e.name)) counts[e.skip !== undefined || e.todo !== undefined ? "skip" : "pass"]++; });
stream.on("test:fail", (e) => { if (e.details.type !== "suite") { counts.fail++; failed.push(e.name); } });
stream.compose(new spec()).on("end", ended).pipe(process.stdout);
function ended() {
  for (const name of failed) console.error(`failed: ${name}`);
  console.log(`end to end: ${files.length} files, ${counts.pass} passed, ${counts.fail} failed, ${counts.skip} skipped, ${((Date.now() - began) / 1000).toFixed(1)} s`);
  // A skip is a failure: what cannot run must say how to make it run.
  process.exitCode = counts.fail > 0 || counts.skip > 0 || counts.pass === 0 ? 1 : 0;
}
