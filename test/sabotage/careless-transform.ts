import { PutObjectCommand } from "@aws-sdk/client-s3";
import { withFaults } from "../../src/faults/injector.ts";
import { transform } from "../../src/transform/transform.ts";
import type { Handler, World } from "../../src/world.ts";

/** The function with a mistake: of every CSV it forgets the end of its last line. */
export function create(world: World): { handler: Handler } {
  return { handler: withFaults((event) => transform(event, { ...world, s3: careless(world.s3) }), world) };
}

function careless(s3: World["s3"]): World["s3"] {
  const send = async (command: PutObjectCommand) => {
    if (!(command instanceof PutObjectCommand)) return await s3.send(command);
    const Body = Buffer.from(command.input.Body as Uint8Array).subarray(0, -1);
    return await s3.send(new PutObjectCommand({ ...command.input, Body }));
  };
  return { send } as unknown as World["s3"];
}
