// Builds what the binary embeds from its sources in this folder:
//   css/      -> look/static/app.css
//   js/       -> look/static/kanmin.js, passkey.js, icon.svg
//   htmx.org  -> look/static/htmx.js
//   Noto Sans JP (OFL-1.1) -> look/static/fonts.css and fonts/<digest>.woff2, one slice each
// `node build.mjs` writes; `node build.mjs --check` builds beside and fails on any difference.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../internal/adapter/door/web/look/static");
const modules = join(here, "node_modules");

if (!existsSync(join(modules, ".package-lock.json"))) {
  console.error("web/node_modules is missing. Run: cd web && npm install --no-save");
  process.exit(1);
}

function build(out) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, "fonts"), { recursive: true });
  execFileSync(process.execPath, [join(modules, "@tailwindcss/cli/dist/index.mjs"), "--input", join(here, "css/app.css"), "--output", join(out, "app.css"), "--minify"], { cwd: here, stdio: ["ignore", "ignore", "pipe"] });

  const noto = join(modules, "@fontsource-variable/noto-sans-jp");
  const css = readFileSync(join(noto, "wght.css"), "utf8")
    .replaceAll("'Noto Sans JP Variable'", "'Noto Sans JP'")
    .replaceAll(/url\(\.\/files\/([^)]+)\) format\('woff2-variations'\)/g, (_, name) => {
      const bytes = readFileSync(join(noto, "files", name));
      const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
      writeFileSync(join(out, "fonts", `${digest}.woff2`), bytes);
      return `url(fonts/${digest}.woff2) format("woff2")`;
    })
    .replaceAll(/\/\*.*?\*\//g, "").replaceAll(/\s*([{};,])\s*/g, "$1").replaceAll(/:\s+/g, ":").trim();
  writeFileSync(join(out, "fonts.css"), `/* Noto Sans JP, SIL Open Font License 1.1, see fonts/LICENSE */\n${css}\n`);
  cpSync(join(noto, "LICENSE"), join(out, "fonts/LICENSE"));

  cpSync(join(here, "js/kanmin.js"), join(out, "kanmin.js"));
  cpSync(join(here, "js/passkey.js"), join(out, "passkey.js"));
  cpSync(join(here, "js/icon.svg"), join(out, "icon.svg"));
  const version = JSON.parse(readFileSync(join(modules, "htmx.org/package.json"), "utf8")).version;
  const htmx = readFileSync(join(modules, "htmx.org/dist/htmx.min.js"), "utf8").replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "");
  writeFileSync(join(out, "htmx.js"), `/* htmx ${version}, Zero-Clause BSD */\n${htmx}\n`);
}

function tree(dir, prefix = "") {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? tree(join(dir, e.name), `${prefix}${e.name}/`) : [`${prefix}${e.name}`]).sort();
}

if (process.argv.includes("--check")) {
  const out = join(mkdtempSync(join(tmpdir(), "kanmin-web-")), "static");
  build(out);
  const names = [...new Set([...tree(out), ...tree(target)])].sort();
  const wrong = names.filter((n) => !existsSync(join(out, n)) || !existsSync(join(target, n)) || !readFileSync(join(out, n)).equals(readFileSync(join(target, n))));
  rmSync(dirname(out), { recursive: true });
  if (wrong.length > 0) {
    console.error(`look/static is not what its sources build: ${wrong.slice(0, 10).join(", ")}\nRun: node web/build.mjs`);
    process.exit(1);
  }
  console.log(`look/static: ${names.length} files, as built`);
} else {
  build(target);
  console.log(`look/static: ${tree(target).length} files written`);
}
