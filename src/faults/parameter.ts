/**
 * The configuration as the SSM parameter has it, read at most once a cache time. Whatever cannot be understood is no
 * fault, and the log says so once. When SSM itself is in trouble (throttled, 5xx, no connection) the last good
 * configuration stays for a minute, so that an experiment does not end because SSM blinked, and no longer, so that a
 * fault cannot outlive the means to take it back.
 *
 *     CHAOS_FAULTS_PARAMETER       name of the parameter; without it nothing is read and nothing is injected
 *     CHAOS_FAULTS_CACHE_SECONDS   default 5; 0 reads it at every run
 */

import { GetParameterCommand } from "@aws-sdk/client-ssm";
import type { World } from "../world.ts";
import { type Configuration, faultsOf, HEALTHY } from "./configuration.ts";
import { parseConfiguration } from "./formats.ts";

const DEFAULT_CACHE_SECONDS = 5;

/** How long the last good configuration stays while SSM does not answer. */
export const GRACE = 60_000;

export class FaultsParameter {
  readonly #world: Pick<World, "env" | "ssm" | "clock" | "log">;
  readonly #cache: number;
  #configuration: Configuration = HEALTHY;
  /** When it was last tried, and when it was last read. */
  #triedAt = Number.NEGATIVE_INFINITY;
  #readAt = Number.NEGATIVE_INFINITY;
  /** What the log was told last; a function that begins healthy need not say so. */
  #said = JSON.stringify({ chaos: "faults", state: "healthy" });

  constructor(world: Pick<World, "env" | "ssm" | "clock" | "log">) {
    this.#world = world;
    this.#cache = cacheTime(world.env.CHAOS_FAULTS_CACHE_SECONDS);
  }

  /** The configuration that is in force now. Never throws. */
  async current(): Promise<Configuration> {
    const name = this.#world.env.CHAOS_FAULTS_PARAMETER;
    if (name === undefined || name === "") return HEALTHY;
    const now = this.#world.clock.now();
    if (now - this.#triedAt >= this.#cache) {
      this.#triedAt = now;
      await this.#read(name, now);
    }
    if (this.#world.clock.now() < this.#configuration.expiresAt) return this.#configuration;
    this.#say("expired", { expiresAt: instant(this.#configuration.expiresAt) });
    return HEALTHY;
  }

  async #read(name: string, now: number): Promise<void> {
    try {
      const { Parameter } = await this.#world.ssm.send(new GetParameterCommand({ Name: name }));
      this.#arm(parseConfiguration(Parameter?.Value ?? ""));
      this.#readAt = now;
    } catch (error) {
      const stays = isTransient(error) && now - this.#readAt < GRACE;
      if (!stays) this.#configuration = HEALTHY;
      this.#say(stays ? "stale" : "unreadable", { reason: reason(error) });
    }
  }

  #arm(configuration: Configuration): void {
    this.#configuration = configuration;
    const faults = faultsOf(configuration);
    const { seed, expiresAt, ignored } = configuration;
    const lease = Number.isFinite(expiresAt) ? { expiresAt: instant(expiresAt) } : {};
    if (this.#world.clock.now() >= expiresAt) return; // current() says that it has expired
    this.#say(faults.length > 0 ? "armed" : "healthy", {
      ...(faults.length > 0 && { faults, seed, ...lease }),
      ...(ignored.length > 0 && { ignored }),
    });
  }

  /** One line when something has changed, none when it is as it was. */
  #say(state: string, details: Record<string, unknown>): void {
    const line = JSON.stringify({ chaos: "faults", state, ...details });
    if (line !== this.#said) this.#world.log(line);
    this.#said = line;
  }
}

function cacheTime(seconds: string | undefined): number {
  const parsed = Number(seconds ?? DEFAULT_CACHE_SECONDS);
  return (seconds?.trim() !== "" && parsed >= 0 ? parsed : DEFAULT_CACHE_SECONDS) * 1000;
}

/** SSM throttles with a 400 (ThrottlingException), so the status alone does not tell. */
function isTransient(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  if (name === "ConfigurationError") return false;
  return status === undefined || status >= 500 || status === 429 || name === "ThrottlingException";
}

function reason(error: unknown): string {
  const { name, message } = error as Error;
  return name === "ConfigurationError" ? message : `${name}: ${message}`;
}

/** An instant as people write it. */
function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
