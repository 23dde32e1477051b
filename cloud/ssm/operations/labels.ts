import type * as Ssm from "@aws-sdk/client-ssm";
import type { Output } from "../../kernel/house.ts";
import type { SsmService } from "../service.ts";

/** The operations on labels of versions. */
export function labelOperations(ssm: SsmService) {
  return {
    LabelParameterVersion(
      input: Ssm.LabelParameterVersionCommandInput,
    ): Output<Ssm.LabelParameterVersionCommandOutput> {
      const { version, refused } = ssm.label(input.Name!, input.ParameterVersion, input.Labels!);
      return { InvalidLabels: refused, ParameterVersion: version };
    },

    UnlabelParameterVersion(
      input: Ssm.UnlabelParameterVersionCommandInput,
    ): Output<Ssm.UnlabelParameterVersionCommandOutput> {
      const { parameter, version } = ssm.version(input.Name!, input.ParameterVersion);
      const InvalidLabels = parameter.labels.detach(version.version, input.Labels!);
      return { RemovedLabels: input.Labels!.filter((label) => !InvalidLabels.includes(label)), InvalidLabels };
    },
  };
}
