/** A failed write is logged and forgotten: the run reports success without a CSV. */
import { convert, read, variant, write } from "./variant.ts";

export const { create, handler } = variant(async (object, world) => {
  const csv = convert(await read(object, world));
  try {
    await write(object, csv, world);
  } catch (error) {
    world.log(`could not write the CSV of ${object.key}: ${error}`);
  }
});
