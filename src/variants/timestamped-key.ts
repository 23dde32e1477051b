/** The key of a CSV holds the time of the run, "so that nothing is overwritten": each run makes another object. */
import { convert, outputKey, read, variant, write } from "./variant.ts";

export const { create, handler } = variant(async (object, world) => {
  const csv = convert(await read(object, world));
  const time = new Date(world.clock.now()).toISOString().replaceAll(":", "-");
  await write(object, csv, world, outputKey(object.key).replace(/\.csv$/, `-${time}.csv`));
});
