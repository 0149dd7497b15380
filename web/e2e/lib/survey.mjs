// A procedure with one table, for what is about tables and not about making one: written by a program, opened by two officers.
import { api, visit } from "./people.mjs";

const both = (ja, en) => ({ ja, en });

// survey makes it and returns its number in Latin.
export async function survey(browser, server) {
  const line = (id, ja, en, more = {}) => ({ id, label: both(ja, en), kind: "line", limit: 100, ...more });
  const declaration = {
    name: both("機器の設置状況の調査", "Survey of equipment"), to: "office", title: "経済産業大臣", number: "届", contact: "contact", summary: ["contact"], corrects: true,
    form: {
      id: "declared", title: both("機器の設置状況を知らせる", "Tell where equipment stands"),
      parts: [{ id: "outline", name: both("概要", "Outline") }, { id: "contact", name: both("連絡先", "Contact") }],
      steps: [
        { id: "about", title: both("どなたに連絡できますか", "Whom may we call?"), short: both("連絡先", "Contact"), fields: [line("contact", "連絡先", "Contact", { needed: true, section: "contact" })] },
        { id: "list", title: both("機器を挙げてください", "Which equipment do you have?"), short: both("機器", "Equipment"), fields: [
          { id: "equipment", label: both("機器の一覧", "Equipment"), kind: "table", limit: 5000, section: "outline", number: "number", key: ["maker", "product", "place"], columns: [
            line("number", "管理番号", "Own number"), line("maker", "メーカー", "Maker", { needed: true }), line("product", "製品名", "Product", { needed: true }), line("place", "設置場所", "Place"),
          ] },
        ] },
      ],
    },
  };
  const made = await api(server, "ministry-officer", "POST", "/ministry/procedures", { declaration });
  const n = made.number_ascii;
  const main = (page) => page.locator("main");
  const officer = await visit(browser, server, "ministry-officer", `/ministry/procedures/${n}/propose`);
  await officer.page.fill("#from", new Date(Date.now() + 9 * 3600e3).toISOString().slice(0, 10));
  await officer.page.locator("input[name=sectors][value=electricity]").check();
  await main(officer.page).getByRole("button", { name: "二人目に確認を求める", exact: true }).click();
  await officer.close();
  const second = await visit(browser, server, "ministry-supervisor", `/ministry/procedures/${n}/decide`);
  await main(second.page).getByRole("button", { name: "公開する", exact: true }).click();
  await second.close();
  return n;
}
