/** What can happen in Parameter Store. Values are never told: they may be secrets. */
export type SsmFact =
  | { readonly kind: "ParameterPut"; readonly parameter: string; readonly version: number }
  | {
      readonly kind: "ParameterLabelled";
      readonly parameter: string;
      readonly version: number;
      readonly labels: readonly string[];
    }
  | { readonly kind: "ParameterDeleted"; readonly parameter: string };
