// Starts what is tested on a free loopback port and ends it again.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
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

// real founds an empty database with two administrators (kanmin account bootstrap) and serves it: founders has a link and a
// code for each. mail is the directory into which messages go.
export async function real() {
  const bin = process.env.KANMIN_BIN ?? join(root, "bin/kanmin");
  if (!existsSync(bin)) throw new Error(`${bin} is missing. Run: make build`);
  const dir = mkdtempSync(join(tmpdir(), "kanmin-real-"));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = {
    KANMIN_DATABASE_URL: `sqlite:${join(dir, "kanmin.db")}`, KANMIN_KEY_FILE: join(dir, "keys"), KANMIN_BASE_URL: url, KANMIN_LISTEN: `127.0.0.1:${port}`,
    KANMIN_METRICS_LISTEN: "", KANMIN_MAIL_DIR: join(dir, "mail"), KANMIN_RESERVE: "0",
    KANMIN_BIN: undefined, // of these tests, and no setting
  };
  const say = (...args) => execFileSync(bin, args, { cwd: dir, env: { ...process.env, ...env }, encoding: "utf8" });
  say("migrate");
  const founders = JSON.parse(say("account", "bootstrap", "--first", "佐伯 恵 <saeki@example.jp>", "--second", "森 大樹 <mori@example.jp>", "--json"));
  return { ...await run(bin, ["serve"], env, url, "/readyz", dir), founders, mail: join(dir, "mail") };
}

// twin founds an empty PostgreSQL database and serves it on two nodes, with TLS and a listener that asks for certificates
// (internal/e2e/twin). url is the first node and the platform's address, second the other node, files where certificates are.
export async function twin() {
  const bin = process.env.KANMIN_BIN ?? join(root, "bin/kanmin");
  if (!existsSync(bin)) throw new Error(`${bin} is missing. Run: make build`);
  const dir = mkdtempSync(join(tmpdir(), "kanmin-nodes-"));
  const helper = join(dir, "twin");
  execFileSync("go", ["build", "-o", helper, "./internal/e2e/twin"], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  const ground = spawn(helper, [], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  const { app, work, owner, dir: files } = JSON.parse(await new Promise((resolve, reject) => { ground.stdout.once("data", resolve); ground.once("exit", () => reject(new Error("internal/e2e/twin ended"))); }));
  const [one, two, asking] = [await freePort(), await freePort(), await freePort()];
  const [url, second] = [`https://localhost:${one}`, `https://localhost:${two}`];
  const env = {
    KANMIN_DATABASE_URL: app, KANMIN_WORK_DATABASE_URL: work, KANMIN_KEY_FILE: join(dir, "keys"), KANMIN_BASE_URL: url, KANMIN_METRICS_LISTEN: "",
    KANMIN_TLS_CERT: join(files, "server.pem"), KANMIN_TLS_KEY: join(files, "server.key"), KANMIN_CERTIFICATE_URL: `https://localhost:${asking}`, KANMIN_MAIL_DIR: join(dir, "mail"),
    KANMIN_BIN: undefined,
  };
  const say = (...args) => execFileSync(bin, args, { cwd: dir, env: { ...process.env, ...env, KANMIN_OWNER_DATABASE_URL: owner }, encoding: "utf8" });
  say("migrate");
  const founders = JSON.parse(say("account", "bootstrap", "--first", "佐伯 恵 <saeki@example.jp>", "--second", "森 大樹 <mori@example.jp>", "--json"));
  const nodes = [];
  for (const [at, port, more] of [[url, one, { KANMIN_CERTIFICATE_LISTEN: `127.0.0.1:${asking}` }], [second, two, { KANMIN_CERTIFICATE_LISTEN: `127.0.0.1:${await freePort()}` }]]) {
    nodes.push(await run(bin, ["serve"], { ...env, ...more, KANMIN_LISTEN: `127.0.0.1:${port}` }, at, "/readyz", dir));
  }
  return {
    url, second, founders, files, mail: join(dir, "mail"), asking: `https://localhost:${asking}`,
    close: async () => { for (const n of nodes) await n.close({ keep: true }); ground.stdin.end(); await new Promise((resolve) => { ground.once("exit", resolve); }); rmSync(dir, { recursive: true, force: true }); },
  };
}

// later ends a demo and serves it again some days later, at the same address. Everybody signs in anew.
export async function later(server, days) {
  await server.close({ keep: true });
  const dir = mkdtempSync(join(tmpdir(), "kanmin-later-"));
  const bin = join(dir, "later");
  execFileSync("go", ["build", "-o", bin, "./internal/e2e/later"], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  const next = await run(bin, ["-days", String(days)], { DEMO_ADDR: new URL(server.url).host, DEMO_DATA: server.data }, server.url, "/readyz", dir);
  return { ...server, ...next, close: async () => { await next.close(); await server.close(); } };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const s = createServer().once("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = s.address();
      s.close(() => resolve(port));
    });
  });
}

// answers asks a server of these tests whether it is there; its own certificate is not checked.
const answers = (url) => new Promise((resolve, reject) => {
  const { get } = url.startsWith("https:") ? https : http;
  get(url, { rejectUnauthorized: false }, (r) => { r.resume(); resolve(r.statusCode === 200); }).on("error", reject);
});

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
      if (await answers(url + ready)) break;
    } catch { /* not listening yet */ }
    if (Date.now() > until) { child.kill("SIGKILL"); throw new Error(`${bin} was not ready after 60 s:\n${said}`); }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    said: () => said,
    close: async ({ keep } = {}) => { child.kill("SIGTERM"); await Promise.race([end, new Promise((r) => setTimeout(r, 5000))]); if (!ended) child.kill("SIGKILL"); if (!keep) rmSync(dir, { recursive: true, force: true }); },
  };
}
