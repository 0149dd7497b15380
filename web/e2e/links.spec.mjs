// No page leads anywhere that its reader may not go: everybody of the demo follows every link that they are shown.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { report } from "./lib/people.mjs";
import { demo } from "./lib/server.mjs";

const most = 120; // addresses a person follows; of those that differ in a number or a question alone, the first

let server;
before(async () => { server = await demo(); await report(server, "どこへ続くかを見る報告"); });
after(async () => { await server?.close(); });

// shape is an address without what changes from record to record.
const shape = (path) => path.replace(/\?.*/s, "?").replace(/[0-9A-Z]+(-[0-9A-Z]+){3,}|[a-z0-9]{20,}|\/\d+\b/g, "*");

async function come(hat) {
  const answer = await fetch(`${server.url}/signin/demo`, { method: "POST", redirect: "manual", headers: { Origin: server.url }, body: new URLSearchParams({ hat, return: "/help" }) });
  assert.ok(answer.status < 400, `signing in: ${answer.status}`);
  return answer.headers.getSetCookie().map((c) => c.split(";")[0]).join("; ");
}

// follow walks from the first page, breadth first, and returns what leads nowhere, and how many addresses were asked. 422 is an answer
// about the content: letters that CP932 does not have.
async function follow(cookie, start) {
  const queue = start.map((to) => [to, "the start"]), seen = new Set(), dead = [];
  while (queue.length > 0 && seen.size < most) {
    const [to, from] = queue.shift();
    if (seen.has(shape(to))) continue;
    seen.add(shape(to));
    const answer = await fetch(server.url + to, { headers: { Cookie: cookie } });
    const text = await answer.text();
    if (answer.status >= 400 && answer.status !== 422) dead.push(`${to} on ${from}: ${answer.status}`);
    if (!answer.headers.get("Content-Type")?.startsWith("text/html")) continue;
    for (const [, href] of text.matchAll(/<a\b[^>]*?\bhref="([^"#]+)/g)) {
      const next = new URL(href.replaceAll("&amp;", "&"), server.url + to);
      if (next.origin === server.url) queue.push([next.pathname + next.search, to]);
    }
  }
  return { dead, asked: seen.size };
}

test("everybody reaches what they are shown", async () => {
  let asked = 0;
  for (const { token, hat } of JSON.parse(readFileSync(join(server.data, "people.json"), "utf8"))) {
    const walk = await follow(await come(hat), ["/"]);
    assert.deepEqual(walk.dead, [], token);
    assert.ok(walk.asked > 10, `${token} was shown ${walk.asked} addresses`);
    asked += walk.asked;
  }
  console.log(`followed ${asked} links`);
});

test("whoever has not signed in, too; and a link that leads nowhere is found", async () => {
  assert.deepEqual((await follow("", ["/", "/help"])).dead, []);
  assert.deepEqual((await follow("", ["/nowhere"])).dead.slice(0, 1), ["/nowhere on the start: 404"]);
});
