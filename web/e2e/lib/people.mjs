// The people of the demo: in the browser by choosing one, and through the API by token.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { watch, wide } from "./browser.mjs";

const read = (server, name) => JSON.parse(readFileSync(join(server.data, name), "utf8"));

// tokens are the API tokens by name.
export const tokens = (server) => read(server, "tokens.json");

// as signs a tab's context in as a person of the demo, by the name in tokens.json.
export async function as(tab, server, name) {
  const who = read(server, "people.json").find((p) => p.token === name);
  if (!who) throw new Error(`nobody is called ${name}`);
  const answer = await tab.request.post(`${server.url}/signin/demo`, { form: { hat: who.hat, return: "/help" } });
  if (!answer.ok()) throw new Error(`${name}: ${answer.status()}`);
}

// visit opens a page as a person, or as nobody, in a context of its own. complaints are what the browser says against it.
export async function visit(browser, server, who, path, { viewport = wide, lang = "ja", ...options } = {}) {
  const context = await browser.context({ viewport, ...options });
  const page = await context.newPage();
  const complaints = watch(page);
  if (who) await as(page, server, who);
  if (lang !== "ja") await page.goto(`${server.url}/help?lang=${lang}`);
  await page.goto(server.url + path);
  return { page, complaints, close: () => context.close() };
}

// api calls the API as a person; what it refuses is an error here.
export async function api(server, name, method, path, body) {
  const token = tokens(server)[name];
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", ...(method === "POST" ? { "Idempotency-Key": crypto.randomUUID() } : {}) },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${name} ${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

// prompt is a complete 速報.
export const prompt = (line) => ({
  what_kind: ["malware", "trace"], what_text: line, aware_at: "2026-11-20T09:10+09:00", which: "北部給電指令所の監視端末 3台",
  impact: "degraded", callback: "セキュリティ統括グループ 山﨑 03-0000-2002(内線 12)",
});

// report sends a 速報 through the API and returns it.
export const report = (server, line, name = "operator-filer") => api(server, name, "POST", "/reports/prompt", prompt(line));

// detailed sends a 速報 and a 詳報 of ransomware about it through the API, and returns both; said are further answers of the 詳報.
export async function detailed(server, line, said, name = "operator-filer") {
  const first = await report(server, line, name);
  const draft = await api(server, name, "POST", `/reports/${first.number_ascii}/follow`, { procedure: "report.detailed" });
  const answers = {
    form_kind: "ransomware", story: `${line}。経緯は確認中。`, occurred_at: null, service_level: "no", ransom_types: ["encrypted"], entry: null, response: "端末を切り離した。", ...said,
  };
  await api(server, name, "PATCH", `/drafts/${draft.number_ascii}`, { answers: Object.fromEntries(Object.entries(answers).map(([id, value]) => [id, { value }])) });
  return { first, detailed: await api(server, name, "POST", `/drafts/${draft.number_ascii}/send`, {}) };
}
