import { type Deployment, provision, type Stack, type StackJson } from "../../cloud/provision/provision.ts";
import { aVirtualCloud } from "../a-virtual-cloud.ts";

/** A stack of these resources, in no folder. */
export function aStackOf(resource: StackJson["resource"], more: Partial<StackJson> = {}): Stack {
  return { json: { resource, ...more }, folder: "/nowhere" };
}

/** An empty account to deploy into. */
export function aTarget() {
  const { clock, cloud, sound } = aVirtualCloud();
  const clients = cloud.clients();
  const deploy = async (stack: Stack): Promise<Deployment> => {
    const deployment = await clock.run(provision(stack, { clients, ...cloud.place }));
    sound();
    return deployment;
  };
  /** Why it was refused, and the calls that were made before. */
  const refusal = async (stack: Stack) => {
    const before = cloud.feed.facts.length;
    try {
      await deploy(stack);
    } catch (error) {
      const { code, message, next } = error as { code?: string; message: string; next?: string };
      return { code, message, next, happened: cloud.feed.facts.slice(before).map(({ kind }) => kind) };
    }
    throw new Error("nothing was refused");
  };
  return { clock, cloud, clients, deploy, refusal };
}
