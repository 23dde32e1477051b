/**
 * The cyclic redundancy checks that Node does not have: CRC-32C (RFC 3720, Castagnoli) and CRC-64/NVME (NVM Express,
 * which S3 takes by default). Both are the reflected table form, a byte at a time; 64 bits are kept as two halves,
 * because BigInt would be twenty times slower.
 */

const CASTAGNOLI = crc32Table(0x82f63b78);

export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = CASTAGNOLI[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** The polynomial 0x9A6C9329AC4BC9B5 (reflected), as its high and its low half. */
const NVME = crc64Table(0x9a6c9329, 0xac4bc9b5);

/** High and low 32 bits. */
export function crc64nvme(bytes: Uint8Array): readonly [high: number, low: number] {
  const [highs, lows] = NVME;
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) {
    const entry = (low ^ bytes[i]!) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ lows[entry]!;
    high = (high >>> 8) ^ highs[entry]!;
  }
  return [(high ^ 0xffffffff) >>> 0, (low ^ 0xffffffff) >>> 0];
}

function crc32Table(polynomial: number): Int32Array {
  const table = new Int32Array(256);
  for (let entry = 0; entry < 256; entry++) {
    let crc = entry;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? polynomial : 0);
    table[entry] = crc;
  }
  return table;
}

function crc64Table(polynomialHigh: number, polynomialLow: number): readonly [Int32Array, Int32Array] {
  const highs = new Int32Array(256);
  const lows = new Int32Array(256);
  for (let entry = 0; entry < 256; entry++) {
    let high = 0;
    let low = entry;
    for (let bit = 0; bit < 8; bit++) {
      const odd = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (odd) {
        high ^= polynomialHigh;
        low ^= polynomialLow;
      }
    }
    highs[entry] = high;
    lows[entry] = low;
  }
  return [highs, lows];
}
