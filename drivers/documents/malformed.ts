/** The ways a document is broken. Each is a syntax error by RFC 8259, and none is legal as a sequence of records. */
import type { Stream } from "../random.ts";
import { type Member, objectOf } from "./member.ts";

type Defect = (members: readonly Member[], stream: Stream) => string;

export function broken(members: readonly Member[], stream: Stream): string {
  return stream.pick(Object.values(DEFECTS))(members, stream);
}

export const DEFECTS: Record<string, Defect> = {
  // At least the first brace stays and the last goes, so what is left is neither empty nor whole.
  truncated: (members, stream) => objectOf(members).slice(0, stream.integer(1, objectOf(members).length - 1)),
  trailingComma: (members) => objectOf(members).replace(/\}$/, ",}"),
  missingComma: (members) => `{${members.map(({ json }) => json).join(" ")}}`,
  missingColon: (members) => objectOf(members).replace(":", " "),
  missingValue: (members) => `${objectOf(members).slice(0, -1)},"value":}`,
  bareName: (members) => objectOf(members).replace('{"symbol"', "{symbol"),
  singleQuotes: (members) => objectOf(members).replaceAll('"', "'"),
  openText: (members) => `${objectOf(members).slice(0, -1)},"open":"}`,
  bareWord: (members) => `${objectOf(members).slice(0, -1)},"value":NaN}`,
  leadingZero: (members) => `${objectOf(members).slice(0, -1)},"count":007}`,
  rawControl: (members) => `${objectOf(members).slice(0, -1)},"text":"one\ntwo"}`,
  strayBrace: (members) => `${objectOf(members)}}`,
  comment: (members) => `${objectOf(members).slice(0, -1)} /* later */}`,
};
