/** The write is begun and nobody waits for its end: the run answers, and its environment freezes under it. */
import { convert, read, variant, write } from "./variant.ts";

export const { create, handler } = variant(async (object, world) => {
  const csv = convert(await read(object, world));
  void write(object, csv, world);
});
