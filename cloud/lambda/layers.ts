import type * as Lambda from "@aws-sdk/client-lambda";
import type { Place } from "../kernel/house.ts";
import type { Code } from "./code.ts";
import { invalidParameter, layerNotFound, resourceNotFound } from "./errors.ts";
import { ResourcePolicy } from "./policy.ts";

/** One version of a layer. It never changes, and its number is never given again. */
export interface LayerVersion {
  readonly name: string;
  readonly number: number;
  readonly code: Code;
  readonly createdAt: number;
  readonly about: LayerDescription;
  readonly policy: ResourcePolicy;
  /** Of the policy. */
  revisionId: string;
}

/** What a layer's publisher says of it. */
export interface LayerDescription {
  readonly Description: string;
  readonly LicenseInfo?: string;
  readonly CompatibleRuntimes?: Lambda.Runtime[];
  readonly CompatibleArchitectures?: Lambda.Architecture[];
}

/**
 * The account's layers: packages that functions share, unpacked beside their own.
 *
 *     publish -> 1, 2, 3, ... -- a function names some --> its /opt
 *
 * A version that was deleted is nobody's to find any more; functions that have it keep it.
 */
export class Layers {
  readonly #place: Place;
  readonly #published = new Map<string, number>();
  readonly #versions = new Map<string, LayerVersion>();
  /** By ARN, of deleted versions too. */
  readonly #codes = new Map<string, Code>();

  constructor(place: Place) {
    this.#place = place;
  }

  publish(name: string, code: Code, about: LayerDescription, now: number): LayerVersion {
    const number = (this.#published.get(name) ?? 0) + 1;
    const version = { name, number, code, createdAt: now, about, policy: new ResourcePolicy(), revisionId: "" };
    this.#published.set(name, number);
    this.#versions.set(this.arnOf(name, number), version);
    this.#codes.set(this.arnOf(name, number), code);
    return version;
  }

  /** Newest first. */
  versionsOf(name: string): LayerVersion[] {
    return this.all()
      .filter((version) => version.name === name)
      .reverse();
  }

  all(): LayerVersion[] {
    return [...this.#versions.values()];
  }

  /** @throws ResourceNotFoundException, InvalidParameterValueException */
  get(name: string, number: number): LayerVersion {
    checkNumber(number);
    const version = this.#versions.get(this.arnOf(name, number));
    if (!version) throw resourceNotFound();
    return version;
  }

  /** As the operations on policies look for it. @throws ResourceNotFoundException that names it */
  withPolicy(name: string, number: number): LayerVersion {
    const arn = this.arnOf(name, number);
    const version = this.#versions.get(arn);
    if (!version) throw layerNotFound(arn);
    return version;
  }

  remove(name: string, number: number): void {
    checkNumber(number);
    this.#versions.delete(this.arnOf(name, number));
  }

  arnOf(name: string, number?: number): string {
    const { region, accountId } = this.#place;
    return `arn:aws:lambda:${region}:${accountId}:layer:${name}${number === undefined ? "" : `:${number}`}`;
  }

  /**
   * The layers of a function to be, with their sizes.
   *
   * @throws InvalidParameterValueException when Lambda would not take them together, or has not got one
   */
  chosen(arns: readonly string[]): Lambda.Layer[] {
    const { region } = this.#place;
    if (arns.length > MOST) throw invalidParameter(`Cannot reference more than ${MOST} layers.`);
    if (arns.some((arn) => arn.split(":")[3] !== region)) {
      throw invalidParameter(
        `Layers are not in the same region as the function. Layers are expected to be in region ${region}.`,
      );
    }
    const sized = arns.map((Arn) => ({ Arn, CodeSize: this.#existing(Arn).code.size }));
    checkTwins(arns);
    return sized;
  }

  /** What a function unpacks below /opt, in this order. */
  codesOf(layers: readonly Lambda.Layer[] = []): Code[] {
    return layers.flatMap(({ Arn }) => this.#codes.get(Arn ?? "") ?? []);
  }

  #existing(arn: string): LayerVersion {
    const version = this.#versions.get(arn);
    if (!version) throw invalidParameter(`Layer version ${arn} does not exist.`);
    return version;
  }
}

/** Layers of a function (Lambda quotas). */
const MOST = 5;

function checkNumber(number: number): void {
  if (number < 1) throw invalidParameter("Layer Version Cannot be less than 1");
}

function checkTwins(arns: readonly string[]): void {
  const first = new Map<string, string>();
  for (const arn of arns) {
    const layer = arn.slice(0, arn.lastIndexOf(":"));
    const twin = first.get(layer);
    if (twin !== undefined) {
      throw invalidParameter(
        `Two different versions of the same layer are not allowed to be referenced in the same function. ${twin} and ${arn} are versions of the same layer.`,
      );
    }
    first.set(layer, arn);
  }
}
