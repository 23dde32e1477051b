import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import { aPolicy, type World } from "./doors.ts";

/** Bodies of handlers: `event`, `context` and `world` are in reach. */
export const ECHO = "return { event, version: context.functionVersion, who: world.env.WHO };";

/** A deployment package with one small module that runs in the simulation and on Lambda alike. */
export function aZip(handler: string): Uint8Array {
  const source = `
    const create = (world) => ({ handler: async (event, context) => { ${handler} } });
    exports.create = create;
    exports.handler = (event, context) => create({ env: process.env, log: console.log }).handler(event, context);
  `;
  return zipSync({ "index.js": [Buffer.from(source), { mtime: "1980-01-01T00:00:00Z" }] });
}

/** A role that Lambda may assume and that may do this. */
export async function aRole({ clients: { iam } }: World, RoleName: string, ...statements: object[]): Promise<string> {
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: aPolicy(trust) }));
  if (statements.length > 0) {
    const PolicyDocument = aPolicy(...statements);
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "rights", PolicyDocument }));
  }
  return Role!.Arn!;
}

/** A function of its own role, and short words to call it. */
export async function aFunction(world: World, handler: string, more: object = {}, ...rights: object[]) {
  const { lambda } = world.clients;
  const FunctionName = "transform";
  const Role = await aRole(world, `${FunctionName}-role`, ...rights);
  const made = await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role,
      Runtime: "nodejs20.x",
      Handler: "index.handler",
      Code: { ZipFile: aZip(handler) },
      ...more,
    }),
  );
  const invoke = async (payload: unknown = {}, options: object = {}) => {
    const Payload = Buffer.from(JSON.stringify(payload));
    const { Payload: answer, ...rest } = await lambda.send(new InvokeCommand({ FunctionName, Payload, ...options }));
    const text = Buffer.from(answer ?? []).toString();
    return { ...rest, answer: text === "" ? undefined : JSON.parse(text) };
  };
  return { lambda, FunctionName, Role, made, invoke };
}
