/** Did the metrics look as the book says? Reported, and by itself never decides. */
import type { SignatureEvidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";

export function signature({ metric, says, asExpected }: SignatureEvidence): Finding {
  const outcome = asExpected === null ? "not judged" : asExpected ? "held" : "differed";
  const remark = asExpected === false ? ": the signature differed from the book" : "";
  return { rule: "signature", outcome, says: `${metric} ${says}${remark}`, numbers: { metric } };
}
