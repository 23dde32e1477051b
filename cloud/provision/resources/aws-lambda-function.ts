import { CreateFunctionCommand, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { given, only, type ResourceType } from "../resource.ts";

export const lambdaFunction: ResourceType = {
  arguments: {
    function_name: true,
    description: true,
    filename: true,
    source_code_hash: true,
    handler: true,
    runtime: true,
    architectures: true,
    role: true,
    timeout: true,
    memory_size: true,
    publish: true,
    reserved_concurrent_executions: true,
    dead_letter_config: { target_arn: true },
    environment: { variables: true },
    tags: true,
  },
  async create(block, { clients, readFile }) {
    const deadLetter = block.dead_letter_config && only(block.dead_letter_config);
    const environment = block.environment && only(block.environment);
    const made = await clients.lambda.send(
      new CreateFunctionCommand(
        given({
          FunctionName: block.function_name as string,
          Description: block.description,
          Code: { ZipFile: readFile(block.filename) },
          Handler: block.handler,
          Runtime: block.runtime,
          Architectures: block.architectures,
          Role: block.role as string,
          Timeout: block.timeout,
          MemorySize: block.memory_size,
          Publish: block.publish ?? false,
          DeadLetterConfig: deadLetter && { TargetArn: deadLetter.target_arn },
          Environment: environment && { Variables: environment.variables },
          Tags: block.tags,
        }),
      ),
    );
    // -1 is Terraform's word for "not reserved", and its default.
    const reserved = block.reserved_concurrent_executions ?? -1;
    if (reserved >= 0) {
      const input = { FunctionName: block.function_name, ReservedConcurrentExecutions: reserved };
      await clients.lambda.send(new PutFunctionConcurrencyCommand(input));
    }
    const version = made.Version ?? "$LATEST";
    const arn = made.FunctionArn!.replace(/(:function:[^:]+):[^:]+$/, "$1");
    return {
      id: block.function_name,
      function_name: block.function_name,
      arn,
      version,
      qualified_arn: `${arn}:${version}`,
    };
  },
};
