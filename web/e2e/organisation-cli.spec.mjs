// kanmin organisation: what an administrator does about accounts where there is no browser, as in an incident over ssh.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { open } from "./lib/browser.mjs";
import { api, tokens, visit } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

const bin = process.env.KANMIN_BIN ?? join(dirname(fileURLToPath(import.meta.url)), "../../bin/kanmin");
let browser, server;
before(async () => { [browser, server] = await Promise.all([open(), demo()]); });
after(async () => { await browser?.close(); await server?.close(); });

// kanmin runs one command as somebody; its lines are cut at the tabs.
const kanmin = (who, ...args) => {
  const said = spawnSync(bin, ["organisation", ...args], { encoding: "utf8", env: { PATH: process.env.PATH, KANMIN_URL: server.url, KANMIN_TOKEN: tokens(server)[who] } });
  return { code: said.status, out: said.stdout, errs: said.stderr, rows: said.stdout.split("\n").filter(Boolean).map((l) => l.split("\t")) };
};

test("a hat is locked over ssh: its browser is signed out on the next press, its token is nobody's", async () => {
  const viewer = await visit(browser, server, "operator-viewer", "/reporting/reports");
  const at = () => new URL(viewer.page.url()).pathname;
  assert.equal(at(), "/reporting/reports", "the control: the hat reads");
  const signedIn = kanmin("operator-admin", "sessions");
  assert.equal(signedIn.code, 0, signedIn.errs);
  const [, , since, seen, until, person] = signedIn.rows.find(([name]) => name === "岡 大輔");
  assert.ok(since <= seen && seen < until && person);

  const hat = kanmin("operator-admin", "members").rows.find((r) => r[2] === "岡 大輔")[0];
  const locked = kanmin("operator-admin", "lock", hat, "--key", "incident-1");
  assert.equal(locked.code, 0, locked.errs);
  assert.ok(locked.rows.some((r) => r[0] === hat && r[1] === "locked"), locked.out);
  assert.equal(kanmin("operator-admin", "lock", hat, "--key", "incident-1").out, locked.out, "the same key again");
  await viewer.page.goto(`${server.url}/reporting/reports`);
  assert.match(at(), /^\/signin/, "the locked hat still reads");
  assert.notEqual(kanmin("operator-viewer", "members").code, 0, "the locked hat's token still works");
  await assert.rejects(api(server, "operator-viewer", "GET", "/reports"), /40[134]/);
  assert.ok(kanmin("operator-admin", "stale").rows.some((r) => r[0] === hat && r[1] === "locked"));
  await viewer.close();
});

test("invitations are listed, sent again with a code that is told once, and taken back", async () => {
  const { units } = await api(server, "operator-admin", "GET", "/organisation/members");
  const { invitation, code } = await api(server, "operator-admin", "POST", "/organisation/invitations", { name: "𠮷田 ひかり", kana: "", mail: "hikari@example.jp", phone: "", unit: units[0].id, roles: ["operator-filer"], from: "", until: "" });
  assert.ok(kanmin("operator-admin", "invitations").rows.some((r) => r[0] === invitation && r[2] === "𠮷田 ひかり"));
  const again = kanmin("operator-admin", "again", invitation, "--key", "again-1");
  assert.equal(again.code, 0, again.errs);
  const [fresh, told] = again.rows[0];
  assert.ok(told && told !== code, "the code is a new one");
  assert.ok(!kanmin("operator-admin", "again", invitation, "--key", "again-1").out.includes(told), "the code is told twice");
  assert.equal(kanmin("operator-admin", "withdraw", fresh).code, 0);
  assert.equal(kanmin("operator-admin", "invitations").rows.find((r) => r[0] === fresh)[1], "withdrawn");
});

test("whoever is no administrator is refused, and so is what nothing has", () => {
  for (const list of ["sessions", "stale", "invitations"]) assert.notEqual(kanmin("operator-filer", list).code, 0, list);
  const none = kanmin("operator-admin", "lock", "../../members");
  assert.equal(none.code, 1);
  assert.match(none.errs, /[ぁ-ん]/);
  assert.equal(kanmin("operator-admin", "keep", "x").code, 2, "no reason");
});
