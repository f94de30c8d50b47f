// A plot as a file of its own. In the page its colours come from style sheets; here they are written into it, as they are in
// the theme that the reader sees, with the plot's title above and the page's ground below.

const INLINED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "paint-order",
  "font-family",
  "font-size",
  "font-weight",
  "font-variant-numeric",
];

/** Room for the title. */
const HEAD = 40;
const EDGE = 16;

export interface Plot {
  /** The finding, as the page says it. */
  readonly title: string;
  readonly svg: SVGSVGElement;
}

/** The plots that the page shows now. */
export function plotsIn(root: ParentNode): Plot[] {
  return [...root.querySelectorAll("figure")].flatMap((figure) => {
    const svg = figure.querySelector<SVGSVGElement>("svg.plot");
    const title = figure.querySelector("figcaption h3")?.textContent?.trim() ?? "Plot";
    return svg === null ? [] : [{ title, svg }];
  });
}

/** A plot's SVG, whole. */
export function standalone({ title, svg }: Plot): {
  readonly text: string;
  readonly width: number;
  readonly height: number;
} {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll<SVGElement>("*")];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  originals.forEach((original, i) => {
    const style = getComputedStyle(original);
    const target = copies[i];
    for (const name of INLINED) target?.setAttribute(name, style.getPropertyValue(name));
    target?.removeAttribute("class");
  });
  const { width: w, height: h } = svg.viewBox.baseVal;
  const [width, height] = [w + 2 * EDGE, h + HEAD + EDGE];
  copy.setAttribute("viewBox", `${-EDGE} ${-HEAD} ${width} ${height}`);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const page = getComputedStyle(document.documentElement);
  const ink = getComputedStyle(svg).color;
  const ground = make("rect", { x: -EDGE, y: -HEAD, width, height, fill: page.backgroundColor });
  const heading = make("text", {
    x: 0,
    y: -14,
    fill: ink,
    "font-family": page.fontFamily,
    "font-size": 15,
    "font-weight": 700,
  });
  heading.textContent = title;
  const name = make("title", {});
  name.textContent = title;
  copy.prepend(name, ground, heading);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

function make(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** The same as pixels, two for one. */
export async function rasterised(plot: Plot): Promise<Blob> {
  const { text, width, height } = standalone(plot);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * width;
  canvas.height = 2 * height;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return png(canvas);
}

function png(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("The picture could not be made.")) : resolve(blob)),
      "image/png",
    );
  });
}
