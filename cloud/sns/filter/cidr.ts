import { isIPv4, isIPv6 } from "node:net";

/** IP addresses and blocks of them, for the `cidr` operator of filter policies. */
export interface Block {
  readonly bytes: readonly number[];
  readonly bits: number;
}

/** `10.0.0.0/24` or `2001:db8::/32`. Throws with the sentence that the rule engine behind SNS has for a malformed one. */
export function blockOf(text: string): Block {
  const [address, mask, ...more] = text.split("/");
  if (mask === undefined || more.length > 0) throw new RangeError("Malformed CIDR, one '/' required");
  if (!/^-?\d+$/.test(mask)) throw new RangeError("Malformed CIDR, mask bits must be an integer");
  const bits = Number(mask);
  if (bits < 0) throw new RangeError("Malformed CIDR, mask bits must not be negative");
  const bytes = bytesOf(address!);
  if (!bytes) throw new RangeError(`Nonstandard IP address: ${address}`);
  if (bytes.length === 4 && bits > 31) throw new RangeError("IPv4 mask bits must be < 32");
  if (bits > 127) throw new RangeError("IPv6 mask bits must be < 128");
  return { bytes, bits };
}

export function contains(block: Block, text: string): boolean {
  const bytes = bytesOf(text);
  if (bytes?.length !== block.bytes.length) return false;
  for (let bit = 0; bit < block.bits; bit++) {
    const shift = 7 - (bit & 7);
    if (bytes[bit >> 3]! >> shift !== block.bytes[bit >> 3]! >> shift) return false;
  }
  return true;
}

function bytesOf(address: string): number[] | undefined {
  if (isIPv4(address)) return address.split(".").map(Number);
  if (!isIPv6(address) || address.includes(".") || address.includes("%")) return undefined;
  const [head, tail] = address.split("::").map(groupsOf);
  const zeros = tail ? 8 - head!.length - tail.length : 0;
  return [...head!, ...new Array<number>(zeros).fill(0), ...(tail ?? [])].flatMap((group) => [group >> 8, group & 255]);
}

function groupsOf(text: string): number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}
