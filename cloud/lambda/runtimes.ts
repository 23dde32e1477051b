import { createHash } from "node:crypto";

/**
 * The runtimes that a function may be given: those that Lambda's own error lists (recorded in 2024), and those that
 * came after. Which of them can run here is for the runtime to say.
 */
export const RUNTIMES: readonly string[] = [
  ...["nodejs24.x", "nodejs22.x", "nodejs20.x", "provided.al2023", "python3.14", "python3.13", "python3.12", "java25"],
  ...["java17", "nodejs16.x", "dotnet10", "dotnet8", "python3.10", "java11", "python3.11", "dotnet6", "java21"],
  ...["nodejs18.x", "provided.al2", "java8.al2", "ruby3.4", "ruby3.3", "ruby3.2", "python3.8", "python3.9"],
];

export function isRuntime(name: string): boolean {
  return RUNTIMES.includes(name);
}

/** Names the build of a runtime, by 64 digits on AWS; there is one build of each here. */
export function runtimeVersionArn(region: string, runtime: string, architecture: string): string {
  const digits = createHash("sha256").update(`${runtime} ${architecture}`).digest("hex");
  return `arn:aws:lambda:${region}::runtime:${digits}`;
}
