import type * as Lambda from "@aws-sdk/client-lambda";
import type { Output } from "../../kernel/house.ts";
import { like, oneOf } from "../constraints.ts";
import { invalidParameter, notFound, revisionMismatch } from "../errors.ts";
import type { LayerDescription, LayerVersion } from "../layers.ts";
import { timestamp } from "../log-lines.ts";
import { principalOf, type Statement } from "../policy.ts";
import { RUNTIMES } from "../runtimes.ts";
import type { LambdaService } from "../service.ts";
import { sentCode } from "./package.ts";
import { page } from "./shapes.ts";

/** The operations on layers and their policies. */
export function layerOperations(lambda: LambdaService) {
  const { layers } = lambda;
  const whole = (version: LayerVersion) => ({
    ...listed(version),
    LayerArn: layers.arnOf(version.name),
    ...content(version),
  });
  const listed = ({ name, number, about, createdAt }: LayerVersion): Lambda.LayerVersionsListItem => ({
    ...about,
    LayerVersionArn: layers.arnOf(name, number),
    Version: number,
    CreatedDate: timestamp(createdAt).replace("Z", "+0000"),
  });
  /** A presigned URL on AWS; here it names the package and is not served. */
  const content = ({ code, name, number }: LayerVersion) => {
    const { region, accountId } = lambda.place;
    const Location = `https://awslambda-${region}-layers.s3.${region}.amazonaws.com/snapshots/${accountId}/${name}-${number}`;
    return { Content: { Location, CodeSha256: code.sha256, CodeSize: code.size } };
  };

  return {
    async PublishLayerVersion(
      input: Lambda.PublishLayerVersionCommandInput,
    ): Promise<Output<Lambda.PublishLayerVersionCommandOutput>> {
      const code = await sentCode(lambda, input.Content ?? {});
      return whole(layers.publish(nameOf(input.LayerName), code, describedBy(input), lambda.now()));
    },

    GetLayerVersion(input: Lambda.GetLayerVersionCommandInput): Output<Lambda.GetLayerVersionCommandOutput> {
      return whole(layers.get(nameOf(input.LayerName), input.VersionNumber!));
    },

    GetLayerVersionByArn(
      input: Lambda.GetLayerVersionByArnCommandInput,
    ): Output<Lambda.GetLayerVersionByArnCommandOutput> {
      like("arn", input.Arn, ARN, ARN_SAID);
      const [name, number] = input.Arn!.split(":").slice(-2);
      return whole(layers.get(name!, Number(number)));
    },

    ListLayerVersions(input: Lambda.ListLayerVersionsCommandInput): Output<Lambda.ListLayerVersionsCommandOutput> {
      const found = layers.versionsOf(nameOf(input.LayerName)).filter(fitting(input));
      const { items, next } = page(found, input, 50);
      return { LayerVersions: items.map(listed), ...next };
    },

    ListLayers(input: Lambda.ListLayersCommandInput): Output<Lambda.ListLayersCommandOutput> {
      const names = [...new Set(layers.all().map(({ name }) => name))].sort();
      const latest = names.flatMap((name) => layers.versionsOf(name).find(fitting(input)) ?? []);
      const { items, next } = page(latest, input, 50);
      const shown = items.map((version) => ({
        LayerName: version.name,
        LayerArn: layers.arnOf(version.name),
        LatestMatchingVersion: listed(version),
      }));
      return { Layers: shown, ...next };
    },

    /** A version that is not there has been deleted. */
    DeleteLayerVersion(input: Lambda.DeleteLayerVersionCommandInput): Output<Lambda.DeleteLayerVersionCommandOutput> {
      layers.remove(nameOf(input.LayerName), input.VersionNumber!);
      return {};
    },

    AddLayerVersionPermission(
      input: Lambda.AddLayerVersionPermissionCommandInput,
    ): Output<Lambda.AddLayerVersionPermissionCommandOutput> {
      like("action", input.Action, /^lambda:GetLayerVersion$/, "lambda:GetLayerVersion");
      const version = layers.withPolicy(nameOf(input.LayerName), input.VersionNumber!);
      checkRevision(version, input.RevisionId);
      const statement = statementOf(input, layers.arnOf(version.name, version.number));
      version.policy.add(statement);
      version.revisionId = lambda.revision();
      return { Statement: JSON.stringify(statement), RevisionId: version.revisionId };
    },

    RemoveLayerVersionPermission(
      input: Lambda.RemoveLayerVersionPermissionCommandInput,
    ): Output<Lambda.RemoveLayerVersionPermissionCommandOutput> {
      const version = layers.withPolicy(nameOf(input.LayerName), input.VersionNumber!);
      checkRevision(version, input.RevisionId);
      version.policy.remove(input.StatementId!);
      version.revisionId = lambda.revision();
      return {};
    },

    GetLayerVersionPolicy(
      input: Lambda.GetLayerVersionPolicyCommandInput,
    ): Output<Lambda.GetLayerVersionPolicyCommandOutput> {
      const { policy, revisionId } = layers.withPolicy(nameOf(input.LayerName), input.VersionNumber!);
      if (policy.isEmpty) throw notFound("No policy is associated with the given resource.");
      return { Policy: policy.toString(), RevisionId: revisionId };
    },
  };
}

const ARN = /^arn:aws[a-zA-Z-]*:lambda:[a-z]{2}(-gov|-iso(b?))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+$/;
const ARN_SAID =
  "arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+";

/** A layer may be named by its ARN, too. */
function nameOf(said: string | undefined): string {
  const pattern = "(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+";
  like("layerName", said, new RegExp(`^(?:${pattern})$`), pattern);
  return said!.split(":").at(-1)!;
}

function describedBy(input: Lambda.PublishLayerVersionCommandInput): LayerDescription {
  const { Description = "", LicenseInfo, CompatibleRuntimes, CompatibleArchitectures } = input;
  for (const runtime of CompatibleRuntimes ?? []) oneOf("compatibleRuntimes", runtime, RUNTIMES);
  for (const one of CompatibleArchitectures ?? []) oneOf("compatibleArchitectures", one, ["x86_64", "arm64"]);
  return {
    Description,
    ...(LicenseInfo !== undefined && { LicenseInfo }),
    ...(CompatibleRuntimes && { CompatibleRuntimes }),
    ...(CompatibleArchitectures && { CompatibleArchitectures }),
  };
}

type Wish = Pick<Lambda.ListLayersCommandInput, "CompatibleRuntime" | "CompatibleArchitecture">;

function fitting({ CompatibleRuntime, CompatibleArchitecture }: Wish): (version: LayerVersion) => boolean {
  oneOf("compatibleArchitecture", CompatibleArchitecture, ["x86_64", "arm64"]);
  const fits = <T>(wanted: T | undefined, offered: readonly T[] | undefined) =>
    wanted === undefined || offered?.includes(wanted) === true;
  return ({ about }) =>
    fits(CompatibleRuntime, about.CompatibleRuntimes) && fits(CompatibleArchitecture, about.CompatibleArchitectures);
}

function statementOf(input: Lambda.AddLayerVersionPermissionCommandInput, resource: string): Statement {
  if (input.OrganizationId !== undefined && input.Principal !== "*") {
    throw invalidParameter("OrganizationId can only be used with principal *.");
  }
  const condition = { StringEquals: { "aws:PrincipalOrgID": input.OrganizationId ?? "" } };
  return {
    Sid: input.StatementId!,
    Effect: "Allow",
    Principal: principalOf(input.Principal!),
    Action: input.Action!,
    Resource: resource,
    ...(input.OrganizationId !== undefined && { Condition: condition }),
  };
}

function checkRevision({ revisionId }: LayerVersion, expected: string | undefined): void {
  if (expected !== undefined && expected !== revisionId) throw revisionMismatch("GetLayerPolicy");
}
