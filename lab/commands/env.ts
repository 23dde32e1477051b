import { exportLines } from "../local/root-key.ts";
import { type Raw, whole } from "../request.ts";

/** `eval "$(npx chaoslab env)"`: sends this shell's SDKs, AWS CLI and Terraform to the cloud at a port. */
export function env(options: { readonly port: Raw }): number {
  const port = whole("port", options.port, 1, 65_535)!;
  console.log(exportLines(port).join("\n"));
  return 0;
}
