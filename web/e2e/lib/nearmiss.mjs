// ヒヤリハット: a voluntary procedure that exists as data only, written on an officer's pages without code.
import assert from "node:assert/strict";

const path = (page) => new URL(page.url()).pathname;
const says = (page) => page.locator("main").innerText();
const press = (page, name) => page.locator("main").getByRole("button", { name, exact: true }).first().click();
const follow = (page, name) => page.locator("main").getByRole("link", { name }).first().click();

// item adds an item to a question of the procedure whose page is open.
async function item(page, server, at, question, fields) {
  await page.goto(`${server.url}${at}/item?question=${question}&at=new`);
  for (const [id, value] of Object.entries(fields)) {
    const input = page.locator(`#${id}`);
    if (await input.evaluate((e) => e.tagName) === "SELECT") await input.selectOption(value);
    else await input.fill(value);
  }
  await press(page, "保存する");
  assert.equal(path(page), at, await says(page));
}

// make writes the near-miss procedure and leaves it proposed; it returns its address.
export async function make(page, server) {
  await page.goto(`${server.url}/ministry/today`);
  await follow(page, "手続の作成");
  assert.equal(path(page), "/ministry/procedures");
  await press(page, "作り始める");
  assert.match(await says(page), /読み取れない|記入してください|入力/);
  await page.fill("#name_ja", "ヒヤリハット");
  await page.fill("#name_en", "Near miss");
  await press(page, "作り始める");
  const at = path(page);
  assert.match(at, /^\/ministry\/procedures\/P-R\d+-/);
  assert.match(await says(page), /公開の前に直すところ[^]*質問に項目がありません/);
  await item(page, server, at, 1, { label_ja: "あったこと", label_en: "What happened", kind: "area", needed: "yes", section: "outline", example_ja: "誤ったあて先にメールを送りそうになった", example_en: "A mail nearly went to the wrong address" });
  await item(page, server, at, 1, { label_ja: "起きた場面", label_en: "Where", kind: "choice", options: "mail | メール | Mail\nremote | 遠隔接続 | Remote access\nother | その他 | Other", needed: "yes", unknowable: "yes", section: "outline" });
  await item(page, server, at, 1, { label_ja: "どのような場面か", label_en: "Which", kind: "line", section: "outline", when_field: "item_2", when_in: "other" });
  await page.goto(`${server.url}${at}/question?at=new`);
  await page.fill("#title_ja", "いつのことですか");
  await page.fill("#title_en", "When was it?");
  await press(page, "保存する");
  assert.equal(path(page), at, await says(page));
  await item(page, server, at, 2, { label_ja: "気付いた日", label_en: "Day", kind: "day", needed: "yes", section: "outline" });
  await item(page, server, at, 2, { label_ja: "関わった人数", label_en: "People", kind: "count", min: "1", max: "500", section: "outline" });
  await item(page, server, at, 2, { label_ja: "連絡先", label_en: "Contact", kind: "line", needed: "yes", section: "contact" });
  await page.goto(`${server.url}${at}/about`);
  await page.fill("#title_ja", "ヒヤリハットを知らせる");
  await page.fill("#title_en", "Tell of a near miss");
  await page.fill("#lead_ja", "任意の報告です。責任を問うものではありません。");
  await page.fill("#lead_en", "This is voluntary. Nobody is blamed.");
  await page.fill("#title", "経済産業大臣");
  await page.locator("#contact").selectOption({ label: "連絡先" });
  await page.locator("#summary").selectOption({ label: "あったこと" });
  await page.locator("#term_field").selectOption({ label: "気付いた日" });
  await page.fill("#term_days", "30");
  await press(page, "保存する");
  assert.equal(path(page), at, await says(page));
  return at;
}
