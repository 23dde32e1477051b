import type { Part, Picture } from "../picture/part.ts";
import { showChart } from "./line-chart.ts";

const SVG = "http://www.w3.org/2000/svg";
const OF_SVG = new Set(["svg", "path", "circle", "text"]);

/**
 * Makes a document look like a picture by changing what differs: what somebody reads, has selected or scrolled stays,
 * and nothing flickers.
 */
export function patchChildren(parent: Element, pictures: readonly Picture[]): void {
  pictures.forEach((picture, i) => {
    const there = parent.childNodes[i];
    if (!there) parent.append(made(picture));
    else if (typeof picture === "string") patchText(there, picture);
    else if (isOf(there, picture)) patch(there, picture);
    else there.replaceWith(made(picture));
  });
  while (parent.childNodes.length > pictures.length) parent.lastChild!.remove();
}

function patchText(there: ChildNode, text: string): void {
  if (there.nodeType !== Node.TEXT_NODE) there.replaceWith(text);
  else if (there.nodeValue !== text) there.nodeValue = text;
}

const isOf = (there: ChildNode, { tag }: Part): there is Element => there instanceof Element && there.localName === tag;

function made(picture: Picture): Node {
  if (typeof picture === "string") return document.createTextNode(picture);
  const element = OF_SVG.has(picture.tag)
    ? document.createElementNS(SVG, picture.tag)
    : document.createElement(picture.tag);
  patch(element, picture);
  return element;
}

function patch(element: Element, { attributes, children, chart }: Part): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) === value) continue;
    // The page's policy forbids style in markup, not through the document's own interface.
    if (name === "style" && element instanceof HTMLElement) setStyle(element, value);
    else element.setAttribute(name, value);
  }
  for (const name of element.getAttributeNames()) {
    if (!(name in attributes) && name !== "style") element.removeAttribute(name);
  }
  if (chart) showChart(element as HTMLElement, chart);
  else patchChildren(element, children);
}

const styles = new WeakMap<HTMLElement, string>();

function setStyle(element: HTMLElement, value: string): void {
  if (styles.get(element) === value) return;
  element.style.cssText = value;
  styles.set(element, value);
}
