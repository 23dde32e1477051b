/**
 * What real producers send sooner or later. Each is a legal document with one right CSV (CSV contract: columns in order
 * of first sight, numbers as written, null and missing empty, arrays and empty objects as compact JSON), and each is
 * one that some converter turns into silent garbage.
 */
import type { Stream } from "../random.ts";
import { csvOf, literal, type Member, objectOf, rows, text } from "./member.ts";

/** A document and the CSV it must become. */
export interface Content {
  json: string;
  csv: string;
}

type Subtlety = (members: Member[]) => Content;

export function subtle(members: Member[], stream: Stream): Content {
  return stream.pick(Object.values(SUBTLETIES))(members);
}

export const SUBTLETIES: Record<string, Subtlety> = {
  unknownFields: (members) =>
    of([...members, text("note", "added last week"), nested(), literal("tags", '["a", "b"]', '["a","b"]')]),
  nulls: (members) =>
    of([...replaced(members, "author", literal("author", "null", "")), literal("reviewer", "null", "")]),
  unicode: (members) => of(replaced(members, "author", text("author", "👩‍💻 עברית é\u2028ﬁ"))),
  escapes: (members) =>
    of([
      ...members,
      { json: String.raw`"remark":"line 1\r\nline \u0032\t\ud800"`, cells: [["remark", "line 1\r\nline 2\t\ufffd"]] },
    ]),
  byteOrderMark: (members) => ({ ...of(members), json: `\ufeff${objectOf(members)}` }),
  duplicateKeys: (members) => {
    const first: Member = { json: '"symbol":"WRONG"', cells: [] };
    return of([first, ...members]);
  },
  numbers: (members) =>
    of([
      ...members,
      literal("huge", "1e400"),
      literal("id", "9007199254740993"),
      literal("zero", "-0"),
      literal("price", "1.10"),
    ]),
  empties: (members) =>
    of([...members, literal("list", "[]"), literal("map", "{}"), text("blank", ""), literal("flag", "true")]),
  harmlessNames: (members) => of([...members, text("__proto__", "a"), text("constructor", "b"), text("toString", "c")]),
  integerNames: (members) => of([...members, text("2", "two"), text("1", "one")]),
  whiteSpace: (members) => ({
    ...of(members),
    json: ` {\r\n\t${members.map(({ json }) => json).join(" ,\n")}\r\n} \n`,
  }),
  severalRecords: (members) => ({ json: `[${objectOf(members)},{"symbol":"X","late":1}]`, csv: twoRows(members) }),
  lines: (members) => ({ json: `${objectOf(members)}\n{"symbol":"X","late":1}\n`, csv: twoRows(members) }),
};

function of(members: Member[]): Content {
  return { json: objectOf(members), csv: csvOf(members) };
}

function nested(): Member {
  const cells = [
    ["origin.host", "a.example"],
    ["origin.line", "3"],
  ] as const;
  return { json: '"origin":{"host":"a.example","line":3}', cells };
}

function replaced(members: Member[], name: string, by: Member): Member[] {
  return members.map((member) => (member.cells[0]?.[0] === name ? by : member));
}

/** The first record in full, and a second that has one column of it and one of its own. */
function twoRows(members: Member[]): string {
  const cells = members.flatMap((member) => member.cells);
  const header = cells.map(([column]) => column);
  const second = header.map((column) => (column === "symbol" ? "X" : ""));
  return rows([
    [...header, "late"],
    [...cells.map(([, cell]) => cell), ""],
    [...second, "1"],
  ]);
}
