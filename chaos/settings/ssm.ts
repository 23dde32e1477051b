import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { settingKind } from "../setting.ts";

/** The value of a parameter that is there already. */
export const parameter = settingKind<{ name: string }, string>("ssm.parameter", ({ name }) => ({
  resource: `parameter ${name}`,
  observe: async ({ ssm }) => (await ssm.send(new GetParameterCommand({ Name: name }))).Parameter?.Value ?? "",
  put: async ({ ssm }, value) => {
    await ssm.send(new PutParameterCommand({ Name: name, Value: value, Overwrite: true }));
  },
}));
