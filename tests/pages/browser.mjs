// Shows pages in chromium and tells what axe-core, the width of the window and their
// pictures have against them.
// node browser.mjs JOBS.json: reads the jobs, writes found.json and the printed sheets beside it.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const jobs = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const { chromium } = createRequire(import.meta.url)(jobs.playwright);
const axe = fs.readFileSync(jobs.axe, "utf8");
const found = { objections: [], printed: [] };
const browser = await chromium.launch({
  executablePath: jobs.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});

async function look(file, view) {
  const context = await browser.newContext({
    viewport: { width: view.width, height: 900 },
    colorScheme: view.scheme,
    bypassCSP: true, // axe-core is a script; the pages allow none
  });
  const page = await context.newPage();
  const say = (what) =>
    found.objections.push({ file, what: `${what} (${view.media}, ${view.width} px, ${view.scheme})` });
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) say(`asks for ${request.url()}`);
  });
  page.on("console", (message) => say(`the console says ${message.text()}`));
  await page.emulateMedia({ media: view.media, colorScheme: view.scheme });
  await page.goto(`file://${file}`);
  const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  if (wide > window) say(`scrolls sideways: ${wide} px`);
  const pictures = await page.evaluate(seen);
  if (pictures.shown !== Math.sign(pictures.drawn)) say(`shows ${pictures.shown} pictures`);
  // A sheet of paper is never as narrow as a phone.
  if (view.media === "screen" && pictures.smallest < 14.6)
    say(`the text of a picture is ${pictures.smallest} px`);
  for (const words of pictures.cut) say(`the picture cuts ${words}`);
  const weekdays = await page.evaluate(() =>
    [...document.querySelectorAll(".grid th")].map((cell) => cell.textContent));
  for (const name of new Set(weekdays))
    if (!(await page.getByRole("columnheader", { name, exact: true }).count())) say(`reads ${name} in pieces`);
  if (jobs.byAxe) await judge(page, say);
  await context.close();
}

async function judge(page, say) {
  await page.evaluate(axe);
  const told = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
  if (told.passes.length === 0) say("axe-core looked at nothing");
  for (const violation of told.violations)
    say(`${violation.id}: ${violation.nodes.length} times, ${violation.nodes[0].html.slice(0, 120)}`);
}

// How many pictures there are, how many show, their smallest text in pixels, and what they cut.
function seen() {
  const drawn = [...document.querySelectorAll("svg[role=img]")];
  const shown = drawn.filter((svg) => svg.getClientRects().length > 0);
  const texts = shown.flatMap((svg) => [...svg.querySelectorAll("text")]);
  const sizes = texts.map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a);
  const cut = texts.filter((text) => {
    const [inner, frame] = [text, text.ownerSVGElement].map((node) => node.getBoundingClientRect());
    return inner.left < frame.left - 1 || inner.right > frame.right + 1 || inner.bottom > frame.bottom + 1;
  });
  return {
    drawn: drawn.length,
    shown: shown.length,
    smallest: Math.min(...sizes, 99),
    cut: cut.map((text) => text.textContent),
  };
}

async function print(file, paper) {
  const page = await browser.newPage();
  await page.goto(`file://${file}`);
  const pdf = path.join(jobs.folder, `${found.printed.length}.pdf`);
  await page.pdf({ path: pdf, format: paper, preferCSSPageSize: true, printBackground: false });
  found.printed.push({ file, paper, pdf });
  await page.close();
}

try {
  for (const file of jobs.files) {
    for (const view of jobs.views) await look(file, view);
    for (const paper of jobs.papers) await print(file, paper);
  }
} finally {
  await browser.close();
}
fs.writeFileSync(path.join(jobs.folder, "found.json"), JSON.stringify(found));
