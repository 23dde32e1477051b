import "uplot/dist/uPlot.min.css";
import "./widgets.css";
import { type PackedChart, unpacked } from "../picture/packed.ts";
import { repaintCharts, showChart } from "./line-chart.ts";

/**
 * A dashboard as it was, within another page. Everything but the graphs stands in the page already; this draws them in
 * their places. Whoever holds the file needs nothing else.
 */
const charts = JSON.parse(document.getElementById("frozen-charts")!.textContent!) as PackedChart[];
const places = rootOf(document.getElementById("frozen")!).querySelectorAll<HTMLElement>(".chart");
places.forEach((place, i) => void showChart(place, unpacked(charts[i]!)));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaintCharts);

/** Browsers before 2023 or so leave the template as it is. */
function rootOf(host: HTMLElement): ShadowRoot {
  if (host.shadowRoot) return host.shadowRoot;
  const root = host.attachShadow({ mode: "open" });
  root.append(host.querySelector("template")!.content);
  return root;
}
