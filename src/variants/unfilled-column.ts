/** A column that was renamed at one end only: `formatVersion` is read, producers write `version`. It stays empty. */
import { convert, read, variant, write } from "./variant.ts";

const COLUMNS = [
  ...["symbol", "messageId", "value", "objectName", "submissionDate", "author"],
  { name: "version", from: "formatVersion" },
];

export const { create, handler } = variant(async (object, world) => {
  await write(object, convert(await read(object, world), { columns: COLUMNS }), world);
});
