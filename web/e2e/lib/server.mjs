// Starts what is tested on a free loopback port and ends it again.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");

// story serves every part of look with a made-up visitor (internal/e2e/story).
export async function story() {
  const dir = mkdtempSync(join(tmpdir(), "kanmin-story-"));
  const bin = join(dir, "story");
  execFileSync("go", ["build", "-o", bin, "./internal/e2e/story"], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  const port = await freePort();
  return run(bin, ["-addr", `127.0.0.1:${port}`], {}, `http://127.0.0.1:${port}`, "/", dir);
}

// demo starts bin/kanmin demo over a fresh world; env may add to its environment. KANMIN_BIN names another binary.
export async function demo(env = {}) {
  const bin = process.env.KANMIN_BIN ?? join(root, "bin/kanmin");
  if (!existsSync(bin)) throw new Error(`${bin} is missing. Run: make build`);
  const dir = mkdtempSync(join(tmpdir(), "kanmin-demo-"));
  const port = await freePort();
  const server = await run(bin, ["demo"], { DEMO_ADDR: `localhost:${port}`, DEMO_DATA: join(dir, "data"), ...env }, `http://localhost:${port}`, "/readyz", dir);
  return { ...server, data: join(dir, "data") };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const s = createServer().once("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = s.address();
      s.close(() => resolve(port));
    });
  });
}

async function run(bin, args, env, url, ready, dir) {
  const child = spawn(bin, args, { cwd: dir, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (b) => { said = (said + b).slice(-8000); });
  let ended = false;
  const end = new Promise((resolve) => child.once("exit", () => { ended = true; resolve(); }));
  const until = Date.now() + 60_000;
  for (;;) {
    if (ended) throw new Error(`${bin} ended at start:\n${said}`);
    try {
      if ((await fetch(url + ready)).ok) break;
    } catch { /* not listening yet */ }
    if (Date.now() > until) { child.kill("SIGKILL"); throw new Error(`${bin} was not ready after 60 s:\n${said}`); }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    said: () => said,
    close: async () => { child.kill("SIGTERM"); await Promise.race([end, new Promise((r) => setTimeout(r, 5000))]); if (!ended) child.kill("SIGKILL"); rmSync(dir, { recursive: true, force: true }); },
  };
}
