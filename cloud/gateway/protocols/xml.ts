import { parseXML } from "@aws-sdk/xml-builder";
import type { List, MapShape, Member, Shape, Structure } from "../shape.ts";
import { toBase64 } from "./json-values.ts";
import { malformedXml } from "./malformed.ts";
import { readTime, writeTime } from "./time.ts";

/** XML as AWS's query and REST services write it: lists in `member` elements or flattened, maps as entries, moments in RFC 3339. */

/** What the parser makes of an element: its text, or its children by name (several of one name as an array). */
type Element = string | { readonly [name: string]: Element | Element[] };

/** Reads a document's root element. */
export function readXml(shape: Shape, text: string): unknown {
  let root: Element;
  try {
    root = Object.values(parseXML(text) as Record<string, Element>)[0] ?? "";
  } catch {
    throw malformedXml();
  }
  return readElement(shape, root);
}

function readElement(shape: Shape, element: Element): unknown {
  switch (shape.type) {
    case "structure":
      return readStructure(shape, element);
    case "list":
      return childrenOf(element, shape.memberName).map((child) => readElement(shape.member, child));
    case "map":
      return readEntries(shape, childrenOf(element, "entry"));
    case "number":
      return readNumber(contentOf(element));
    case "boolean":
      return contentOf(element).trim().toLowerCase() === "true";
    case "blob":
      return Buffer.from(contentOf(element), "base64");
    case "timestamp": {
      const moment = readTime(contentOf(element).trim());
      if (!moment) throw malformedXml();
      return moment;
    }
    default:
      return contentOf(element);
  }
}

/** Nothing at all would count as zero. */
function readNumber(text: string): number {
  if (text.trim() === "" || Number.isNaN(Number(text))) throw malformedXml();
  return Number(text);
}

function readStructure(shape: Structure, element: Element): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  if (typeof element === "string") return value;
  for (const member of shape.members) {
    const name = element[member.xmlName] === undefined ? prefixed(member) : member.xmlName;
    const found = element[name];
    if (found !== undefined) value[member.name] = readMember(member, found);
  }
  return value;
}

/** `xsi:type`: an attribute that came with its namespace's prefix. */
function prefixed({ xmlName, xmlNamespace }: Member): string {
  return xmlNamespace ? `${xmlNamespace[0]}:${xmlName}` : xmlName;
}

function readMember({ shape, flattened }: Member, found: Element | Element[]): unknown {
  if (!flattened) return readElement(shape, Array.isArray(found) ? found[0]! : found);
  const elements = Array.isArray(found) ? found : [found];
  if (shape.type === "map") return readEntries(shape, elements);
  return elements.map((child) => readElement((shape as List).member, child));
}

function readEntries(shape: MapShape, entries: Element[]): Record<string, unknown> {
  return Object.fromEntries(
    entries.map((entry) => [
      contentOf(childrenOf(entry, shape.keyName)[0] ?? ""),
      readElement(shape.value, childrenOf(entry, shape.valueName)[0] ?? ""),
    ]),
  );
}

function childrenOf(element: Element, name: string): Element[] {
  const found = typeof element === "string" ? undefined : element[name];
  return found === undefined ? [] : Array.isArray(found) ? found : [found];
}

function contentOf(element: Element): string {
  return typeof element === "string" ? element : ((element["#text"] as string | undefined) ?? "");
}

/** One element with a model value inside. */
export function writeElement(name: string, shape: Shape, value: unknown, attributes = ""): string {
  switch (shape.type) {
    case "structure":
      return element(
        name,
        writeMembers(shape, value as Record<string, unknown>),
        attributes + attributesOf(shape, value),
      );
    case "list":
      return element(name, writeItems(shape.memberName, shape, value as unknown[]), attributes);
    case "map":
      return element(name, writeEntries("entry", shape, value as Record<string, unknown>), attributes);
    default:
      return element(name, escapeText(writeScalar(shape.type, shape.format ?? "date-time", value)), attributes);
  }
}

/** The children of a structure, in the model's order. */
export function writeMembers(shape: Structure, value: Record<string, unknown>): string {
  let xml = "";
  for (const member of shape.members) {
    const found = value[member.name];
    if (
      found === undefined ||
      found === null ||
      member.attribute ||
      (member.place.in !== "body" && member.place.in !== "payload")
    )
      continue;
    if (member.flattened && member.shape.type === "list")
      xml += writeItems(member.xmlName, member.shape, found as unknown[]);
    else if (member.flattened && member.shape.type === "map") {
      xml += writeEntries(member.xmlName, member.shape, found as Record<string, unknown>);
    } else xml += writeElement(member.xmlName, member.shape, found, namespaceOf(member));
  }
  return xml;
}

function writeItems(name: string, shape: List, items: readonly unknown[]): string {
  return items.map((item) => writeElement(name, shape.member, item)).join("");
}

function writeEntries(name: string, shape: MapShape, value: Record<string, unknown>): string {
  return Object.entries(value)
    .filter(([, item]) => item !== undefined && item !== null)
    .map(([key, item]) =>
      element(name, element(shape.keyName, escapeText(key)) + writeElement(shape.valueName, shape.value, item)),
    )
    .join("");
}

function namespaceOf({ xmlNamespace }: Member): string {
  if (!xmlNamespace) return "";
  const [prefix, uri] = xmlNamespace;
  return ` xmlns${prefix && `:${prefix}`}="${uri}"`;
}

function attributesOf(shape: Structure, value: unknown): string {
  return shape.members
    .filter((member) => member.attribute && (value as Record<string, unknown>)[member.name] !== undefined)
    .map((member) => ` ${prefixed(member)}="${escapeText(String((value as Record<string, unknown>)[member.name]))}"`)
    .join("");
}

function writeScalar(type: Shape["type"], format: "date-time" | "http-date" | "epoch-seconds", value: unknown): string {
  if (type === "timestamp") return String(writeTime(value as Date, format));
  if (type === "blob") return toBase64(value as Uint8Array);
  return String(value);
}

export function element(name: string, content: string, attributes = ""): string {
  return `<${name}${attributes}>${content}</${name}>`;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones to be escaped
const UNSAFE = /[&<>"\u0000-\u0008\u000b-\u001f]/g;

/** Control characters that XML 1.0 cannot carry are written as references, as S3 does for keys. */
export function escapeText(text: string): string {
  return text.replace(UNSAFE, (found) => ESCAPES[found] ?? `&#x${found.charCodeAt(0).toString(16)};`);
}
