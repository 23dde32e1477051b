/**
 * The function that turns a JSON document into a CSV, and everything that exists only for its sake.
 *
 *     event --> live --> transform --> output/*.csv
 *                |            \
 *                |             reads its faults from a parameter, writes its log
 *                '-- attempts 1, 2, 3, then --> failures
 */
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias/index.js";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function/index.js";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config/index.js";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue/index.js";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter/index.js";
import { Construct } from "constructs";
import { LIVE, type Names } from "../names.ts";
import type { StackOptions } from "../options.ts";
import { TransformRole } from "./transform-role.ts";

export interface TransformFunctionProps {
  readonly names: Names;
  readonly options: StackOptions;
  readonly documents: S3Bucket;
  readonly failures: SqsQueue;
  /** The zip, relative to the folder of the synthesised stack. */
  readonly codePath: string;
  /** SHA-256 of the zip in base64. */
  readonly codeSha256: string;
}

export class TransformFunction extends Construct {
  readonly log: CloudwatchLogGroup;
  readonly faults: SsmParameter;
  readonly role: TransformRole;
  readonly function: LambdaFunction;
  readonly live: LambdaAlias;

  constructor(scope: Construct, id: string, props: TransformFunctionProps) {
    super(scope, id);
    const { names, options } = props;

    // Here is where a run says what it did, and learns which faults it is to inflict on itself. Outside of an experiment there are none.
    this.log = new CloudwatchLogGroup(this, "log", { name: names.log, retentionInDays: options.logRetentionDays });
    this.faults = new SsmParameter(this, "faults", { name: names.faults, type: "String", value: "{}" });

    // Here is where a document becomes a CSV.
    const failures = options.deadLetterQueue ? props.failures : undefined;
    this.role = new TransformRole(this, "role", {
      ...props,
      name: names.transform,
      faults: this.faults,
      log: this.log,
      failures,
    });
    this.function = this.code(props, failures);

    // Here is where events come in. An alias stands in the path so that a version can be tried on a share of them. The settings of
    // asynchronous invocation belong to it, because an event invoked through an alias heeds no others.
    this.live = new LambdaAlias(this, LIVE, {
      name: LIVE,
      functionName: this.function.functionName,
      functionVersion: this.function.version,
    });
    new LambdaFunctionEventInvokeConfig(this, "live-retries", {
      functionName: this.function.functionName,
      qualifier: this.live.name,
      maximumRetryAttempts: options.retries,
      maximumEventAgeInSeconds: options.eventAgeSeconds,
    });
  }

  private code({ names, options, codePath, codeSha256 }: TransformFunctionProps, failures?: SqsQueue): LambdaFunction {
    return new LambdaFunction(this, "Default", {
      functionName: names.transform,
      role: this.role.role.arn,
      runtime: "nodejs22.x", // the newest that provider 5.100.0 knows
      architectures: ["arm64"], // cheaper by a fifth for each millisecond, and the bundle holds no native code that would care
      handler: "index.handler",
      filename: codePath,
      sourceCodeHash: codeSha256,
      publish: true,
      timeout: options.timeoutSeconds,
      memorySize: options.memoryMb,
      reservedConcurrentExecutions: options.reservedConcurrency,
      environment: { variables: { CHAOS_FAULTS_PARAMETER: this.faults.name } },
      ...(failures && { deadLetterConfig: { targetArn: failures.arn } }),
      // Lambda asks whether the role may send to the dead-letter queue before it accepts one, and its log goes nowhere until the log
      // group is there, which the role may not make. The references to a role and to a name show neither.
      dependsOn: [this.role.rolePolicy, this.log],
    });
  }
}
