/** The kinds of values a service model knows, and where a structure's members travel. */
export type Shape = Scalar | List | MapShape | Structure;

export interface Scalar {
  readonly type: "string" | "number" | "boolean" | "blob" | "document" | "timestamp";
  /** Only of timestamps, where the model fixes it. */
  readonly format?: TimestampFormat;
}

export type TimestampFormat = "date-time" | "http-date" | "epoch-seconds";

export interface List {
  readonly type: "list";
  readonly member: Shape;
  /** The element's XML name. */
  readonly memberName: string;
}

export interface MapShape {
  readonly type: "map";
  readonly key: Shape;
  readonly value: Shape;
  readonly keyName: string;
  readonly valueName: string;
}

export interface Structure {
  readonly type: "structure";
  readonly name: string;
  /** Read when first asked for: shapes may contain themselves. */
  readonly members: readonly Member[];
  readonly member: (name: string) => Member | undefined;
}

/** Where a member travels in an HTTP message; everything else is in the body. */
export type Place =
  | { readonly in: "body" | "label" | "payload" | "status" | "queryParams" }
  | { readonly in: "header" | "query" | "prefixHeaders"; readonly name: string };

export interface Member {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
  readonly place: Place;
  readonly xmlName: string;
  readonly flattened: boolean;
  readonly attribute: boolean;
  readonly xmlNamespace?: readonly [prefix: string, uri: string];
  readonly streaming: boolean;
}
