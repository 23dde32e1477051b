import type { Code } from "./code.ts";
import type { Settings } from "./settings.ts";

/**
 * Code and settings that run together. A published version never changes; `$LATEST` is replaced by a new one whenever
 * its code or its settings change, so that environments of the old one are never given to the new one.
 */
export interface Version {
  /** `$LATEST`, or `1`, `2`, ... */
  readonly number: string;
  readonly settings: Settings;
  readonly code: Code;
  readonly modifiedAt: number;
  /** Changes with every change, of the policy too. */
  revisionId: string;
}

/** Equal for versions that would run alike: PublishVersion makes no new version of what it has published before. */
export function fingerprint({ settings, code }: Version): string {
  return `${code.sha256} ${JSON.stringify(settings)}`;
}
