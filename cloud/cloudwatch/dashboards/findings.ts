/** What is wrong with a dashboard's body, and where: a path such as `/widgets/0/properties`. */
export interface Finding {
  readonly dataPath: string;
  readonly message: string;
}

/**
 * The findings of one check, collected in the order in which the body is read. The sentences are those of the JSON
 * Schema validator behind PutDashboard, as it answered others on AWS.
 */
export class Findings {
  readonly errors: Finding[] = [];
  /** The body is taken all the same. */
  readonly warnings: Finding[] = [];

  error(dataPath: string, message: string): void {
    this.errors.push({ dataPath, message });
  }

  warning(dataPath: string, message: string): void {
    this.warnings.push({ dataPath, message });
  }

  missing(dataPath: string, property: string): void {
    this.error(dataPath, `Should have required property '${property}'`);
  }

  /** Whether the value is an array; a finding if it is not. */
  isArray(value: unknown, dataPath: string): value is unknown[] {
    if (!Array.isArray(value)) this.error(dataPath, "Should be array");
    return Array.isArray(value);
  }

  isObject(value: unknown, dataPath: string): value is Record<string, unknown> {
    const is = isObject(value);
    if (!is) this.error(dataPath, "Should be object");
    return is;
  }

  /** A whole number within bounds, or nothing at all. */
  checkInteger(value: unknown, dataPath: string, min: number, max: number): void {
    if (value === undefined) return;
    if (!Number.isInteger(value)) this.error(dataPath, "Should be integer");
    else if ((value as number) < min) this.error(dataPath, `Should be >= ${min}`);
    else if ((value as number) > max) this.error(dataPath, `Should be <= ${max}`);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
