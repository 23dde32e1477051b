/**
 * Values as conditions compare them: moments, numbers and address ranges, read from text. Nothing here depends on the
 * machine's time zone, which is why dates are not left to `Date.parse`.
 */

/**
 * A moment in milliseconds since 1970: W3C's ISO 8601 profile or seconds since 1970. Without a zone it is UTC.
 * Undefined for anything else.
 */
export function readDate(text: string): number | undefined {
  // Many requests happen at one instant, and many statements ask each for it.
  if (text !== last.text) last = { text, date: readInstant(text) ?? readOtherDate(text) };
  return last.date;
}

let last: { readonly text: string; readonly date: number | undefined } = { text: "", date: undefined };

/** `2026-01-01T00:00:00Z`, with or without milliseconds: what requests carry, and what ECMAScript defines to the letter. */
function readInstant(text: string): number | undefined {
  const { length } = text;
  if ((length !== 20 && length !== 24) || text[4] !== "-" || text[10] !== "T" || text[length - 1] !== "Z")
    return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}

function readOtherDate(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return readEpoch(text);
  const match = ISO_8601.exec(text);
  if (!match?.[1]) return undefined;
  const [year, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0] = match.slice(1, 7).map(numberOrNothing);
  const inRange = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hours <= 23 && minutes <= 59 && seconds <= 59;
  const zone = readZone(match[8]);
  if (!inRange || zone === undefined || Math.abs(year!) > 292278994) return undefined;
  const date = Date.UTC(2000, month - 1, day, hours, minutes, seconds, Number(`0.${match[7] ?? 0}`) * 1000);
  const shifted = new Date(date);
  shifted.setUTCFullYear(year!, month - 1, day);
  return shifted.getTime() - zone;
}

const ISO_8601 =
  /^(-?\d{1,9})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:t(?:(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?)?)?(z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** IAM counts epoch time in seconds and in 64 bits. */
function readEpoch(text: string): number | undefined {
  return BigInt(text.split(".")[0]!) > 9223372036854775807n ? undefined : Number(text) * 1000;
}

function numberOrNothing(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** The offset of `Z`, `+01`, `+0130` or `+01:30` in milliseconds. */
function readZone(text: string | undefined): number | undefined {
  if (text === undefined || text.toLowerCase() === "z") return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(":", "") || 0);
  if (hours > 23 || minutes > 59) return undefined;
  return (text[0] === "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

export function readNumber(text: string): number | undefined {
  const number = Number(text);
  return text.trim() === "" || !Number.isFinite(number) ? undefined : number;
}

/** A range of addresses. Addresses are numbers of 32 or 128 bits; families never meet. */
export interface AddressRange {
  readonly bits: 32 | 128;
  readonly network: bigint;
  readonly prefix: number;
}

/** `203.0.113.0/24`, `2001:db8::/32`, or one address, whose prefix is its whole length. */
export function readAddressRange(text: string): AddressRange | undefined {
  const [address, prefixText, ...rest] = text.split("/");
  const parsed = readAddress(address!);
  if (!parsed || rest.length > 0 || (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText))) return undefined;
  const prefix = prefixText === undefined ? parsed.bits : Number(prefixText);
  if (prefix > parsed.bits) return undefined;
  return { bits: parsed.bits, prefix, network: parsed.number >> BigInt(parsed.bits - prefix) };
}

export function isWithin(range: AddressRange, address: string): boolean {
  const parsed = readAddress(address);
  if (!parsed || parsed.bits !== range.bits) return false;
  return parsed.number >> BigInt(range.bits - range.prefix) === range.network;
}

/** Sockets that serve both families report IPv4 callers as `::ffff:127.0.0.1`; those are IPv4. */
function readAddress(text: string): { bits: 32 | 128; number: bigint } | undefined {
  const plain = text.replace(/^::ffff:(?=\d+\.)/i, "");
  if (!plain.includes(":")) {
    const number = readIpv4(plain);
    return number === undefined ? undefined : { bits: 32, number };
  }
  const number = readIpv6(plain);
  return number === undefined ? undefined : { bits: 128, number };
}

function readIpv4(text: string): bigint | undefined {
  const bytes = text.split(".");
  if (bytes.length !== 4 || !bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) <= 255)) return undefined;
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

function readIpv6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head!.length - (tail?.length ?? 0);
  if (tail ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head!, ...Array<string>(tail ? missing : 0).fill("0"), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((number, group) => (number << 16n) | BigInt(`0x${group}`), 0n);
}
