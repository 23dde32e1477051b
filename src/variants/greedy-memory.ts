/** The whole document several times over in memory, letter by letter, whatever its size and the function's memory. */
import { convert, read, variant, write } from "./variant.ts";

export const { create, handler } = variant(async (object, world) => {
  const letters = [...new TextDecoder().decode(await read(object, world))];
  const text = letters.filter((letter) => letter !== "\u0000").join("");
  await write(object, convert(new TextEncoder().encode(text)), world);
});
