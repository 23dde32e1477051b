/** The process of `wrong-clock.ts`: its arguments are the region and by how many milliseconds its clock is fast. */
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { s3Client } from "./clients.ts";
import type { Put, PutAnswer } from "./wrong-clock.ts";

const [region = "", offset = "0"] = process.argv.slice(2);
const Right = Date;

/** Any moment that is named stays what it is; only now is another time. */
class Wrong extends Right {
  constructor(...named: [] | ConstructorParameters<typeof Date>) {
    super(...((named.length === 0 ? [Wrong.now()] : named) as ConstructorParameters<typeof Date>));
  }

  static override now(): number {
    return Right.now() + Number(offset);
  }
}
globalThis.Date = Wrong as DateConstructor;

const s3 = s3Client(region);

process.on("disconnect", () => process.exit());
process.on("message", ({ id, input }: Put) => {
  s3.send(new PutObjectCommand(input)).then(
    ({ $metadata }) => process.send!({ id, metadata: $metadata } satisfies PutAnswer),
    ({ name, message, $fault, $metadata }) =>
      process.send!({ id, error: { name, message, $fault, $metadata } } satisfies PutAnswer),
  );
});
