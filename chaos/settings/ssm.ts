import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import type { Call } from "../call.ts";
import { settingKind } from "../setting.ts";

/** The value of a parameter that is there already. */
export const parameter = settingKind<{ name: string }, string>("ssm.parameter", ({ name }) => ({
  resource: `parameter ${name}`,
  calls: { observe: [call("GetParameter", name)], put: () => [putCall(name)] },
  others: `every run of a function that reads ${name}, whoever caused it`,
  observe: async ({ ssm }) => (await ssm.send(new GetParameterCommand({ Name: name }))).Parameter?.Value ?? "",
  put: async ({ ssm }, value) => {
    await ssm.send(new PutParameterCommand({ Name: name, Value: value, Overwrite: true }));
  },
}));

/** Of a parameter that is there already: nobody who may change it may make one. */
export function putCall(name: string): Call {
  return { ...call("PutParameter", name), condition: { StringEquals: { "ssm:Overwrite": "true" } } };
}

/** A parameter's name may begin with a slash, and its ARN has one there in any case. */
function call(operation: string, name: string): Call {
  return { operation: `ssm:${operation}`, resource: `parameter/${name.replace(/^\//, "")}` };
}
