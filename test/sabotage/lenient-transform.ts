import { GetObjectCommand } from "@aws-sdk/client-s3";
import { withFaults } from "../../src/faults/injector.ts";
import { transform } from "../../src/transform/transform.ts";
import type { Handler, World } from "../../src/world.ts";

/** The function with a mistake: it takes documents that end in a comma too many, where it should refuse them. */
export function create(world: World): { handler: Handler } {
  return { handler: withFaults((event) => transform(event, { ...world, s3: lenient(world.s3) }), world) };
}

function lenient(s3: World["s3"]): World["s3"] {
  const send = async (command: GetObjectCommand) => {
    const answer = await s3.send(command);
    if (!(command instanceof GetObjectCommand)) return answer;
    const bytes = Buffer.from((await answer.Body!.transformToString()).replace(/,\}$/, "}"));
    return { ...answer, ContentLength: bytes.length, Body: { transformToByteArray: async () => bytes } };
  };
  return { send } as unknown as World["s3"];
}
