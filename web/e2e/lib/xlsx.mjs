// Small Excel books, written and read without a library: one inline text a cell. What a person's own program would make.
import { inflateRawSync } from "node:zlib";

function crc32(data) {
  let c = ~0;
  for (const b of data) { c ^= b; for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1; }
  return ~c >>> 0;
}

const esc = (s) => String(s).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
const column = (i) => (i >= 26 ? String.fromCharCode(64 + Math.floor(i / 26)) : "") + String.fromCharCode(65 + (i % 26));

// book is an Excel book of sheets: {name: [[cell, …], …]}. A number is a number, anything else an inline text.
export function book(sheets) {
  const names = Object.keys(sheets);
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const pack = "http://schemas.openxmlformats.org/package/2006/relationships";
  const parts = {
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${names.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join("")}</Types>`,
    "_rels/.rels": `<Relationships xmlns="${pack}"><Relationship Id="rId1" Type="${rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook ${main} xmlns:r="${rel}"><sheets>${names.map((n, i) => `<sheet name="${esc(n)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${pack}">${names.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${rel}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join("")}</Relationships>`,
  };
  names.forEach((n, i) => {
    const rows = sheets[n].map((cells, r) => `<row r="${r + 1}">${cells.map((v, c) => v === "" || v == null ? "" : typeof v === "number" ? `<c r="${column(c)}${r + 1}"><v>${v}</v></c>` : `<c r="${column(c)}${r + 1}" t="inlineStr"><is><t xml:space="preserve">${esc(v)}</t></is></c>`).join("")}</row>`);
    parts[`xl/worksheets/sheet${i + 1}.xml`] = `<worksheet ${main}><sheetData>${rows.join("")}</sheetData></worksheet>`;
  });
  return zip(parts);
}

function zip(parts) {
  const local = [], central = [];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const n = Buffer.from(name), data = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`);
    const head = Buffer.alloc(30), entry = Buffer.alloc(46);
    head.writeUInt32LE(0x04034b50, 0); head.writeUInt16LE(20, 4); head.writeUInt16LE(0x800, 6);
    head.writeUInt32LE(crc32(data), 14); head.writeUInt32LE(data.length, 18); head.writeUInt32LE(data.length, 22); head.writeUInt16LE(n.length, 26);
    entry.writeUInt32LE(0x02014b50, 0); entry.writeUInt16LE(20, 4); entry.writeUInt16LE(20, 6); entry.writeUInt16LE(0x800, 8);
    entry.writeUInt32LE(crc32(data), 16); entry.writeUInt32LE(data.length, 20); entry.writeUInt32LE(data.length, 24); entry.writeUInt16LE(n.length, 28); entry.writeUInt32LE(at, 42);
    local.push(head, n, data); central.push(entry, n);
    at += 30 + n.length + data.length;
  }
  const size = central.reduce((s, b) => s + b.length, 0), end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0); end.writeUInt16LE(central.length / 2, 8); end.writeUInt16LE(central.length / 2, 10); end.writeUInt32LE(size, 12); end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, ...central, end]);
}

// parts are the files of a book by name, as texts.
export const parts = (data) => Object.fromEntries(Object.entries(entries(data)).map(([name, body]) => [name, body.toString()]));

// entries are the files of a book, or of any other packet, by name.
export function entries(data) {
  const list = {};
  let at = data.readUInt32LE(data.length - 6);
  while (data.readUInt32LE(at) === 0x02014b50) {
    const [size, n, extra, note, from] = [data.readUInt32LE(at + 20), data.readUInt16LE(at + 28), data.readUInt16LE(at + 30), data.readUInt16LE(at + 32), data.readUInt32LE(at + 42)];
    const name = data.subarray(at + 46, at + 46 + n).toString();
    const body = from + 30 + data.readUInt16LE(from + 26) + data.readUInt16LE(from + 28);
    const raw = data.subarray(body, body + size);
    list[name] = data.readUInt16LE(at + 10) === 8 ? inflateRawSync(raw) : raw;
    at += 46 + n + extra + note;
  }
  return list;
}

// sheets are the sheets of a book that has inline texts: {name: [[cell, …], …]}, rows as they come.
export function sheets(data) {
  const all = parts(data), out = {};
  const plain = (s) => s.replace(/&#x([0-9A-Fa-f]+);/g, (_, h) => String.fromCodePoint(parseInt(h, 16))).replace(/&#(\d+);/g, (_, d) => String.fromCodePoint(+d)).replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&");
  [...all["xl/workbook.xml"].matchAll(/<sheet name="([^"]*)"/g)].forEach(([, name], i) => {
    out[plain(name)] = [...all[`xl/worksheets/sheet${i + 1}.xml`].matchAll(/<row r="\d+">(.*?)<\/row>/gs)].map(([, row]) => {
      const cells = [];
      for (const [, letters, text] of row.matchAll(/<c r="([A-Z]+)\d+"[^>]*>.*?<t[^>]*>(.*?)<\/t>.*?<\/c>/gs)) {
        const at = [...letters].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1;
        while (cells.length < at) cells.push("");
        cells[at] = plain(text);
      }
      return cells;
    });
  });
  return out;
}
