/** The workshop's document: seven known columns. Authors and symbols are such that a careless CSV writer shows. */
import { digits } from "../keys.ts";
import type { Stream } from "../random.ts";
import { literal, type Member, text } from "./member.ts";

/** 2026-01-01T00:00:00Z. A document's date is told by its number, one second each, and never by a clock. */
const FIRST_SUBMISSION = 1_767_225_600_000;

const SYMBOLS = ["AMZN", "BRK.B", "NOVO-B", "RDSA", "SAP", "TSM", "VOW3", "7203"];
const AUTHORS = ["Ada Lovelace", "O'Neil, Kit", 'Grace "Amazing" Hopper', "José Núñez", "Łukasz Żak", "王小明", "Zoë"];

export function plain(sequence: number, stream: Stream): Member[] {
  return [
    text("symbol", stream.pick(SYMBOLS)),
    text("messageId", uuid(stream)),
    literal("value", `${stream.integer(1, 9999)}.${String(stream.integer(0, 99)).padStart(2, "0")}`),
    text("objectName", `${digits(sequence)}.json`),
    text("submissionDate", new Date(FIRST_SUBMISSION + sequence * 1000).toISOString()),
    text("author", stream.pick(AUTHORS)),
    text("version", `1.${stream.integer(0, 9)}`),
  ];
}

/** The form of RFC 4122, version 4. */
function uuid(stream: Stream): string {
  const variant = stream.pick(["8", "9", "a", "b"]);
  return `${stream.hex(8)}-${stream.hex(4)}-4${stream.hex(3)}-${variant}${stream.hex(3)}-${stream.hex(12)}`;
}
